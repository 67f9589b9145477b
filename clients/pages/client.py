"""The page of one client, on the advisor's side."""

from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.urls import reverse

from advisor.dates import day, day_in, moment
from advisor.permissions import LETS_FIRMS_IN, ClientPermission, FirmPermission
from clients.models import Assignment, AssignmentRequest, ClientLink, Contact
from firms.models import Member
from firms.pages import page_of

PER_PAGE = 50
STATUS_BADGES = {"active": "success", "enrolling": "enrolling", "terminated": ""}
HELD, NOT_ASSIGNED, NOT_GRANTED = "yes", "not assigned to you", "not granted by the client"


class Held(NamedTuple):
    """One permission as it stands for somebody."""

    group: str
    label: str
    sentence: str
    held: bool
    words: str


class Worker(NamedTuple):
    """Somebody who works for the client."""

    number: int
    name: str
    role: str
    permissions: str
    since: str
    until: str
    last_used: str


def permissions_of(link: Any) -> list[Held]:
    """Everything the product has: what you may do, and why not the rest."""
    mine = link.effective or ClientPermission.none()
    return [
        Held(one.group, one.label, one.sentence, one in mine, _words(one, link, mine)) for one in link.client.offered
    ]


def _words(permission: ClientPermission, link: ClientLink, mine: ClientPermission) -> str:
    if permission in mine:
        return HELD
    return NOT_ASSIGNED if permission in link.granted else NOT_GRANTED


def words_for(permissions: ClientPermission, granted: ClientPermission) -> str:
    """ "Everything granted", the labels, or that only the overview can be seen."""
    if permissions & granted == granted and granted:
        return "Everything the client has granted"
    return (permissions & granted).labels or "Overview only"


def worker(assignment: Any, zone: str) -> Worker:
    used, until = assignment.last_used_at, assignment.expires_at
    return Worker(
        assignment.member_id,
        str(assignment.member),
        assignment.member.role,
        words_for(assignment.permissions, assignment.link.granted),
        day_in(assignment.assigned_at, zone),
        moment(until, zone) if until else "",
        moment(used, zone) if used else "Not yet",
    )


def client_page(member: Member, link: Any, query: Any) -> dict[str, Any]:
    """Facts, your own permissions, who works there, and whom to ask."""
    client, zone = link.client, member.firm.time_zone
    page, pager = page_of(Paginator(Assignment.objects.of_link(link), PER_PAGE), query.get("page"), {})
    assigns = member.may(FirmPermission.ASSIGN_CLIENTS)
    return {
        "link": link,
        "client": client,
        "product": client.get_product_display(),
        "status": client.get_status_display(),
        "status_badge": STATUS_BADGES[client.status],
        "since": day_in(link.began_at, zone),
        "debit": day(client.next_debit_on) if client.next_debit_on else "None",
        "contact": client.platform_contact,
        "granted": words_for(link.granted, client.offered).replace("the client has granted", "there is"),
        "permissions": permissions_of(link),
        "may_open": link.assigned is not None,
        "workers": [worker(assignment, zone) for assignment in page],
        "pager": pager,
        "may_assign": assigns,
        "may_end": member.may(FirmPermission.ADD_CLIENTS),
        "wishes": AssignmentRequest.objects.open().filter(link=link).select_related("member__user") if assigns else [],
    }


def open_page(member: Member, link: Any) -> dict[str, Any]:
    """Before the account: it can be opened, or why not, who can change that, and what to do."""
    assigned = link.assigned is not None
    nothing = assigned and not link.effective
    if nothing or not assigned:
        people: Any = Member.objects.filter(firm=link.firm).holding(FirmPermission.ASSIGN_CLIENTS).exclude(pk=member.pk)
    else:
        people = Member.objects.none()
    return {
        "link": link,
        "client": link.client,
        "assigned": assigned,
        "nothing": nothing,
        "granted_nothing": not link.granted,
        "granters": [str(person) for person in people.select_related("user")[:5]],
        "deciders": _deciders(link) if not link.granted else [],
        "waits": AssignmentRequest.objects.open().filter(link=link, member=member).exists(),
        "may_assign": member.may(FirmPermission.ASSIGN_CLIENTS),
        "own_editor": reverse("clients:assignment", args=[link.client.code, member.pk]),
    }


def _deciders(link: ClientLink) -> list[str]:
    """Whom of the company to ask for more."""
    contacts = Contact.objects.filter(client=link.client).holding(LETS_FIRMS_IN)
    return [str(contact) for contact in contacts.select_related("user")[:5]]
