"""The room that a page stands in: its shell, and what the shell's navigation needs.

Built only when a template asks, so that a POST that redirects pays nothing for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from advisor.dates import DEFAULT_ZONE

ENTRANCE = "rooms/entrance.html"


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    count: int | None = None
    current: bool = False
    icon: str = ""


class NavGroup(NamedTuple):
    title: str
    items: list[NavItem]


class Shell(NamedTuple):
    """What a shell template reads."""

    template: str
    person: str = ""
    firm: str = ""
    role: str = ""
    company: str = ""
    back: str = ""
    zone: str = DEFAULT_ZONE
    places: int = 1
    nav: list[NavGroup] = []
    banner: dict[str, str] | None = None


class Room:
    """Lazy: `furnish` (named by a setting, because navigation knows every app) makes the shell on first use."""

    def __init__(self, request: HttpRequest, owner: Any, furnish: str) -> None:
        self._request = request
        self._owner = owner
        self._furnish = furnish

    @classmethod
    def of_person(cls, request: HttpRequest) -> "Room":
        return cls(request, request.user, settings.ROOM_OF_PERSON)

    @classmethod
    def of_member(cls, request: HttpRequest, member: Any) -> "Room":
        return cls(request, member, settings.ROOM_OF_MEMBER)

    @classmethod
    def of_company(cls, request: HttpRequest, insider: Any) -> "Room":
        return cls(request, insider, settings.ROOM_OF_COMPANY)

    @cached_property
    def shell(self) -> Shell:
        furnish: Callable[[HttpRequest, Any], Shell] = import_string(self._furnish)
        return furnish(self._request, self._owner)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in Shell._fields:
            raise AttributeError(name)
        return getattr(self.shell, name)


def room(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the `room` that a gate opened into, if any, and the template of its `shell`."""
    found = getattr(request, "room", None)
    return {"room": found, "shell": found.template} if found else {"shell": ENTRANCE}
