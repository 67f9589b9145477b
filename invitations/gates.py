"""The gate of the invitation page: whoever followed the link in a letter, known by a signed cookie."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from advisor import tokens
from advisor.gates import View, gate
from invitations.models import Invitation, find

PURPOSE = "invitation"


def held_invitation(request: HttpRequest) -> Invitation | None:
    """The invitation whose link this browser opened last, in whatever state.

    None also for a button of a page that showed another one: with two letters open in two tabs, the cookie holds the
    link of the later one, and nobody accepts what they do not see.
    """
    token = tokens.held(request, PURPOSE)
    found = find(token) if token else None
    seen = request.POST.get("invitation")
    return None if found and seen and seen != found.reference else found


def forget[Response: HttpResponse](response: Response) -> Response:
    """The invitation was answered: this browser need not hold its link any longer."""
    tokens.drop(response, PURPOSE)
    return response


def _enter(request: HttpRequest, **kwargs: Any) -> Sequence[Any]:
    return (held_invitation(request), request.user)


def holding_an_invitation(methods: str = "GET POST") -> Callable[[View], View]:
    """Anybody; the view gets the invitation or None, and the reader, signed in or not."""
    return gate(room="invitation", enter=_enter, methods=methods, anyone=True)
