"""Offers by mail about a client: the client invites a firm, a firm asks a client, a client invites its own contact."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from advisor.dates import DEFAULT_ZONE
from advisor.fields import PermissionMask
from advisor.mail.outbox import LetterKind
from advisor.permissions import ClientPermission, FirmPermission
from clients.models.client import Client, Product
from clients.models.contact import Contact
from clients.models.link import ClientLink
from clients.models.situation import Situation, access_page, contact_page, contact_situation, firm_page
from firms.models import Firm, FirmDomain, Member
from invitations.models import Invitation, InvitationQuerySet

WHY_COMPANY = "You get this because you invited this person, or decide for your company which firms have access."
WHY_FIRM = "You get this because you asked this client for access, or your firm did."
OPEN = Q(accepted_at=None, declined_at=None, withdrawn_at=None)


def deciders_of(client: Client) -> list[str]:
    """The addresses of the contacts who may let firms in."""
    return list(Contact.objects.filter(client=client).who_let_firms_in().values_list("user__email", flat=True))


class FirmInvitationQuerySet(InvitationQuerySet["FirmInvitation"]):
    def waiting_for(self, member: Member) -> Self:
        """Open ones that this member may accept without a link: their own, and for who adds clients the firm's.

        An address that is not confirmed yet is nobody's, and neither is the domain of a firm that it founded.
        """
        if not member.user.email_confirmed_at:
            return self.none()
        known = Q(email=member.user.email)
        if member.may(FirmPermission.ADD_CLIENTS):
            known |= Q(domain__in=FirmDomain.objects.filter(firm=member.firm_id).values("domain"))
        return self.open().filter(known).select_related("client")


class FirmInvitation(Invitation):
    """A client invites an accountant, and with them their firm."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="firm_invitations")
    firm_name = models.CharField(max_length=120, blank=True)
    domain = models.CharField(max_length=253, blank=True, db_index=True, editable=False)
    permissions = PermissionMask(ClientPermission)
    acknowledged_version = models.CharField(max_length=20)
    passed_on_at = models.DateTimeField(null=True, blank=True)
    link = models.ForeignKey(ClientLink, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[Any] = FirmInvitationQuerySet.as_manager()

    page_template = "clients/invitations/firm.html"
    letter = LetterKind(
        "firm_invitation", "You get this because a client entered your address as that of its accountant."
    )
    reminder = LetterKind("firm_reminder", "You get this because a client invited you and you have not answered yet.")
    expired_letter = LetterKind("firm_invitation_expired", WHY_COMPANY)
    asked_again_letter = LetterKind("firm_asked_again", WHY_COMPANY)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "email"], condition=OPEN, name="one_firm_invitation_per_address_and_client"
            )
        ]

    @property
    def zone(self) -> str:
        return DEFAULT_ZONE

    @property
    def listeners(self) -> list[str]:
        inviter = Contact.objects.filter(client=self.client, user=self.invited_by_id)
        return list(inviter.values_list("user__email", flat=True)) or deciders_of(self.client)

    @property
    def parties(self) -> dict[str, Any]:
        return {"client": self.client}

    def page_context(self, reader: Any) -> dict[str, Any]:
        return firm_page(self, reader)


class AccessRequest(Invitation):
    """A firm asks a client for access. It goes to an address; only an answer shows that a company is behind it."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="access_requests")
    company_name = models.CharField(max_length=120)
    product = models.CharField(max_length=8, choices=Product.choices)
    permissions = PermissionMask(ClientPermission)
    message = models.CharField(max_length=1000, blank=True)
    link = models.ForeignKey(ClientLink, null=True, on_delete=models.SET_NULL, related_name="+")

    called = "request"
    page_template = "clients/invitations/access.html"
    letter = LetterKind("access_request", "You get this because a firm entered your address as that of its client.")
    reminder = LetterKind(
        "access_reminder", "You get this because a firm asked you for access and has no answer from you yet."
    )
    expired_letter = LetterKind("access_request_expired", WHY_FIRM)
    asked_again_letter = LetterKind("access_asked_again", WHY_FIRM)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "email", "product"], condition=OPEN, name="one_access_request_per_address_and_firm"
            )
        ]

    def __str__(self) -> str:
        return self.company_name

    @property
    def zone(self) -> str:
        return self.firm.time_zone

    @property
    def listeners(self) -> list[str]:
        members = Member.objects.filter(firm=self.firm)
        asker = members.filter(user=self.invited_by_id).values_list("user__email", flat=True)
        return list(asker) or list(members.holding(FirmPermission.ADD_CLIENTS).values_list("user__email", flat=True))

    @property
    def parties(self) -> dict[str, Any]:
        return {"firm": self.firm}

    def page_context(self, reader: Any) -> dict[str, Any]:
        return access_page(self, reader)


class ContactInvitationQuerySet(InvitationQuerySet):
    def queued(self) -> Self:
        """Whose letter is still to be written, the longest waiting first."""
        return self.unanswered().filter(queued_at__isnull=False).order_by("queued_at", "pk")


class ContactInvitation(Invitation):
    """A client (or the platform, for it) invites somebody to its own account.

    `queued_at`: made with many others at once, so that its letter is written by the clock, in turn. Until then nobody
    holds its link; writing any letter of it ends the waiting.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="contact_invitations")
    title = models.CharField(max_length=60, blank=True)
    permissions = PermissionMask(ClientPermission)
    queued_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[Any] = ContactInvitationQuerySet.as_manager()

    page_template = "clients/invitations/contact.html"
    letter = LetterKind("contact_invitation", "You get this because your company entered your address.")
    reminder = LetterKind("contact_reminder", "You get this because you were invited and have not answered yet.")
    expired_letter = LetterKind("contact_invitation_expired", WHY_COMPANY)
    asked_again_letter = LetterKind("contact_asked_again", WHY_COMPANY)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "email"], condition=OPEN, name="one_contact_invitation_per_address_and_client"
            )
        ]
        indexes = [
            models.Index(
                fields=["queued_at", "id"], condition=Q(queued_at__isnull=False), name="contact_invitations_in_turn"
            )
        ]

    def renewed(self, at: datetime) -> str:
        self.queued_at = None
        return super().renewed(at)

    @property
    def zone(self) -> str:
        return DEFAULT_ZONE

    @property
    def listeners(self) -> list[str]:
        inviter = Contact.objects.filter(client=self.client, user=self.invited_by_id)
        return list(inviter.values_list("user__email", flat=True)) or deciders_of(self.client)

    @property
    def parties(self) -> dict[str, Any]:
        return {"client": self.client}

    def situation_of(self, reader: Any) -> Situation:
        return contact_situation(self, reader)

    def page_context(self, reader: Any) -> dict[str, Any]:
        return contact_page(self, reader)
