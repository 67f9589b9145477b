"""The lists of clients, as ready strings. A page costs the same whether the firm has a hundred clients or ten thousand:
rows, people and counts are one query each, and no row is an object."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Value
from django.db.models.functions import Concat
from django.urls import reverse

from advisor.dates import day
from advisor.permissions import ClientPermission, FirmPermission
from clients.models import Assignment, ClientLink, Product
from clients.pages.asked import ACCESS, TABS, Asked
from clients.pages.counts import REQUESTED, Counts, counts_of, sees_requests
from clients.pages.requested import requested
from firms.models import Member
from firms.pages import Column, Page

PER_PAGE = 50
NAMED = 3
HEADINGS = {"": "Manage all clients", Product.PAYROLL: "Payroll", Product.PEO: "PEO"}
ADDRESSES = {"": "clients:all", Product.PAYROLL: "clients:payroll", Product.PEO: "clients:peo"}
COLUMNS = (
    *("pk", "client__code", "client_name", "product", "client__next_debit_on"),
    *("client__platform_contact__name", "granted", "assigned", "effective"),
)


class Row(NamedTuple):
    """A client as a line of a list."""

    code: str
    url: str
    name: str
    product: str
    debit: str
    contact: str
    people: str
    access: str
    may_open: bool


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    count: int
    current: bool


def client_list(member: Member, product: str, query: Any) -> dict[str, Any]:
    """Manage all clients, Payroll or PEO: tabs with counts, and the page of rows that is asked for."""
    asked = Asked.of(query, product)
    counts = counts_of(member)
    is_requested = asked.tab == REQUESTED
    shown = requested(member, asked, query) if is_requested else links_shown(member, asked, query, counts)
    return {
        "heading": HEADINGS[product],
        "here": reverse(ADDRESSES[product]),
        "asked": asked,
        "access_choices": [(value, label, value == asked.access) for value, label in ACCESS],
        "tabs": tabs(asked, counts, member),
        "all_products": not product,
        "may_assign": member.may(FirmPermission.ASSIGN_CLIENTS),
        "may_add": member.may(FirmPermission.ADD_CLIENTS),
        "export_query": "&".join(filter(None, [asked.query(), f"product={product}" if product else ""])),
        "is_requested": is_requested,
        **shown,
    }


def tabs(asked: Asked, counts: Counts, member: Member) -> list[Tab]:
    """Each with its count. Requests of the firm stand only before those who ask or assign."""
    shown = [tab for tab in TABS if tab != REQUESTED or sees_requests(member)]
    return [
        Tab(TABS[tab], "?" + asked.query(tab=tab), counts.of(tab, asked.product), tab == asked.tab) for tab in shown
    ]


def links_shown(member: Member, asked: Asked, query: Any, counts: Counts) -> dict[str, Any]:
    """The rows of the page, and the pager. The tab's own count serves as the total while nothing is filtered."""
    links = ClientLink.objects.seen_by(member)
    total = asked.narrowed(links).count() if asked.filtered else counts.of(asked.tab, asked.product)
    number = page_number(query.get("page", ""), total)
    start = (number - 1) * PER_PAGE
    found = list(asked.applied(links).values_list(*COLUMNS)[start : start + PER_PAGE])
    return {
        "rows": rows_of(member, found),
        "columns": columns(asked),
        "pager": pager(asked, number, total),
        "found": f"{total:,} client{'' if total == 1 else 's'}",
    }


def page_number(text: str, total: int) -> int:
    """Any text: what is no page is the nearest one."""
    wanted = int(text[:9]) if text.isascii() and text.isdigit() else 1
    return min(max(wanted, 1), max(1, -(-total // PER_PAGE)))


def pager(asked: Asked, number: int, total: int) -> Page:
    last = min(number * PER_PAGE, total)
    before = "?" + asked.query(page=number - 1) if number > 1 else ""
    after = "?" + asked.query(page=number + 1) if last < total else ""
    return Page((number - 1) * PER_PAGE + 1, last, total, before, after)


def columns(asked: Asked) -> dict[str, Column]:
    labels = {"name": "Client", "debit": "Next debit", "contact": "Platform contact"}
    return {
        name: Column(label, "?" + asked.query(sort=name), "ascending" if name == asked.sort else "")
        for name, label in labels.items()
    }


def rows_of(member: Member, found: list[tuple[Any, ...]]) -> list[Row]:
    """The lines for these values, with who works there."""
    people = people_of(member, [values[0] for values in found])
    labels, base = dict(Product.choices), reverse("clients:all")
    return [
        Row(
            code,
            f"{base}{code}/",
            name,
            labels[product],
            day(debit) if debit else "",
            contact or "",
            people.get(pk, ""),
            access_words(granted, assigned),
            assigned is not None,
        )
        for pk, code, name, product, debit, contact, granted, assigned, _ in found
    ]


def people_of(member: Member, links: list[int]) -> dict[int, str]:
    """Who works there: up to three names, and how many more. (Naming the firm keeps all other firms' members out of the
    planner's hash.)"""
    name = Concat("member__user__first_name", Value(" "), "member__user__last_name")
    at_work = Assignment.objects.live().filter(link__in=links, member__firm=member.firm_id).order_by().values("link")
    counted = at_work.annotate(
        names=ArrayAgg(name, order_by=["member__user__last_name", "member__user__first_name"]), n=Count("pk")
    )
    return {
        link: ", ".join(names[:NAMED]) + (f" +{n - NAMED}" if n > NAMED else "")
        for link, names, n in counted.values_list("link", "names", "n")
    }


def access_words(granted: ClientPermission, assigned: ClientPermission | None) -> str:
    """ "All 5 permissions", "2 of 5 permissions", "1 permission", "Overview only", "Not assigned"."""
    if assigned is None:
        return "Not assigned"
    held, all_of_them = (granted & assigned).bit_count(), granted.bit_count()
    if not held:
        return "Overview only"
    if all_of_them == 1:
        return "1 permission"
    return f"All {all_of_them} permissions" if held == all_of_them else f"{held} of {all_of_them} permissions"
