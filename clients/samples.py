"""Made-up letters about clients, for the pages that show every letter in development."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from advisor.audit.book import CLOCK
from advisor.dates import moment
from advisor.mail.outbox import address_of
from advisor.mail.sampling import Sample
from advisor.permissions import ClientPermission
from advisor.users.models import User
from clients import mails
from clients.models import (
    AccessRequest,
    AssignmentRequest,
    Client,
    ClientLink,
    Contact,
    ContactInvitation,
    FirmInvitation,
    Product,
)
from firms.samples import Cast
from invitations.models import Invitation

_SOME = ClientPermission.MAKE_PAYMENTS | ClientPermission.VIEW_INVOICES_AND_REPORTS
_MORE = _SOME | ClientPermission.MANAGE_TAXES | ClientPermission.MANAGE_EMPLOYEES


class _Cast(Cast):
    """A firm and two companies that are in no database."""

    def __init__(self) -> None:
        super().__init__()
        self.acme = Client(pk=1, code="acmegreat2", legal_name="Acme Corp", product=Product.PAYROLL)
        self.bloom = Client(pk=2, code="gardenfrm2", legal_name="Bloom Flowers LLC", product=Product.PEO)
        self.link = ClientLink.between(self.acme, self.firm, _MORE)
        self.maria = self._contact(3, "Maria", "Lopez", "Owner")
        self.ben = self._contact(4, "Ben", "Okafor", "Bookkeeper")
        self.gus = User(pk=5, first_name="Gus", last_name="Lindqvist", email="gus@justworks.example", is_staff=True)

    def _contact(self, number: int, first_name: str, last_name: str, title: str) -> Contact:
        email = f"{first_name.lower()}@acme.example"
        user = User(pk=number, username=first_name.lower(), first_name=first_name, last_name=last_name, email=email)
        return Contact(pk=number, user=user, client=self.acme, title=title, permissions=_MORE)

    def to_firm(self, sent_at: datetime, **fields: Any) -> FirmInvitation:
        to = {"email": "amy@smithcpa.com", "first_name": "Amy", "last_name": "Chen"}
        what = {"client": self.acme, "permissions": _MORE} | self._by(self.maria, sent_at)
        return FirmInvitation(**(to | what | fields))

    def to_client(self, sent_at: datetime) -> AccessRequest:
        return AccessRequest(
            firm=self.firm,
            company_name="Acme Corp",
            product=Product.PAYROLL,
            email="maria@acme.example",
            permissions=_MORE,
            message="Hello Maria,\nas we said on the phone: with this we can run your payroll from December on.",
            **self._by(self.amy, sent_at),
        )

    def to_contact(self, sent_at: datetime) -> ContactInvitation:
        to = {"email": "ben@acme.example", "first_name": "Ben", "last_name": "Okafor", "title": "Bookkeeper"}
        return ContactInvitation(client=self.acme, permissions=_SOME, **to, **self._by(self.maria, sent_at))

    @staticmethod
    def _by(inviter: Any, sent_at: datetime) -> dict[str, Any]:
        ends = sent_at + timedelta(days=settings.INVITATION_DAYS)
        return {"invited_by": inviter.user, "inviter_name": str(inviter), "sent_at": sent_at, "expires_at": ends}


def samples() -> list[Sample]:
    return [*_of_invitations(), *_of_assignments(), *_of_links(), *_of_contacts()]


def _open(invitation: Invitation) -> dict[str, Any]:
    expires = moment(invitation.expires_at, invitation.zone)
    return {"invitation": invitation, "link": address_of("invitations:arrive", "sample-" * 6), "expires": expires}


def _of_invitations() -> list[Sample]:
    """Four of each kind, and one to a PEO client's accountant, which names the firm."""
    cast, now = _Cast(), timezone.now()
    late, over = now - timedelta(days=settings.INVITATION_DAYS - 2), now - timedelta(days=settings.INVITATION_DAYS + 1)
    found = []
    for write in (cast.to_firm, cast.to_client, cast.to_contact):
        kind, expired = type(write(now)), {"invitation": write(over), "by": CLOCK}
        found += [
            Sample(kind.letter, _open(write(now))),
            Sample(kind.reminder, _open(write(late))),
            Sample(kind.expired_letter, expired),
            Sample(kind.asked_again_letter, expired),
        ]
    benefits = ClientPermission.MANAGE_EMPLOYEES | ClientPermission.MANAGE_BENEFITS
    of_peo = cast.to_firm(now, client=cast.bloom, permissions=benefits, firm_name="Smith CPA", inviter_name="Ida Bloom")
    of_peo.invited_by = None
    passed_on = {"invitation": cast.to_firm(now), "member": cast.raj}
    declined = {"request": cast.to_client(now), "by": cast.maria, "link": address_of("clients:connect")}
    return [
        *found,
        Sample(FirmInvitation.letter, _open(of_peo), case="peo"),
        Sample(mails.invitation_passed_on, passed_on | {"link": address_of("clients:invitation", 1)}),
        Sample(mails.access_request_declined, declined),
    ]


def _of_assignments() -> list[Sample]:
    cast, soon = _Cast(), timezone.now() + timedelta(days=30)
    to_raj = {"member": cast.raj, "client": cast.acme}
    page = {"link": address_of("clients:client", cast.acme.code)}
    assigned = to_raj | page | {"permissions": _SOME, "until": "", "changed": False, "by": cast.amy}
    until = {"until": moment(soon, cast.firm.time_zone), "changed": True}
    streets = ("Ash", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Hazel")
    names = [f"{street} {shop}" for street in streets for shop in ("Bakery", "Dental", "Hardware", "Yoga")]
    several = {"names": names, "permissions": _MORE, "by": cast.amy, "link": address_of("clients:all")}
    ended = to_raj | {"firm": cast.firm}
    wish = AssignmentRequest(
        link=cast.link, member=cast.raj, permissions=_SOME, reason="Amy is away until March.", until=soon.date()
    )
    asked = {"wish": wish, "client": cast.acme, "by": cast.raj, "link": address_of("clients:request", 1)}
    return [
        Sample(mails.assigned, assigned),
        Sample(mails.assigned, assigned | until, case="changed"),
        Sample(mails.assigned_several, several | {"member": cast.raj}),
        Sample(mails.assignment_ended, ended | {"by": cast.amy}),
        Sample(mails.assignment_ended, ended | {"by": cast.maria}, case="by-client"),
        Sample(mails.assignment_ended, ended | {"by": CLOCK}, case="by-date"),
        Sample(mails.access_asked, asked),
        Sample(mails.access_declined, to_raj | {"by": cast.amy}),
    ]


def _of_links() -> list[Sample]:
    cast = _Cast()
    pair = {"client": cast.acme, "firm": cast.firm}
    by_maria = pair | {"by": cast.maria, "link": address_of("clients:client", cast.acme.code)}
    connected = {"by": cast.amy, "permissions": _MORE, "link": address_of("company:third_party", cast.acme.code, 1)}
    return [
        Sample(mails.firm_connected, pair | connected),
        Sample(mails.client_connected, by_maria | {"permissions": _MORE}),
        Sample(mails.grant_changed, by_maria | {"added": ClientPermission.MANAGE_BANK_ACCOUNT, "taken": _SOME}),
        Sample(mails.person_shut_out, by_maria | {"member": cast.raj}),
        Sample(mails.link_ended_by_client, pair | {"by": cast.maria}),
        Sample(mails.link_ended_by_firm, pair | {"by": cast.amy}),
        Sample(mails.link_ended_by_client, pair | {"by": cast.gus}, case="by-support"),
        Sample(mails.link_ended_by_support, pair | {"by": cast.gus}),
    ]


def _of_contacts() -> list[Sample]:
    cast = _Cast()
    joined = {"contact": cast.ben, "client": cast.acme, "by": cast.ben}
    changed = joined | {"title": "Controller", "permissions": _SOME, "by": cast.maria}
    overview = address_of("company:overview", cast.acme.code)
    return [
        Sample(mails.contact_added, {"contact": cast.ben, "client": cast.acme, "link": overview}),
        Sample(mails.contact_joined, joined | {"link": address_of("company:contacts", cast.acme.code)}),
        Sample(mails.contact_changed, changed | {"link": overview}),
    ]
