"""A member asks the colleagues who assign for access to a client."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from advisor.fields import PermissionMask
from advisor.permissions import ClientPermission
from clients.models.link import ClientLink
from firms.models import Firm, Member


class AssignmentRequestQuerySet(models.QuerySet["AssignmentRequest"]):
    def open(self) -> Self:
        """Not answered, at a client that the firm still works for."""
        return self.filter(answered_at=None, link__ended_at=None)

    def of_firm(self, firm: Firm) -> Self:
        return self.filter(firm=firm).select_related("link__client", "member__user", "firm")


class AssignmentRequest(models.Model):
    link = models.ForeignKey(ClientLink, on_delete=models.CASCADE, related_name="requests")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="requests")
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    permissions = PermissionMask(ClientPermission)
    reason = models.CharField(max_length=500)
    until = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    granted = models.BooleanField(null=True)

    objects: ClassVar[Any] = AssignmentRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "member"], condition=Q(answered_at=None), name="one_open_request_per_member_and_link"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} for {self.link.client_name}"
