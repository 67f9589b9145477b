"""Who a user is inside a firm. One user, one firm; the row ends with the membership and the book remembers."""

from functools import cached_property
from typing import Any, ClassVar, Self

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from advisor.permissions import ADMINISTRATOR, FirmPermission
from firms.models.firm import Firm
from firms.models.permission import FirmUserPermission, held_by

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class MemberQuerySet(models.QuerySet["Member"]):
    def standing(self) -> Self:
        """Members of firms that have not lapsed."""
        return self.filter(firm__in=Firm.objects.standing())

    def whole(self) -> Self:
        """With user, firm, permissions and two-step in the same query."""
        names = FirmUserPermission.objects.filter(user=OuterRef("user"), content_object=OuterRef("firm"))
        factors = Authenticator.objects.filter(user=OuterRef("user"), type__in=SECOND_FACTORS)
        return self.select_related("user", "firm").annotate(
            permission_names=ArraySubquery(names.values_list("permission__codename", flat=True)),
            has_two_step=Exists(factors),
        )

    def without_two_step(self) -> Self:
        return self.exclude(Exists(Authenticator.objects.filter(user=OuterRef("user"), type__in=SECOND_FACTORS)))

    def holding(self, permission: FirmPermission) -> Self:
        """Those who may sign in and hold every one of these permissions at their own firm."""
        found = self.filter(user__is_active=True)
        for codename in permission.codenames:
            rows = FirmUserPermission.objects.filter(
                user=OuterRef("user"), content_object=OuterRef("firm"), permission__codename=codename
            )
            found = found.filter(Exists(rows))
        return found

    def administrators(self) -> Self:
        return self.holding(ADMINISTRATOR)

    def matching(self, text: str) -> Self:
        """Search by any part of name, work email or role."""
        found = self
        for word in text.split()[:5]:
            found = found.filter(
                Q(user__first_name__icontains=word)
                | Q(user__last_name__icontains=word)
                | Q(user__email__icontains=word)
                | Q(role__icontains=word)
            )
        return found


class Member(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="member")
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="members")
    role = models.CharField(max_length=60)
    joined_at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[Any] = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["user__last_name", "user__first_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "firm"], name="membership_can_be_pointed_at"),
            models.UniqueConstraint(fields=["id", "firm"], name="member_can_be_pointed_at"),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def capacity(self) -> str:
        return "member"

    @cached_property
    def permissions(self) -> FirmPermission:
        """What this member may do to the firm; from the same query when it was asked for (`whole`)."""
        names = getattr(self, "permission_names", None)
        if names is None:
            return held_by(self.user, self.firm)
        return FirmPermission.of(name for name in names if name.upper() in FirmPermission.__members__)

    def may(self, permission: FirmPermission) -> bool:
        return permission in self.permissions

    @property
    def is_administrator(self) -> bool:
        return self.may(ADMINISTRATOR)
