"""Where a request came from, for the book. Who acts is always said by the caller (`by=`), never taken from here."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import NamedTuple

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse


class Circumstances(NamedTuple):
    address: str | None = None
    user_agent: str = ""


NOWHERE = Circumstances()
_now: ContextVar[Circumstances] = ContextVar("circumstances", default=NOWHERE)


def circumstances() -> Circumstances:
    """Of the request being answered; empty for commands and the clock."""
    return _now.get()


def remember_circumstances(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the address (behind the trusted number of proxies) and the browser's name of itself."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            address = get_adapter().get_client_ip(request)
        except PermissionDenied:
            address = None
        agent = request.META.get("HTTP_USER_AGENT", "")[:300].replace("\x00", "")
        token = _now.set(Circumstances(address, agent))
        try:
            return get_response(request)
        finally:
            _now.reset(token)

    return middleware
