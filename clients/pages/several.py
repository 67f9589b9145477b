"""Many clients and many members at once: whom the address names, and what would happen to each pair."""

import re
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse

from advisor.permissions import ClientPermission
from clients.actions.several import Change, Pair
from clients.models import ClientLink
from clients.pages.asked import LONGEST, words_of
from clients.pages.assigning import PER_PAGE, Choice
from firms.models import Member
from firms.pages import page_of

MOST_NAMED = 1_000
LOST = "Not everybody and everything that you chose is still there. It goes on with the rest."
NOTHING = ClientPermission.none()
BADGES = {Change.NEW: "success", Change.CHANGED: "info", Change.SAME: "", Change.IMPOSSIBLE: "warning"}
WILL = {
    Change.NEW: "Will be assigned",
    Change.CHANGED: "Will change",
    Change.SAME: "Stays as it is",
    Change.IMPOSSIBLE: "Cannot be assigned",
}


class Chosen(NamedTuple):
    """The clients and members that are meant: of this firm, whatever else the address names."""

    links: list[ClientLink]
    members: list[Member]
    lost: bool = False
    """The address names more than is there, perhaps because it ended meanwhile."""

    @property
    def pairs(self) -> list[tuple[str, Any]]:
        """As fields of a form or of an address."""
        return [(name, value) for name, values in self.named.items() for value in values]

    @property
    def named(self) -> dict[str, list[Any]]:
        """The same by name, for the address of another page."""
        return {"client": [link.client.code for link in self.links], "member": [one.pk for one in self.members]}

    @property
    def offered(self) -> ClientPermission:
        """What exists at any of the clients."""
        return _any_of(link.client.offered for link in self.links)

    @property
    def granted(self) -> ClientPermission:
        """What any of the clients has granted."""
        return _any_of(link.granted for link in self.links)


def _any_of(masks: Any) -> ClientPermission:
    found = NOTHING
    for mask in masks:
        found |= mask
    return found


class Line(NamedTuple):
    """One pair in the preview and in the result."""

    client: str
    member: str
    before: str
    after: str
    words: str
    badge: str
    reason: str


def chosen(member: Member, query: Any) -> Chosen:
    """Two queries; at most a thousand of each are looked at."""
    codes = query.getlist("client")[:MOST_NAMED]
    named = query.getlist("member")[:MOST_NAMED]
    links = ClientLink.objects.live().select_related("client", "firm").filter(firm=member.firm, client__code__in=codes)
    numbers = {int(text) for text in named if re.fullmatch(r"[0-9]{1,18}", text)}
    people = Member.objects.select_related("user").filter(firm=member.firm, pk__in=numbers)
    found = Chosen(list(links.order_by("client_name", "pk")), list(people))
    return found._replace(lost=len({*codes, *named}) > len(found.pairs))


def still_to_choose(member: Member, picked: Chosen, query: Any) -> dict[str, Any]:
    """The page that asks for the side that is missing: members first, then clients."""
    q = query.get("q", "")[:LONGEST]
    wants_members = not picked.members
    found: Any
    if wants_members:
        found = Member.objects.filter(firm=member.firm).select_related("user").matching(q)
    else:
        found = ClientLink.objects.live().filter(firm=member.firm).select_related("client")
        for word in words_of(q):
            found = found.filter(client__names__icontains=word)
    kept = picked.pairs
    page, pager = page_of(Paginator(found, PER_PAGE), query.get("page"), picked.named | {"q": q})
    base = reverse("clients:several")
    key = "member" if wants_members else "client"
    choices = [_choice(one, key, f"{base}?{urlencode([*kept, (key, _value(one))])}") for one in page]
    some = f"{len(picked.links)} client{'' if len(picked.links) == 1 else 's'}"
    return {
        "choices": choices,
        "pager": pager,
        "q": q,
        "kept": kept,
        "key": key,
        "chosen": some,
        "keeps": True,
        "here": f"{base}?{urlencode(kept)}",
        "lost": LOST if picked.lost else "",
    }


def _value(one: Any) -> Any:
    return one.pk if isinstance(one, Member) else one.client.code


def _choice(one: Any, key: str, url: str) -> Choice:
    if isinstance(one, Member):
        return Choice(str(one.pk), str(one), f"{one.role} · {one.user.email}", url, "")
    return Choice(one.client.code, one.client_name, one.client.get_product_display(), url, "")


def lines(pairs: list[Pair], words: dict[Change, str]) -> list[Line]:
    """Every pair in words; nothing is left out."""
    return [
        Line(
            str(pair.link.client),
            str(pair.member),
            "Not assigned" if pair.before is None else pair.before.labels or "Overview only",
            pair.permissions.labels or "Overview only",
            words[pair.change],
            BADGES[pair.change],
            pair.reason,
        )
        for pair in pairs
    ]


def preview_page(pairs: list[Pair]) -> dict[str, Any]:
    doable = sum(pair.change in (Change.NEW, Change.CHANGED) for pair in pairs)
    return {"lines": lines(pairs, WILL), "doable": doable, "total": len(pairs)}


def result_page(pairs: list[Pair]) -> dict[str, Any]:
    done = sum(pair.change in (Change.NEW, Change.CHANGED) for pair in pairs)
    words = {change: change.value for change in Change}
    return {"lines": lines(pairs, words), "done": done, "total": len(pairs), "left": len(pairs) - done}
