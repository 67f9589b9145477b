"""The platform's own people who answer for a client."""

from typing import Any, ClassVar

from django.db import models
from phonenumber_field.modelfields import PhoneNumberField

from advisor.users.phones import shown


class PlatformContact(models.Model):
    """Whom a client and its advisors call or write to at the platform."""

    name = models.CharField(max_length=120)
    title = models.CharField(max_length=80, blank=True)
    email = models.EmailField(unique=True)
    phone = PhoneNumberField()

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def phone_words(self) -> str:
        return shown(str(self.phone))
