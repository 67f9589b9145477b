"""Keeping the token of a letter out of the address bar and of Referer: a signed cookie holds it for one purpose."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

TOKEN = re.compile(r"[A-Za-z0-9_-]{1,100}")


def keep(response: HttpResponse, purpose: str, token: str, *, days: int) -> None:
    """Keep the token in a cookie that scripts cannot read and other sites cannot make; nothing of what is no token."""
    response.set_signed_cookie(
        purpose,
        token if TOKEN.fullmatch(token) else "",
        salt=f"advisor.tokens.{purpose}",
        max_age=days * 86_400,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


def held(request: HttpRequest, purpose: str) -> str:
    """The token this browser holds for the purpose, or an empty string."""
    return request.get_signed_cookie(purpose, default="", salt=f"advisor.tokens.{purpose}") or ""


def drop(response: HttpResponse, purpose: str) -> None:
    response.delete_cookie(purpose, samesite="Lax")
