"""Who a user is inside a client company. One person may be a contact of several."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from advisor.fields import PermissionMask
from advisor.permissions import LETS_FIRMS_IN, ClientPermission
from clients.models.client import Client


class ContactQuerySet(models.QuerySet["Contact"]):
    def of_person(self, user: Any) -> Self:
        """Wherever this person is a contact, with the company."""
        return self.filter(user=user).select_related("client", "user")

    def holding(self, permissions: ClientPermission) -> Self:
        """Those who may sign in and hold every one of these permissions."""
        return self.filter(permissions__has=permissions, user__is_active=True)

    def who_let_firms_in(self) -> Self:
        return self.holding(LETS_FIRMS_IN)


class Contact(models.Model):
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="contacts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contacts")
    title = models.CharField(max_length=60, blank=True)
    permissions = PermissionMask(ClientPermission)
    joined_at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[Any] = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["user__last_name", "user__first_name", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "client"], name="one_contact_per_person_and_client")]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def capacity(self) -> str:
        return "contact"

    def may(self, permissions: ClientPermission) -> bool:
        return permissions in self.permissions
