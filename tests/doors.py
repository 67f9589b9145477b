"""Every address of the site, with its room, permission and methods: the same table for people and for tests."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

from advisor.gates import Door

DESK = Door("desk", "staff", "GET POST")


class Address(NamedTuple):
    route: str
    name: str
    door: Door | None

    def __str__(self) -> str:
        door = self.door or Door("?", "?", "?")
        return f"/{self.route:<58} {door.room:<11} {door.permission or '-':<15} {door.methods}"


def addresses() -> list[Address]:
    """All of them, in the order of the URLconf."""
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern).lstrip("^")
        if isinstance(entry, URLResolver):
            yield from _walk(entry, route, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            yield Address(route, f"{namespace}{entry.name}", door_of(entry, route))


def door_of(entry: URLPattern, route: str) -> Door | None:
    """What the gate wrote on the view; the desk's pages stand behind one gate, `AdminSite.has_permission`."""
    if door := getattr(entry.callback, "door", None):
        return door
    return DESK if route.startswith("desk/") else None


def arguments(address: Address, town: Any) -> dict[str, Any]:
    """Values for an address, of the town: what belongs to Smith CPA."""
    known: dict[str, Any] = {
        "number": town.ivy.pk if "invitations" in address.route else town.sam.pk,
        "draft": "0" * 32,
        "sign_up": "00000000-0000-4000-8000-000000000000",
        "token": town.ivy_token,
        "purpose": "work",
        "slug": "contact-support",
        "uidb36": "1",
        "key": "set-password",
        "pk": 1,
    }
    names = {part.partition(">")[0].rpartition(":")[2] for part in address.route.split("<")[1:]}
    return {name: known[name] for name in names}
