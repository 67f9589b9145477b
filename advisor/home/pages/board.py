"""What the dashboard home shows: what waits for an answer, how many clients, the next debits, what happened last."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models.functions import Now
from django.urls import reverse

from advisor.audit.models import Event
from advisor.audit.pages import line
from advisor.dates import day, moment
from advisor.home.pages.steps import first_steps
from advisor.permissions import FirmPermission
from clients.models import AccessRequest, AssignmentRequest, ClientLink, FirmInvitation, Product, Status
from clients.pages.counts import REQUESTED, Counts, counts_of, sees_requests
from firms.models import Member, MemberInvitation
from invitations.models import WARNED_BEFORE

WEEK = timedelta(days=7)
SHOWN = 8


class Figure(NamedTuple):
    """A number that leads to what it counts."""

    label: str
    number: int
    url: str
    beside: list[tuple[str, str]]


class Waiting(NamedTuple):
    """Something that waits for this member's answer."""

    text: str
    until: str
    url: str
    label: str


class Entry(NamedTuple):
    """A line of a short list."""

    day: str
    name: str
    url: str


def board(member: Member) -> dict[str, Any]:
    """Everything on the home page, as ready strings."""
    counts = counts_of(member)
    steps = first_steps(member, counts)
    return {
        "member": member,
        "steps": steps if steps["done"] < len(steps["tasks"]) else None,
        "waiting": [*invitations(member), *wishes(member)],
        "figures": [figure(product, counts, member) for product in Product],
        "has_clients": bool(sum(counts.clients.values())),
        "debits": debits(member),
        "debits_url": f"{reverse('clients:all')}?sort=debit",
        "ending": ending(member),
        "events": events(member),
        "may_add": member.may(FirmPermission.ADD_CLIENTS),
        "sees_activity": member.may(FirmPermission.VIEW_ACTIVITY),
    }


def figure(product: Product, counts: Counts, member: Member) -> Figure:
    """Only active clients count; those on their way stand beside."""
    url = reverse(f"clients:{product.value}")
    beside = [(f"{counts.of(Status.ENROLLING, product)} enrolling", f"{url}?tab={Status.ENROLLING.value}")]
    if sees_requests(member):
        beside.append((f"{counts.of(REQUESTED, product)} requested", f"{url}?tab={REQUESTED}"))
    return Figure(f"Active {product.label} clients", counts.active(product), url, beside)


def invitations(member: Member) -> list[Waiting]:
    """Clients that invite this member, or the firm, and have no answer yet."""
    found: Any = FirmInvitation.objects.waiting_for(member).order_by("expires_at")[:SHOWN]
    return [
        Waiting(
            f"{one.client} invites you to work in its {one.client.get_product_display()} account.",
            moment(one.expires_at, member.firm.time_zone),
            reverse("clients:invitation", args=[one.pk]),
            "See the invitation",
        )
        for one in found
    ]


def wishes(member: Member) -> list[Waiting]:
    """Colleagues who ask for access, before who assigns."""
    if not member.may(FirmPermission.ASSIGN_CLIENTS):
        return []
    found = AssignmentRequest.objects.open().of_firm(member.firm).exclude(member=member)[:SHOWN]
    return [Waiting(_wish_words(one), "", reverse("clients:request", args=[one.pk]), "Answer") for one in found]


def _wish_words(wish: AssignmentRequest) -> str:
    return f"{wish.member} asks for access to {wish.link.client}."


def debits(member: Member) -> list[Entry]:
    """The next seven days' debits of the clients in this member's list, soonest first."""
    today = datetime.now(ZoneInfo(member.firm.time_zone)).date()
    links = ClientLink.objects.seen_by(member).filter(
        status=Status.ACTIVE, client__next_debit_on__gte=today, client__next_debit_on__lt=today + WEEK
    )
    found = links.order_by("client__next_debit_on", "client_name", "pk")
    rows: Any = found.values_list("client__next_debit_on", "client_name", "client__code")[:SHOWN]
    return [Entry(day(on), name, reverse("clients:client", args=[code])) for on, name, code in rows]


def ending(member: Member) -> list[Entry]:
    """Open invitations and requests of the firm that end within two days, before who can send them again."""
    soon, zone = {"expires_at__lt": Now() + WARNED_BEFORE}, member.firm.time_zone
    found: list[tuple[datetime, str, str]] = []
    if member.may(FirmPermission.MANAGE_MEMBERS):
        people = MemberInvitation.objects.open().filter(firm=member.firm, **soon)[:SHOWN]
        found += [(one.expires_at, str(one), reverse("firms:info")) for one in people]
    if member.may(FirmPermission.ADD_CLIENTS):
        asked = AccessRequest.objects.open().filter(firm=member.firm, **soon)[:SHOWN]
        found += [(one.expires_at, str(one), f"{reverse('clients:all')}?tab={REQUESTED}") for one in asked]
    return [Entry(moment(at, zone), name, url) for at, name, url in sorted(found)]


def events(member: Member) -> list[dict[str, str]]:
    """What happened in the firm last."""
    if not member.may(FirmPermission.VIEW_ACTIVITY):
        return []
    return [line(event, member.firm.time_zone) for event in Event.objects.of_firm(member.firm_id)[:6]]
