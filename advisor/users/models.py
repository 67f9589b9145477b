"""A person who can sign in. A user owns nothing: what they may do comes from being somebody's member or contact."""

from typing import Any, ClassVar

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from phonenumber_field.modelfields import PhoneNumberField


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A new person, stored. Addresses and the username are kept in lower case."""
        fields["email"] = fields.get("email", "").lower()
        fields["personal_email"] = fields.get("personal_email", "").lower()
        user = self.model(username=username.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)

    def known_as(self, text: str) -> "models.QuerySet[User]":
        """The active people whom this username, work email or personal email may mean."""
        text = text.strip().lower()
        return self.filter(
            models.Q(username=text) | models.Q(email=text) | models.Q(personal_email=text), is_active=True
        ).exclude(username="")


class User(AbstractBaseUser, PermissionsMixin):
    username = models.CharField("username", max_length=30, unique=True, validators=[ASCIIUsernameValidator()])
    first_name = models.CharField("first name", max_length=80)
    last_name = models.CharField("last name", max_length=80)
    email = models.EmailField("work email", blank=True)
    email_confirmed_at = models.DateTimeField("work email confirmed", null=True, blank=True)
    personal_email = models.EmailField("personal email", blank=True)
    personal_email_confirmed_at = models.DateTimeField("personal email confirmed", null=True, blank=True)
    work_phone = PhoneNumberField("work phone", blank=True)
    cell_phone = PhoneNumberField("cell phone", blank=True)
    is_staff = models.BooleanField("support staff", default=False, help_text="May enter the support desk.")
    is_active = models.BooleanField("may sign in", default=True)
    date_joined = models.DateTimeField("joined", default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta:
        ordering = ["last_name", "first_name", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(username=Lower("username")), name="username_is_lower_case"),
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="one_person_per_work_email"),
        ]
        indexes = [models.Index(fields=["personal_email"])]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """About a single object only the backends are asked: a superuser flag opens no room."""
        if obj is None:
            return super().has_perm(perm)
        try:
            return any(backend.has_perm(self, perm, obj) for backend in get_backends() if hasattr(backend, "has_perm"))
        except PermissionDenied:
            return False

    @property
    def user(self) -> "User":
        """So that a person can sign an act by themselves, as a member or contact does through theirs."""
        return self

    @property
    def capacity(self) -> str:
        return "staff" if self.is_staff else "person"

    @property
    def recovery_address(self) -> str:
        """The only address a way back in is ever sent to: the confirmed personal email, or while that is
        unconfirmed the confirmed work email; empty when the person has confirmed neither."""
        if self.personal_email and self.personal_email_confirmed_at:
            return self.personal_email
        return self.email if self.email_confirmed_at else ""

    @property
    def confirmed_addresses(self) -> list[str]:
        """Every address that is known to be this person's."""
        pairs = [(self.email, self.email_confirmed_at), (self.personal_email, self.personal_email_confirmed_at)]
        return list(dict.fromkeys(address for address, at in pairs if address and at))
