"""Gates of the way in: signing up a firm, joining one by invitation."""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from advisor.gates import View, gate
from firms.models import MemberInvitation, SignUp
from firms.models.invitation import Situation
from invitations.gates import held_invitation

BROWSER = "__Host-sign_up" if settings.HTTPS else "sign_up"
SALT = "firms.sign_up"


def browser_of(request: HttpRequest) -> str:
    """The secret that binds sign-ups to this browser; empty before the first one."""
    return request.get_signed_cookie(BROWSER, default="", salt=SALT) or ""


def bind[Response: HttpResponse](response: Response, browser: str) -> Response:
    """Give this browser its secret for a day."""
    response.set_signed_cookie(
        BROWSER, browser, salt=SALT, max_age=86_400, httponly=True, samesite="Lax", secure=settings.HTTPS
    )
    return response


def _sign_up(request: HttpRequest, sign_up: Any) -> Sequence[Any]:
    browser = browser_of(request)
    begun = SignUp.objects.of_browser(browser).select_related("invitation__firm") if browser else SignUp.objects.none()
    if request.method == "POST":
        begun = begun.select_for_update(of=("self",))
    found = begun.filter(pk=sign_up).first()
    if found is None:
        raise Http404
    return (found,)


def over_sign_up(methods: str = "GET POST") -> Callable[[View], View]:
    """Whoever began this sign-up in this browser. The view gets it; of two clicks the second waits for the first."""
    return gate(room="sign-up", enter=_sign_up, methods=methods, anyone=True)


def beginning(methods: str = "GET POST") -> Callable[[View], View]:
    """Anybody. The view gets the browser's secret, empty when there is none yet, and the reader, signed in or not."""
    return gate(room="sign-up", enter=lambda request: (browser_of(request), request.user), methods=methods, anyone=True)


def _own_invitation(request: HttpRequest) -> Sequence[Any]:
    invitation = held_invitation(request)
    if not isinstance(invitation, MemberInvitation):
        return (None, Situation.CLOSED, request.user)
    return (invitation, invitation.situation_of(request.user), request.user)


def over_own_invitation(methods: str = "GET POST") -> Callable[[View], View]:
    """Anybody. The view gets the colleague's invitation that this browser holds the link of (or None, which is as good
    as closed), the reader's situation, and the reader."""
    return gate(room="invitation", enter=_own_invitation, methods=methods, anyone=True)
