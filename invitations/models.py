"""The mechanism of every offer sent by mail: a token that works once, an expiry that is a date, and who said what when.

The model is abstract: each kind is a table of its own with real foreign keys, in the app that knows what is offered.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Now
from django.utils import timezone

from advisor.crypto import digest, new_token
from advisor.mail.outbox import LetterKind

REMINDED_BEFORE = timedelta(days=2)
WARNED_BEFORE = timedelta(hours=48)


class State(models.TextChoices):
    PENDING = "pending", "Pending"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    EXPIRED = "expired", "Expired"


class InvitationQuerySet[Kind: "Invitation"](models.QuerySet[Kind]):
    def unanswered(self) -> Self:
        """Neither accepted, declined nor withdrawn; possibly expired."""
        return self.filter(accepted_at=None, declined_at=None, withdrawn_at=None)

    def pending_or_declined(self) -> Self:
        """What the inviting side can still send again or withdraw."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self) -> Self:
        """Can be accepted now, by the database's clock: no dead worker keeps one open."""
        return self.unanswered().filter(expires_at__gt=Now())

    def expired(self) -> Self:
        return self.unanswered().filter(expires_at__lte=Now())

    def holding(self, token: str) -> Self:
        """The one whose letter or reminder held this token."""
        stored = digest(token)
        return self.filter(Q(token_digest=stored) | Q(reminder_digest=stored))

    def claim(self, invitation: "Invitation", user: Any) -> bool:
        """Accept for this user, if nobody was quicker: one conditional UPDATE whose row count is the verdict."""
        return self.open().filter(pk=invitation.pk).update(accepted_at=Now(), accepted_by=user) == 1


class Invitation(models.Model):
    email = models.EmailField()
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    inviter_name = models.CharField(max_length=200)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    reminder_digest = models.CharField(  # noqa: DJ001 - unique, so "none" must be NULL
        max_length=64, unique=True, null=True, editable=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    expiry_told_at = models.DateTimeField(null=True, blank=True)
    asked_again_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = InvitationQuerySet.as_manager()

    called: ClassVar[str] = "invitation"
    page_template: ClassVar[str]
    letter: ClassVar[LetterKind]
    reminder: ClassVar[LetterKind]
    expired_letter: ClassVar[LetterKind]
    asked_again_letter: ClassVar[LetterKind]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email

    @property
    def state(self) -> State:
        if self.accepted_at:
            return State.ACCEPTED
        if self.declined_at:
            return State.DECLINED
        if self.withdrawn_at:
            return State.WITHDRAWN
        return State.EXPIRED if self.expires_at <= timezone.now() else State.PENDING

    @property
    def reference(self) -> str:
        """Which invitation a page shows, whatever its kind."""
        return f"{self._meta.model_name}-{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == State.PENDING

    @property
    def ends_soon(self) -> bool:
        return self.is_open and self.expires_at - timezone.now() < WARNED_BEFORE

    @property
    def zone(self) -> str:
        """The zone that the inviting side reads its dates in."""
        raise NotImplementedError

    @property
    def listeners(self) -> list[str]:
        """The addresses of the inviting side that hear of expiry and of a wish for a new invitation."""
        raise NotImplementedError

    @property
    def parties(self) -> dict[str, Any]:
        """`firm=` and `client=` for the book."""
        raise NotImplementedError

    def page_context(self, reader: Any) -> dict[str, Any]:
        """What the page of an open invitation needs besides the invitation."""
        return {}

    def renewed(self, at: datetime) -> str:
        """A new token and a new term, on this unsaved or changed row; the old link is dead once it is saved."""
        token = new_token()
        self.token_digest = digest(token)
        self.reminder_digest = self.reminded_at = self.expiry_told_at = self.asked_again_at = self.declined_at = None
        self.sent_at = at
        self.expires_at = at + timedelta(days=settings.INVITATION_DAYS)
        return token


def kinds() -> Iterator[type[Invitation]]:
    """Every concrete kind of invitation that exists."""
    return (model for model in apps.get_models() if issubclass(model, Invitation))


def find(token: str) -> Invitation | None:
    """The invitation whose letter held this token, of whatever kind and in whatever state. Two queries."""
    tables = list(kinds())
    found: Any = [
        kind.objects.holding(token).order_by().annotate(table=Value(number)).values_list("table", "pk")
        for number, kind in enumerate(tables)
    ]
    hit = found[0].union(*found[1:], all=True).order_by().first()
    return tables[hit[0]].objects.filter(pk=hit[1]).first() if hit else None
