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
    contacts = list(Contact.objects.of_person(person)) if person else []
    return (person, member_of(request), contacts, *kwargs.values())


def passing_by(methods: str = "GET") -> Callable[[View], View]:
    """Anybody. The view gets the person and the member, each None when there is none, and where they are a contact."""
    return gate(room="entrance", enter=_enter, methods=methods, anyone=True)
