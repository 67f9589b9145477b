"""What every template may say: the product's own names."""

from django.conf import settings
from django.http import HttpRequest


def product(request: HttpRequest) -> dict[str, object]:
    return {
        "PLATFORM_NAME": settings.PLATFORM_NAME,
        "SUPPORT_EMAIL": settings.SUPPORT_EMAIL,
        "INVITATION_DAYS": settings.INVITATION_DAYS,
    }
