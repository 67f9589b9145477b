"""How many clients stand under each tab for a member: one query a page, shared by navigation, tabs and pager."""

from typing import Any, NamedTuple

from django.db.models import CharField, Count, Value

from advisor.permissions import FirmPermission
from clients.models import AccessRequest, Assignment, ClientLink, Contact, Product, Status
from firms.models import Member

REQUESTED = "requested"
COMPANY = "company"


class Counts(NamedTuple):
    """`clients` by product and tab; `companies`: where the person is a contact."""

    clients: dict[tuple[str, str], int]
    companies: int

    def of(self, tab: str, product: str = "") -> int:
        return sum(n for (its, name), n in self.clients.items() if name == tab and product in ("", its))

    def active(self, product: str) -> int:
        return self.of(Status.ACTIVE, product)


def counts_of(member: Any) -> Counts:
    """Counted once for each request: a member object lives as long as one."""
    if not hasattr(member, "client_counts"):
        member.client_counts = _counted(member)
    return member.client_counts


def sees_requests(member: Member) -> bool:
    """Whoever adds or assigns clients sees what the firm has asked for."""
    return member.may(FirmPermission.ADD_CLIENTS) or member.may(FirmPermission.ASSIGN_CLIENTS)


def _counted(member: Member) -> Counts:
    shown: Any = Assignment.objects.live().filter(member=member)
    if member.may(FirmPermission.ASSIGN_CLIENTS):
        shown = ClientLink.objects.live().filter(firm=member.firm_id)
    parts = [shown.order_by().values_list("product", "status").annotate(n=Count("*"))]
    if sees_requests(member):
        asked = AccessRequest.objects.open().filter(firm=member.firm_id).order_by()
        parts.append(_tally(asked.values("product"), "product", REQUESTED))
    parts.append(_tally(Contact.objects.filter(user=member.user_id).order_by(), Value(""), COMPANY))
    found: dict[tuple[str, str], int] = {}
    for product, tab, number in parts[0].union(*parts[1:], all=True).order_by():
        found[product, tab] = found.get((product, tab), 0) + number
    companies = found.pop(("", COMPANY), 0)
    return Counts(found, companies)


def _tally(rows: Any, product: Any, tab: str) -> Any:
    """Rows of (product, tab, number)."""
    named = Value(tab, output_field=CharField())
    if isinstance(product, str):
        return rows.values(product).annotate(tab=named, n=Count("*")).values_list(product, "tab", "n")
    blank = Value("", output_field=CharField())
    counted = rows.annotate(product=blank, tab=named).values("product", "tab").annotate(n=Count("*"))
    return counted.values_list("product", "tab", "n")


def product_of(name: str) -> str:
    """The product of this name, or an empty string for all."""
    return name if name in Product.values else ""
