"""An offer is worth what the person behind it could still give: nobody gives what they no longer hold."""

from typing import Any

from advisor.errors import Refused
from advisor.permissions import LETS_FIRMS_IN, ClientPermission
from clients.models import Client, ClientLink, Contact
from firms.models import Member

NOTHING = ClientPermission.none()
NO_LONGER_DECIDES = "Whoever sent this invitation no longer decides for the company. Ask it for a new one."


def still_given(client: Client, inviter: Any, offered: ClientPermission) -> ClientPermission:
    """What is left of an offer when it is accepted: what its inviter holds at the company now. Refused when they may no
    longer let anybody in. Support staff hold nothing at a company, and set it up for it."""
    held = client.offered if inviter and inviter.is_staff else _held_by(inviter, client)
    if LETS_FIRMS_IN not in held:
        raise Refused(NO_LONGER_DECIDES)
    return offered & held


def _held_by(person: Any, client: Client) -> ClientPermission:
    if person is None or not person.is_active:
        return NOTHING
    if contact := Contact.objects.filter(client=client, user=person).first():
        return contact.permissions
    member = Member.objects.standing().filter(user=person).first()
    link: Any = ClientLink.objects.open_to(member).filter(client=client).first() if member else None
    return link.effective if link else NOTHING
