"""The firm invites a colleague."""

from typing import Any

from django.db import models
from django.db.models import Q

from advisor.fields import PermissionMask
from advisor.mail.outbox import LetterKind
from advisor.permissions import FirmPermission
from advisor.users.models import User
from firms.models.firm import Firm
from firms.models.member import Member
from invitations.models import Invitation

WHY_LISTENERS = "You get this because you invited this person, or manage the members of your firm."


class Situation(models.TextChoices):
    """How the reader of an open invitation stands to it."""

    NEW = "new"
    SIGN_IN = "sign_in"
    READY = "ready"
    SOMEBODY_ELSE = "somebody_else"
    ELSEWHERE = "elsewhere"
    CLOSED = "closed"


class MemberInvitation(Invitation):
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=60)
    permissions = PermissionMask(FirmPermission)

    page_template = "firms/invitation.html"
    letter = LetterKind(
        "member_invitation", "You get this because a colleague entered your address on Advisor Dashboard."
    )
    reminder = LetterKind("member_reminder", "You get this because you were invited and have not answered yet.")
    expired_letter = LetterKind("member_expired", WHY_LISTENERS)
    asked_again_letter = LetterKind("member_asked_again", WHY_LISTENERS)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "email"],
                condition=Q(accepted_at=None, declined_at=None, withdrawn_at=None),
                name="one_invitation_per_address_and_firm",
            )
        ]

    @property
    def zone(self) -> str:
        return self.firm.time_zone

    @property
    def listeners(self) -> list[str]:
        """The inviter while still a member; otherwise everybody who manages members."""
        members = Member.objects.filter(firm=self.firm)
        inviter = members.filter(user=self.invited_by_id).values_list("user__email", flat=True)
        managers = members.holding(FirmPermission.MANAGE_MEMBERS).values_list("user__email", flat=True)
        return list(inviter) or list(managers)

    @property
    def parties(self) -> dict[str, Any]:
        return {"firm": self.firm}

    def situation_of(self, reader: Any) -> Situation:
        """What the page offers: the link proved the mailbox, so it may say that this address has an account."""
        if not self.is_open:
            return Situation.CLOSED
        if not reader.is_authenticated:
            known = User.objects.filter(email=self.email).exists()
            return Situation.SIGN_IN if known else Situation.NEW
        if reader.email != self.email:
            return Situation.SOMEBODY_ELSE
        return Situation.ELSEWHERE if Member.objects.filter(user=reader).exists() else Situation.READY

    def page_context(self, reader: Any) -> dict[str, Any]:
        return {"situation": self.situation_of(reader), "permissions": list(self.permissions)}
