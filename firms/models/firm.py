"""An accounting firm."""

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from advisor.dates import DEFAULT_ZONE
from advisor.permissions import FirmPermission

UNCONFIRMED_FOR = timedelta(hours=24)
"""How long a firm whose founder has not confirmed the work email holds its domain."""


class FirmQuerySet(models.QuerySet["Firm"]):
    def confirmed(self) -> "FirmQuerySet":
        """Somebody of the firm has confirmed a work email. Until then only the founder is there."""
        return self.filter(self._has_a_confirmed_member())

    def with_confirmation(self) -> "FirmQuerySet":
        """Each with `confirmed`, for lists."""
        return self.annotate(confirmed=self._has_a_confirmed_member())

    def lapsed(self) -> "FirmQuerySet":
        """Unconfirmed for too long: as good as gone, whether or not the clock's task has run."""
        return self.filter(~self._has_a_confirmed_member(), created_at__lte=Now() - UNCONFIRMED_FOR)

    def standing(self) -> "FirmQuerySet":
        return self.filter(self._has_a_confirmed_member() | models.Q(created_at__gt=Now() - UNCONFIRMED_FOR))

    def _has_a_confirmed_member(self) -> Exists:
        known = self.model.objects.filter(pk=OuterRef("pk"), members__user__email_confirmed_at__isnull=False)
        return Exists(known)


class Firm(models.Model):
    name = models.CharField("firm name", max_length=120)
    website = models.URLField(max_length=300)
    street = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=2, blank=True)
    postal_code = models.CharField("ZIP code", max_length=10, blank=True)
    time_zone = models.CharField(max_length=40, default=DEFAULT_ZONE)
    two_step_required_at = models.DateTimeField("two-step sign-in required since", null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[Any] = FirmQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        permissions = [(permission.codename, permission.label) for permission in FirmPermission]

    def __str__(self) -> str:
        return self.name
