"""Gates: what stands above a view and hands it everything that it may touch.

A gate is made of a room, a permission, the methods that its door answers, and `enter`: a function of the request and
the address's values that finds the rows *inside the visitor's own set* or refuses. What `enter` returns becomes the
view's arguments; the view has nothing else in reach.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, NamedTuple

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.module_loading import import_string

from advisor.rooms import Room

View = Callable[..., HttpResponseBase]
Enter = Callable[..., Sequence[Any]]


class Door(NamedTuple):
    """What `tests/doors.txt` says of an address."""

    room: str
    permission: str
    methods: str


class Way(NamedTuple):
    """A button that leads on."""

    url: str
    label: str


class NotPermitted(PermissionDenied):
    """An insider lacks the permission: answered 403 with who can grant it, and a way to ask for it if there is one."""

    def __init__(self, sentence: str, granters: Sequence[object] = (), way: Way | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.granters = [str(granter) for granter in granters]
        self.way = way


class Elsewhere(Exception):
    """What this gate asks for comes first: the visitor is led there."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


def gate(
    *,
    room: str,
    enter: Enter,
    permission: str = "",
    methods: str = "GET POST",
    anyone: bool = False,
    fresh: bool = False,
    threshold: bool = True,
) -> Callable[[View], View]:
    """The frame of every gate.

    `anyone` opens it to visitors who are not signed in; `fresh` asks for the password or a second factor again when the
    last proof is older than ACCOUNT_REAUTHENTICATION_TIMEOUT; `threshold=False` is for the few doors that must be
    reachable before a threshold (setting up a second factor) is crossed.
    """
    allowed = methods.split() + (["HEAD"] if "GET" in methods else [])

    def above(view: View) -> View:
        proven = reauthentication_required(view) if fresh else view

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if threshold and not anyone and (elsewhere := _crossed(request)):
                return elsewhere
            request.door_values = kwargs  # type: ignore[attr-defined] # for views of libraries, see `wrapped`
            try:
                handed = enter(request, **kwargs)
            except Elsewhere as first:
                return redirect(first.url)
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            return proven(request, *handed)

        guarded.door = Door(room, permission, methods)  # type: ignore[attr-defined] # read by tests/doors.py
        return login_not_required(guarded) if anyone else guarded

    return above


def _crossed(request: HttpRequest) -> HttpResponse | None:
    """The first threshold that sends the person elsewhere, if any (`THRESHOLDS` names functions of the request)."""
    for name in settings.THRESHOLDS:
        if response := import_string(name)(request):
            return response
    return None


def _nothing(request: HttpRequest, **kwargs: Any) -> Sequence[Any]:
    return tuple(kwargs.values())


def _the_person(request: HttpRequest, **kwargs: Any) -> Sequence[Any]:
    request.room = Room.of_person(request)  # type: ignore[attr-defined] # templates read it
    return (request.user, *kwargs.values())


def open_to_all(methods: str = "GET POST") -> Callable[[View], View]:
    """Anybody, signed in or not. The view gets the address's values."""
    return gate(room="entrance", enter=_nothing, methods=methods, anyone=True)


def signed_in(methods: str = "GET POST", *, fresh: bool = False, threshold: bool = True) -> Callable[[View], View]:
    """Whoever is signed in, for what belongs to the person. The view gets the person."""
    return gate(room="person", enter=_the_person, methods=methods, fresh=fresh, threshold=threshold)


def wrapped(gate_of: Callable[[View], View], view: View) -> View:
    """A library's view behind one of our gates: the library resolves what it needs from the request itself."""

    def behind(request: HttpRequest, *handed: Any) -> HttpResponseBase:
        return view(request, **request.door_values)  # type: ignore[attr-defined] # set by the gate

    return gate_of(behind)
