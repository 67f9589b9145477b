"""What waits for an answer in the demo town: invitations of firms and contacts, requests for access, a wish."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from advisor.audit.verbs import Verb
from advisor.home.demo.clients import Place, Places
from advisor.home.demo.companies import ACTIVE, MAGNOLIA, NORTHLIGHT, NOT_CONNECTED
from advisor.home.demo.firm import Team
from advisor.home.demo.history import Told, ago, tell
from advisor.home.demo.links import PAPERS, PAY, PEOPLE, PLANS, REPORTS, RUN, TAXES
from advisor.permissions import ClientPermission
from clients import acknowledgement
from clients.models import AccessRequest, AssignmentRequest, ClientLink, ContactInvitation, FirmInvitation, Product
from firms.models import Member

FITNESS = next(company for company in ACTIVE if company.trading_name == "Foundry Fitness")
YOGA, PEDIATRICS, SURF = NOT_CONNECTED


def make_all(told: Told, places: Places, smith: Team, rival: Team) -> None:
    invite_firms(told, places)
    invite_contacts(told, places[MAGNOLIA])
    ask_clients(told, places, smith, rival)
    wish(told, places[FITNESS], smith)


def sent(offer: Any, days: float, by: Any, **fields: Any) -> Any:
    """Stored as it stands so many days after its letter."""
    offer.invited_by, offer.inviter_name = by.user, str(by)
    offer.renewed(ago(days))
    for name, value in fields.items():
        setattr(offer, name, value)
    offer.save()
    return offer


def invite_firms(told: Told, places: Places) -> None:
    """Two wait for Smith CPA, one of them not much longer; Magnolia's are in every state."""
    everything = ClientPermission.offered(Product.PAYROLL)
    for place, days, person, email, permissions, fields in [
        (places[YOGA], 0.8, ("Raj", "Patel"), "raj@smithcpa.com", RUN, {}),
        (places[SURF], 5.6, ("Olga", "Smith"), "olga@smithcpa.com", everything, {"reminded_at": ago(0.6)}),
        (places[MAGNOLIA], 2, ("Lee", "Hong"), "lee@hong-tax.com", TAXES | REPORTS, {}),
        (places[MAGNOLIA], 30, ("Ada", "Falk"), "ada@falkbooks.com", REPORTS, {"expiry_told_at": ago(23)}),
        (places[MAGNOLIA], 75, ("Bruno", "Keller"), "bruno@kellercpa.com", RUN, {"declined_at": ago(73)}),
    ]:
        invitation = FirmInvitation(
            client=place.client,
            email=email,
            domain=email.partition("@")[2],
            first_name=person[0],
            last_name=person[1],
            permissions=permissions,
            acknowledged_version=acknowledgement.VERSION,
        )
        sent(invitation, days, place.contact, **fields)
        after = {"permissions": permissions, "acknowledged": acknowledgement.VERSION}
        tell(told, days, Verb.FIRM_INVITED, place.contact, client=place.client, about=invitation, after=after)


def invite_contacts(told: Told, place: Place) -> None:
    """One is open, one expired."""
    for days, first_name, last_name, title, fields in [
        (1.5, "Mateo", "Rossi", "Shift manager", {}),
        (16, "Alba", "Conti", "Accountant", {"reminded_at": ago(11), "expiry_told_at": ago(9)}),
    ]:
        invitation = ContactInvitation(
            client=place.client,
            email=f"{first_name.lower()}@{MAGNOLIA.domain}",
            first_name=first_name,
            last_name=last_name,
            title=title,
            permissions=REPORTS | PEOPLE,
        )
        sent(invitation, days, place.contact, **fields)
        where = {"client": place.client, "about": invitation}
        tell(told, days, Verb.CONTACT_INVITED, place.contact, **where, after=invitation.permissions)


def ask_clients(told: Told, places: Places, smith: Team, rival: Team) -> None:
    """Three of Smith CPA are open and one was declined; the rival asks Northlight, so that pia can answer."""
    olga, raj, rita = smith["olga"], smith["raj"], rival["rita"]
    pia = places[NORTHLIGHT].contact.user.email
    thanks = "As we said on the phone: with this we run your payroll from next month on."
    for by, days, name, email, product, permissions, message, fields in [
        (raj, 0.4, "Westbrook Pediatrics", places[PEDIATRICS].contact.user.email, Product.PAYROLL, RUN, thanks, {}),
        (olga, 5.3, "Copper Beech Inn", "owner@copperbeech.example", Product.PAYROLL, RUN | PAPERS, "", {}),
        (raj, 2.2, "Vantage Data", "people@vantagedata.example", Product.PEO, PEOPLE | PLANS | REPORTS, thanks, {}),
        (olga, 40, "Sable Gallery", "sable@gallery.example", Product.PAYROLL, PAY, "", {"declined_at": ago(38)}),
        (rita, 1.1, "Northlight Studio", pia, Product.PEO, REPORTS | PEOPLE, "We prepare your year end.", {}),
    ]:
        request = AccessRequest(
            firm=by.firm,
            company_name=name,
            email=email,
            product=product,
            permissions=permissions,
            message=message,
        )
        sent(request, days, by, **fields)
        tell(told, days, Verb.CLIENT_ASKED, by, firm=by.firm, about=request, after=permissions)


def wish(told: Told, place: Place, smith: Team) -> None:
    """Sam asks for a client until the end of a week."""
    sam: Member = smith["sam"]
    link = ClientLink.objects.live().get(client=place.client, firm=sam.firm)
    until = timezone.localdate() + timedelta(days=12)
    AssignmentRequest.objects.create(
        link=link,
        member=sam,
        firm=sam.firm,
        permissions=link.granted & (REPORTS | PAPERS),
        reason="I close their books this month and need the payroll reports.",
        until=until,
        asked_at=ago(0.3),
    )
    where = {"firm": sam.firm, "client": place.client, "about": sam}
    tell(told, 0.3, Verb.ACCESS_ASKED, sam, **where, wanted=link.granted & (REPORTS | PAPERS))
