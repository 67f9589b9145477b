"""Which accounts a session has come into through the recorded door."""

from django.http import HttpRequest

OPENED = "opened"
MOST = 200


def remember_opening(request: HttpRequest, code: str) -> None:
    """This session has opened the account of this client."""
    opened = [entry for entry in request.session.get(OPENED, []) if entry != code]
    request.session[OPENED] = [*opened, code][-MOST:]


def was_opened(request: HttpRequest, code: str) -> bool:
    return code in request.session.get(OPENED, [])
