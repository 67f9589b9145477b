"""The gate of the front door: whoever comes, with what they are here."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest

from advisor.gates import View, gate
from advisor.rooms import Room
from clients.models import Contact
from firms.gates import member_of


def _enter(request: HttpRequest, **kwargs: Any) -> Sequence[Any]:
    person = request.user if request.user.is_authenticated else None
    if person:
        request.room = Room.of_person(request)  # type: ignore[attr-defined] # templates read it
    return (person, member_of(request), *kwargs.values())


def passing_by(methods: str = "GET") -> Callable[[View], View]:
    """Anybody. The view gets the person and the member, each None when there is none."""
    return gate(room="entrance", enter=_enter, methods=methods, anyone=True)


def _places(request: HttpRequest) -> Sequence[Any]:
    person, member = _enter(request)
    return (person, member, list(Contact.objects.of_person(person)) if person else [])


def choosing_a_place(methods: str = "GET") -> Callable[[View], View]:
    """Anybody. The view gets the person and the member as above, and where the person is a contact."""
    return gate(room="entrance", enter=_places, methods=methods, anyone=True)
