"""Lines that several pages of a company's account show, as ready strings."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Max
from django.urls import reverse

from advisor.dates import day_in, moment
from advisor.permissions import ClientPermission
from clients.company.gates import Insider
from clients.models import AccessRequest, Client, ClientLink, Contact
from clients.models.link import at_work
from firms.pages import BADGES
from invitations.models import Invitation

NEVER = ("Not yet", "")
MOST_NAMED = 5
MOST_INVITATIONS = 200


class FirmRow(NamedTuple):
    """A firm that has access."""

    name: str
    permissions: str
    people: str
    since: str
    last_used: tuple[str, str]
    url: str


class RequestRow(NamedTuple):
    """A firm that asks for access."""

    firm: str
    who: str
    permissions: str
    expires: str
    url: str


class InvitationRow(NamedTuple):
    """Somebody invited, and how it stands."""

    number: int
    name: str
    email: str
    words: str
    permissions: str
    state: str
    badge: str
    sent: str
    expires: tuple[str, str]


def permission_words(permissions: ClientPermission, offered: ClientPermission) -> str:
    """ "All permissions", the labels, or that only the overview can be seen."""
    if permissions & offered == offered:
        return "All permissions"
    return permissions.labels or "Overview only"


def people_words(number: int) -> str:
    return {0: "No one", 1: "1 person"}.get(number, f"{number} people")


def firms_of(client: Client) -> Any:
    """The firms that have access, each with how many of its people have, and when one last used it."""
    inside = at_work("assignments__")
    links = ClientLink.objects.live().filter(client=client).select_related("firm")
    counted = links.annotate(people=Count("assignments", filter=inside), used=Max("assignments__last_used_at"))
    return counted.order_by("firm__name", "pk")


def firm_row(link: Any, client: Client) -> FirmRow:
    return FirmRow(
        name=str(link.firm),
        permissions=permission_words(link.granted, client.offered),
        people=people_words(link.people),
        since=day_in(link.began_at),
        last_used=day_and_time(link.used) if link.used else NEVER,
        url=reverse("company:third_party", args=[client.code, link.pk]),
    )


def request_row(wish: AccessRequest, client: Client) -> RequestRow:
    return RequestRow(
        firm=str(wish.firm),
        who=wish.inviter_name,
        permissions=permission_words(wish.permissions, client.offered),
        expires=moment(wish.expires_at),
        url=reverse("company:access_request", args=[client.code, wish.pk]),
    )


def invitation_rows(found: Any, client: Client, words: str) -> list[InvitationRow]:
    """Pending, expired and declined ones, newest first. `words` names the field that describes the person further."""
    unfinished = found.filter(client=client).pending_or_declined()[:MOST_INVITATIONS]
    return [_invitation_row(invitation, client, getattr(invitation, words)) for invitation in unfinished]


def _invitation_row(invitation: Invitation, client: Client, words: str) -> InvitationRow:
    permissions: ClientPermission = invitation.permissions  # type: ignore[attr-defined] # of every kind about a client
    return InvitationRow(
        number=invitation.pk,
        name=str(invitation),
        email=invitation.email,
        words=words,
        permissions=permission_words(permissions, client.offered),
        state=invitation.state.label,
        badge="warning" if invitation.ends_soon else BADGES[invitation.state],
        sent=day_in(invitation.sent_at),
        expires=day_and_time(invitation.expires_at),
    )


def day_and_time(at: datetime) -> tuple[str, str]:
    """A moment for a narrow column: the day, and below it the time with its zone."""
    day, _, time = moment(at).partition(", ")
    return day, time


def deciders(insider: Insider) -> list[str]:
    """Who of the company decides which firms have access: some names."""
    found = Contact.objects.filter(client=insider.client).who_let_firms_in().select_related("user")
    return [str(contact) for contact in found[:MOST_NAMED]]
