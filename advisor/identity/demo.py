"""The sign-ins of the demo town, on the sign-in page and only there and then."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string


def _nobody() -> list[dict[str, str]]:
    return []


def demo(request: HttpRequest) -> dict[str, Callable[[], Any]]:
    """Context processor: `demo_sign_ins`, which a template calls, so that other pages pay nothing for it."""
    return {"demo_sign_ins": import_string(settings.DEMO_SIGN_INS) if settings.DEMO else _nobody}
