"""The company's own people."""

from typing import Any, NamedTuple

from django.core.paginator import Paginator

from clients.company.gates import Insider
from clients.company.pages.rows import deciders, invitation_rows, permission_words
from clients.models import Contact, ContactInvitation
from firms.pages import page_of

PER_PAGE = 50


class ContactRow(NamedTuple):
    number: int
    name: str
    email: str
    title: str
    permissions: str
    you: bool
    active: bool


def contacts_page(insider: Insider, asked: Any) -> dict[str, Any]:
    """Everybody inside sees who the contacts are; who lets firms in changes them, and sees who is invited."""
    client = insider.client
    found = Contact.objects.filter(client=client).select_related("user")
    page, pager = page_of(Paginator(found, PER_PAGE), asked.get("page"), {})
    decides = insider.lets_firms_in
    return {
        "client": client,
        "contacts": [contact_row(contact, insider) for contact in page],
        "pager": pager,
        "lets_firms_in": decides,
        "deciders": [] if decides else deciders(insider),
        "invitations": invitation_rows(ContactInvitation.objects, client, "title") if decides else [],
    }


def contact_row(contact: Contact, insider: Insider) -> ContactRow:
    return ContactRow(
        number=contact.pk,
        name=str(contact),
        email=contact.user.email,
        title=contact.title,
        permissions=permission_words(contact.permissions, insider.client.offered),
        you=contact.user == insider.by.user,
        active=contact.user.is_active,
    )


def contact_page(insider: Insider, contact: Contact) -> dict[str, Any]:
    """What stands beside the editor."""
    return {
        "client": insider.client,
        "contact": contact,
        "seen": int(contact.permissions),
        "present": permission_words(contact.permissions, insider.client.offered),
        "you": contact == insider.by,
    }
