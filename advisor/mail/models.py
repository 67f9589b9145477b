"""The outbox: a letter is a row of the same transaction as the act that it tells of, and is posted afterwards."""

import uuid
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from advisor.crypto import SealedTextField

BACK_OFF = (30, 60, 120, 300, 600, 900, 1800)
"""Seconds to the next try after each refusal; the last one goes on for as long as `GIVE_UP_AFTER` allows."""
GIVE_UP_AFTER = timedelta(days=3)


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> "LetterQuerySet":
        return self.filter(sent_at=None, failed_at=None)

    def due(self) -> "LetterQuerySet":
        return self.waiting().filter(due_at__lte=Now())


class Letter(models.Model):
    """One mail to one address. What it says is sealed while it waits and forgotten when sent: it may hold a link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    text = SealedTextField(blank=True)
    html = SealedTextField(blank=True)
    written_at = models.DateTimeField(db_default=Now(), editable=False)
    due_at = models.DateTimeField(db_default=Now())
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects: ClassVar[Any] = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at"]
        indexes = [
            models.Index(fields=["due_at"], name="letters_waiting", condition=models.Q(sent_at=None, failed_at=None)),
            models.Index(fields=["-written_at"], name="letters_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"

    @property
    def message_id(self) -> str:
        """Derived from the row, so that a letter that is repeated after a crash can be recognised (RFC 5322, 3.6.4)."""
        host = settings.SITE_URL.partition("://")[2].partition(":")[0]
        return f"<{self.pk}@{host}>"
