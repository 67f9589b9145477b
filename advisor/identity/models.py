"""An address that waits to be confirmed: by a six-digit code typed into the page, or by the link in the same letter."""

import secrets
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.utils.crypto import constant_time_compare, salted_hmac

from advisor.crypto import digest

CODE_LIVES = timedelta(minutes=10)
LINK_LIVES = timedelta(hours=24)
TRIES = 5


class Purpose(models.TextChoices):
    WORK = "work", "work email"
    PERSONAL = "personal", "personal email"


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def open_by_link(self) -> "ConfirmationQuerySet":
        return self.filter(sent_at__gt=Now() - LINK_LIVES)

    def holding(self, token: str) -> "Confirmation | None":
        return self.open_by_link().filter(token_digest=digest(token)).select_related("user").first()

    def try_code(self, confirmation: "Confirmation", code: str) -> bool:
        """Spend one of the few tries; True when the code is right and still lives."""
        live = self.filter(pk=confirmation.pk, sent_at__gt=Now() - CODE_LIVES, tries__lt=TRIES)
        if not live.update(tries=F("tries") + 1):
            return False
        return constant_time_compare(confirmation.code_digest, code_digest(confirmation.user_id, code))


class Confirmation(models.Model):
    """At most one per person and purpose: asking again replaces it and kills the old code and link."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="confirmations")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    address = models.EmailField()
    code_digest = models.CharField(max_length=64)
    token_digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[Any] = ConfirmationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "purpose"], name="one_confirmation_per_purpose")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.address}"


def new_code() -> str:
    """Six digits."""
    return f"{secrets.randbelow(1_000_000):06}"


def code_digest(user_id: int, code: str) -> str:
    """A code is short, so its digest is keyed: the table alone does not give it away."""
    return salted_hmac("advisor.identity.code", f"{user_id}:{code}", algorithm="sha256").hexdigest()
