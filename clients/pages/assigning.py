"""The pages on which members and clients are chosen, and the editor of one assignment."""

from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.urls import reverse

from advisor.dates import moment
from advisor.permissions import ClientPermission
from clients.actions.locks import present_assignment, seen_as
from clients.models import Assignment, ClientLink
from clients.pages.asked import LONGEST, words_of
from clients.pages.client import words_for
from firms.models import Member
from firms.pages import page_of

PER_PAGE = 50


class Choice(NamedTuple):
    """A member or a client to be chosen, and what is there already."""

    key: str
    name: str
    words: str
    url: str
    present: str


def members_to_assign(member: Member, link: ClientLink, query: Any) -> dict[str, Any]:
    """Client view: the firm's members, with what each may do at this client already."""
    q = query.get("q", "")[:LONGEST]
    found = Member.objects.filter(firm=member.firm).select_related("user").matching(q)
    page, pager = page_of(Paginator(found, PER_PAGE), query.get("page"), {"q": q})
    present = _present(Assignment.objects.live().filter(link=link, member__in=list(page)).whole(), "member_id")
    code = link.client.code
    choices = [
        Choice(
            str(one.pk),
            str(one) + (" (you)" if one.pk == member.pk else ""),
            f"{one.role} · {one.user.email}",
            reverse("clients:assignment", args=[code, one.pk]),
            present.get(one.pk, ""),
        )
        for one in page
    ]
    kept = [("client", code)]
    return {"link": link, "client": link.client, "q": q, "choices": choices, "pager": pager, "kept": kept}


def clients_to_assign(member: Member, colleague: Member, query: Any) -> dict[str, Any]:
    """Team view: the firm's clients, with what this colleague may do there already."""
    q = query.get("q", "")[:LONGEST]
    found: Any = ClientLink.objects.live().filter(firm=member.firm).select_related("client")
    for word in words_of(q):
        found = found.filter(client__names__icontains=word)
    page, pager = page_of(Paginator(found.order_by("client_name", "pk"), PER_PAGE), query.get("page"), {"q": q})
    present = _present(Assignment.objects.live().filter(member=colleague, link__in=list(page)).whole(), "link_id")
    choices = [
        Choice(
            link.client.code,
            link.client_name,
            f"{link.client.get_product_display()} · {link.client.get_status_display()}",
            reverse("clients:assignment", args=[link.client.code, colleague.pk]),
            present.get(link.pk, ""),
        )
        for link in page
    ]
    return {"colleague": colleague, "q": q, "choices": choices, "pager": pager, "kept": [("member", colleague.pk)]}


def _present(assignments: Any, key: str) -> dict[int, str]:
    return {getattr(one, key): words_for(one.permissions, one.link.granted) for one in assignments}


def editor(member: Member, link: ClientLink, colleague: Member) -> dict[str, Any]:
    """What stands there now, for the form and beside it."""
    present = present_assignment(link, colleague)
    held = present.permissions & link.granted if present else None
    until = present.expires_at if present else None
    return {
        "link": link,
        "client": link.client,
        "colleague": colleague,
        "seen": seen_as(link, present),
        "present": present,
        "initial": {"permissions": held.codenames if held is not None else []},
        "outcome": outcome(str(colleague), held, link.granted),
        "until": moment(until, member.firm.time_zone) if until else "",
        "by": f"{present.assigned_by_name}, {moment(present.changed_at, member.firm.time_zone)}" if present else "",
    }


def outcome(name: str, held: ClientPermission | None, granted: ClientPermission) -> str:
    """The sentence that sums up: what they can do, and what of the granted they cannot."""
    if held is None:
        return f"{name} does not work here yet."
    able = f"{name} can see the overview" + (f" and: {held.labels}." if held else ", and nothing else.")
    missing = granted & ~held
    return f"{able} Not: {missing.labels}." if missing else able
