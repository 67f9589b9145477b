"""What the address of a list asks for: product, tab, search, filters, order and page. Any text is answered."""

from typing import Any, NamedTuple, Self
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from clients.models import Assignment, Status
from clients.pages.counts import REQUESTED, product_of

LONGEST, MOST_WORDS = 100, 5
OPEN, CLOSED = "open", "closed"
ACCESS = [("", "Any"), (OPEN, "Clients I can open"), (CLOSED, "Clients I cannot open")]
TABS = {Status.ACTIVE: "Active", Status.ENROLLING: "Enrolling", REQUESTED: "Requested", Status.TERMINATED: "Terminated"}
SORTS: dict[str, list[Any]] = {
    "name": ["client_name", "pk"],
    "debit": [F("client__next_debit_on").asc(nulls_last=True), "client_name", "pk"],
    "contact": [F("client__platform_contact__name").asc(nulls_last=True), "client_name", "pk"],
}
FILTERS = ("q", "assigned", "contact", "access", "nobody")


class Asked(NamedTuple):
    product: str = ""
    tab: str = Status.ACTIVE
    sort: str = "name"
    q: str = ""
    assigned: str = ""
    contact: str = ""
    access: str = ""
    nobody: str = ""

    @classmethod
    def of(cls, asked: Any, product: str = "") -> Self:
        """From a query string; what is not known there is as if it were not asked."""
        texts = {name: " ".join(asked.get(name, "")[:LONGEST].split()) for name in FILTERS}
        texts["access"] = texts["access"] if texts["access"] in (OPEN, CLOSED) else ""
        texts["nobody"] = "yes" if texts["nobody"] else ""
        tab, sort = asked.get("tab", ""), asked.get("sort", "")
        return cls(
            product=product or product_of(asked.get("product", "")),
            tab=tab if tab in TABS else Status.ACTIVE,
            sort=sort if sort in SORTS else "name",
            **texts,
        )

    @property
    def filtered(self) -> bool:
        return any(getattr(self, name) for name in FILTERS)

    def query(self, **other: Any) -> str:
        """As a query string, with these values instead; what is the default is left out."""
        values = self._replace(**{name: value for name, value in other.items() if name in self._fields})._asdict()
        kept = {name: value for name, value in values.items() if value and value != self._field_defaults[name]}
        extra = {name: value for name, value in other.items() if name not in self._fields}
        return urlencode({name: value for name, value in kept.items() if name != "product"} | extra)

    def applied(self, links: QuerySet[Any]) -> QuerySet[Any]:
        """The links that match, in the order asked for."""
        return self.narrowed(links).order_by(*SORTS[self.sort])

    def narrowed(self, links: QuerySet[Any]) -> QuerySet[Any]:
        links = links.filter(status=self.tab)
        if self.product:
            links = links.filter(product=self.product)
        for word in words_of(self.q):
            links = links.filter(client__names__icontains=word)
        for word in words_of(self.contact):
            links = links.filter(client__platform_contact__name__icontains=word)
        if self.access:
            links = links.filter(assigned__isnull=self.access == CLOSED)
        return self._by_people(links)

    def _by_people(self, links: QuerySet[Any]) -> QuerySet[Any]:
        at_work = Assignment.objects.live().filter(link=OuterRef("pk"))
        if self.nobody:
            links = links.filter(~Exists(at_work))
        for word in words_of(self.assigned):
            named = Q(member__user__first_name__icontains=word) | Q(member__user__last_name__icontains=word)
            links = links.filter(Exists(at_work.filter(named)))
        return links


def words_of(text: str) -> list[str]:
    return text.split()[:MOST_WORDS]
