"""Clients as the pages of a firm's team show them (`CLIENTS_OF_…` in the settings name these functions)."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from advisor.permissions import FirmPermission
from clients.models import Assignment, ClientLink
from clients.pages.client import worker
from firms.models import Member

SHOWN = 50


def numbers(members: list[Member]) -> dict[int, int]:
    """How many clients each of these members works for now. One query."""
    at_work = Assignment.objects.live().filter(member__in=members).order_by()
    return dict(at_work.values_list("member").annotate(n=Count("pk")))


def of_member(reader: Member, colleague: Member) -> dict[str, Any]:
    """The clients of one member that the reader may know of: their own, or all for who assigns. Two queries."""
    assigns = reader.may(FirmPermission.ASSIGN_CLIENTS)
    links: Any = Assignment.objects.live().filter(member=colleague).whole().order_by("link__client_name", "pk")
    if not assigns and colleague.pk != reader.pk:
        links = links.filter(link__in=ClientLink.objects.seen_by(reader).values("pk"))
    found = list(links[: SHOWN + 1])
    rows = [(one.link.client, worker(one, reader.firm.time_zone)) for one in found[:SHOWN]]
    more = f"{reverse('clients:all')}?{urlencode({'assigned': str(colleague)})}" if len(found) > SHOWN else ""
    return {"clients": rows, "more_url": more, "may_assign": assigns}


def leaving(member: Member, colleague: Member) -> dict[str, Any]:
    """What goes with a member: their clients, and the colleagues who could take them over."""
    mine = Assignment.objects.live().filter(member=colleague).select_related("link__client", "link__firm")
    links = [one.link for one in mine.order_by("link__client_name", "link_id")]
    people = Member.objects.filter(firm=member.firm).exclude(pk=colleague.pk).select_related("user")
    assigns = member.may(FirmPermission.ASSIGN_CLIENTS)
    return {"links": links if assigns else [], "count": len(links), "colleagues": list(people) if assigns else []}
