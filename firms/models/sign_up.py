"""A sign-up on its way: a row addressed by an unguessable id and bound to one browser. It never holds a password.

The columns hold what was good; `typed` holds the fields as they stood, good or not, so that nothing typed is lost.
"""

import uuid
from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now
from phonenumber_field.modelfields import PhoneNumberField

from advisor.crypto import digest
from firms.models.firm import Firm
from firms.models.invitation import MemberInvitation

KEPT = timedelta(hours=24)
FIRM = ("firm_name", "website")
PROFILE = ("first_name", "last_name", "email", "role", "work_phone", "cell_phone")
ACCOUNT = ("personal_email", "username")


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def of_browser(self, secret: str) -> "SignUpQuerySet":
        """Those begun in the browser that holds this secret, while they are kept."""
        return self.filter(browser_digest=digest(secret), created_at__gt=Now() - KEPT)

    def abandoned(self) -> "SignUpQuerySet":
        return self.filter(created_at__lte=Now() - KEPT)


class SignUp(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    browser_digest = models.CharField(max_length=64)
    invitation = models.ForeignKey(MemberInvitation, null=True, on_delete=models.CASCADE, related_name="sign_ups")
    link_digest = models.CharField(max_length=64, blank=True)
    typed = models.JSONField(default=dict)
    firm_name = models.CharField(max_length=120, blank=True)
    website = models.CharField(max_length=300, blank=True)
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=60, blank=True)
    work_phone = PhoneNumberField(blank=True)
    cell_phone = PhoneNumberField(blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    completed_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = SignUpQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["created_at"])]

    def __str__(self) -> str:
        return self.firm_name or self.email or str(self.pk)

    @property
    def profile_is_known(self) -> bool:
        return bool(self.email and self.first_name and self.cell_phone)

    @property
    def link_is_dead(self) -> bool:
        """Begun through an invitation that was answered, withdrawn, sent again or has expired since."""
        invitation = self.invitation
        return invitation is not None and not (invitation.is_open and invitation.token_digest == self.link_digest)

    def known(self, names: tuple[str, ...]) -> dict[str, str]:
        """What the fields with these names should show: as typed last, else what was good."""
        return {name: self.typed.get(name, str(getattr(self, name, ""))) for name in names}


class AdministratorAskQuerySet(models.QuerySet["AdministratorAsk"]):
    def today(self, firm: Firm) -> int:
        return self.filter(firm=firm, asked_at__gt=Now() - timedelta(days=1)).count()


class AdministratorAsk(models.Model):
    """Somebody without an account asked a firm's administrators for an invitation: once a day per address."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="asks")
    email = models.EmailField()
    name = models.CharField(max_length=161)
    asked_at = models.DateTimeField()

    objects: ClassVar[Any] = AdministratorAskQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "email"], name="one_ask_per_address_and_firm")]

    def __str__(self) -> str:
        return self.email
