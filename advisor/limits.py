"""Rate limits: how often one address, person or key may knock. Rates are in ACCOUNT_RATE_LIMITS."""

import math
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_cache_key, parse_rates
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

View = Callable[..., HttpResponseBase]
SHARED = "-"
"""The key of a limit that counts by address or person only."""
LIBRARY_LIMITS = {
    "account_reset_password": "reset_password",
    "account_reset_password_from_key": "reset_password_from_key",
    "account_change_password": "change_password",
    "account_reauthenticate": "reauthenticate",
    "mfa_reauthenticate": "reauthenticate",
    "mfa_reauthenticate_webauthn": "reauthenticate",
}
"""Which limit the library keeps for which of its pages; the others count as sign-in."""


def seconds_to_wait(request: HttpRequest, action: str, key: str = SHARED) -> int:
    """Until one more use is within every rate of this action: at least one second."""
    waits = [1]
    for rate in parse_rates(app_settings.RATE_LIMITS.get(action)):
        if rate.per == "user" and not request.user.is_authenticated:
            continue
        uses = cache.get(get_cache_key(request, app="allauth.account", action=action, rate=rate, key=key), [])
        if len(uses) >= rate.amount:
            waits.append(math.ceil(uses[-1] + rate.duration - time.time()))
    return max(waits)


def too_many(request: HttpRequest, action: str, key: str = SHARED) -> HttpResponse:
    """The styled 429, with Retry-After in seconds (RFC 9110, 10.2.3)."""
    wait = seconds_to_wait(request, action, key)
    response = render(request, "429.html", {"retry_after": wait}, status=429)
    response["Retry-After"] = str(wait)
    return response


def within_limit(request: HttpRequest, action: str, key: str = SHARED) -> bool:
    """Count one use; False when it is one too many."""
    return ratelimit.consume(request, action=action, key=key)


def limited(action: str) -> Callable[[View], View]:
    """Above a gate: POSTs (and nothing else) count against the limit of this action, for this person if any."""

    def above(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            key = str(request.user.pk or SHARED)
            if request.method == "POST" and not within_limit(request, action, key):
                return too_many(request, action, key)
            return view(request, *args, **kwargs)

        return guarded

    return above


def too_many_of_all(request: HttpRequest) -> HttpResponse:
    """For the limits that the library keeps itself (`handler429`)."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    return too_many(request, LIBRARY_LIMITS.get(name or "", "login"), request.POST.get("email", SHARED).strip().lower())
