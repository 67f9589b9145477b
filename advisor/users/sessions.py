"""The sessions of a person: when each was last used, and ending them."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

NOTED_EVERY = 300
"""Seconds between two notes of the last use: a page view must not cost a write each."""


def note_last_use(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: keeps "last used" on the security page true to within five minutes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        key = request.session.session_key
        if key and "_auth_user_id" in request.session and response.status_code < 500:
            now = int(timezone.now().timestamp())
            if now - request.session.get("last_use", 0) >= NOTED_EVERY and request.session.exists(key):
                request.session["last_use"] = now
                UserSession.objects.filter(session_key=key).update(last_seen_at=timezone.now())
        return response

    return middleware


def end_these(sessions: QuerySet[UserSession]) -> int:
    """End these sessions; the next request of each is signed out. Three statements whatever their number."""
    keys = list(sessions.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def end_sessions(user_id: int, *, but: str | None = None) -> int:
    """End every session of this person, except the one whose key is `but`; returns how many ended."""
    return end_these(UserSession.objects.filter(user_id=user_id).exclude(session_key=but or ""))


def forget_session(session_key: str | None) -> None:
    """Somebody signs out: take this session off the list of theirs."""
    UserSession.objects.filter(session_key=session_key or "").delete()
