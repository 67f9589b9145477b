"""Offers by mail about a client, and a member's wish, as their acts leave them."""

from django.utils import timezone

from clients.models import AccessRequest, AssignmentRequest, ClientLink, Contact, ContactInvitation, FirmInvitation
from firms.models import Member
from tests.town import PAY

INVITED = {"first_name": "Zoe", "last_name": "Field", "permissions": PAY}


def sent(offer, by):
    """Stored as if its letter had just been sent."""
    offer.invited_by, offer.inviter_name = by.user, str(by)
    offer.renewed(timezone.now())
    offer.save()
    return offer


def firm_invitation(by: Contact, email: str) -> FirmInvitation:
    return sent(FirmInvitation(client=by.client, email=email, acknowledged_version="2026-11", **INVITED), by)


def contact_invitation(by: Contact, email: str) -> ContactInvitation:
    return sent(ContactInvitation(client=by.client, email=email, **INVITED), by)


def access_request(by: Member, email: str) -> AccessRequest:
    request = AccessRequest(firm=by.firm, company_name="Dune Co", product="payroll", email=email, permissions=PAY)
    return sent(request, by)


def wish(link: ClientLink, member: Member) -> AssignmentRequest:
    return AssignmentRequest.objects.create(
        link=link, member=member, firm=link.firm, permissions=PAY, reason="Year end"
    )
