"""Letters about a client that wait for an answer, each with its token."""

from typing import Any

from django.test import Client as Browser
from django.utils import timezone

from advisor.permissions import ClientPermission
from clients.models import AccessRequest, Contact, ContactInvitation, FirmInvitation, Product
from firms.domains import work_address
from firms.models import Member
from invitations.models import Invitation
from tests.town import PAY, PEOPLE


def firm_invited(
    by: Contact, email: str, permissions: ClientPermission = PAY | PEOPLE, **fields: Any
) -> tuple[FirmInvitation, str]:
    """The company of this contact invites an accountant."""
    domain = work_address(email).domain
    row = FirmInvitation(client=by.client, domain=domain, permissions=permissions, acknowledged_version="1")
    return _sent(row, by, email, **fields)


def asked(
    by: Member, email: str, permissions: ClientPermission = PAY | PEOPLE, **fields: Any
) -> tuple[AccessRequest, str]:
    """The firm of this member asks a client for access."""
    row = AccessRequest(firm=by.firm, company_name="Dune Books", product=Product.PAYROLL, permissions=permissions)
    return _sent(row, by, email, **fields)


def contact_invited(
    by: Contact, email: str, permissions: ClientPermission = PAY, **fields: Any
) -> tuple[ContactInvitation, str]:
    """The company of this contact invites a colleague."""
    return _sent(ContactInvitation(client=by.client, permissions=permissions, title="Controller"), by, email, **fields)


def _sent[Kind: Invitation](row: Kind, by: Member | Contact, email: str, **fields: Any) -> tuple[Kind, str]:
    row.email, row.invited_by, row.inviter_name = email, by.user, str(by)
    row.first_name, row.last_name = email.partition("@")[0].capitalize(), "Field"
    token = row.renewed(timezone.now())
    for field, value in fields.items():
        setattr(row, field, value)
    row.save()
    return row, token


def arrived(browser: Browser, token: str) -> Browser:
    """With the link of the letter opened."""
    assert browser.get(f"/invitation/{token}/")["Location"] == "/invitation/"
    return browser


def words(answer: Any) -> str:
    return answer.content.decode()
