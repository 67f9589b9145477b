"""One member at work on one link."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from advisor.fields import PermissionMask, common
from advisor.permissions import ClientPermission
from clients.models.link import ClientLink, at_work
from firms.models import Firm, Member

CARRIED = ["permissions", "expires_at"]


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def standing(self) -> Self:
        """Not ended; possibly past its date."""
        return self.filter(ended_at=None)

    def live(self) -> Self:
        return self.filter(at_work())

    def expired(self) -> Self:
        """Past its date, and not yet written down as ended."""
        return self.standing().filter(expires_at__lte=Now())

    def whole(self) -> Self:
        """With member, person and link, and `effective`."""
        found = self.select_related("member__user", "link__client", "firm")
        return found.annotate(effective=common(ClientPermission, "link__granted", "permissions"))

    def of_link(self, link: ClientLink) -> Self:
        return self.live().filter(link=link).whole().order_by("member__user__last_name", "member__user__first_name")


class Assignment(models.Model):
    """`product` and `status` are those of the link, kept the same by the database (migration 0002), so that the
    clients of a member are counted from one index."""

    link = models.ForeignKey(ClientLink, on_delete=models.CASCADE, related_name="assignments")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="assignments")
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    permissions = PermissionMask(ClientPermission)
    product = models.CharField(max_length=8, db_default="", editable=False)
    status = models.CharField(max_length=10, db_default="", editable=False)
    assigned_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    assigned_by_name = models.CharField(max_length=200)
    expires_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-assigned_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "link"],
                condition=Q(ended_at=None),
                include=CARRIED,
                name="one_live_assignment_per_member_and_link",
            )
        ]
        indexes = [
            models.Index(
                fields=["link", "member"],
                include=CARRIED,
                condition=Q(ended_at=None),
                name="live_assignments_of_a_link",
            ),
            models.Index(
                fields=["member", "product", "status", "expires_at"],
                condition=Q(ended_at=None),
                name="live_assignments_counted",
            ),
            models.Index(fields=["expires_at"], condition=Q(ended_at=None), name="assignments_that_end"),
        ]

    def __str__(self) -> str:
        return f"{self.member} at {self.link.client_name}"
