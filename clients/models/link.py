"""A client letting one firm work for it."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.db.models.functions import Now

from advisor.fields import PermissionMask, common
from advisor.permissions import ClientPermission, FirmPermission
from clients.models.client import Client
from firms.models import Firm, Member

NOTHING = ClientPermission.none()


def at_work(prefix: str = "") -> Q:
    """Not ended, and not past its date by the database's clock. `prefix` leads to the assignment, like "mine__"."""
    not_over = Q(**{f"{prefix}expires_at": None}) | Q(**{f"{prefix}expires_at__gt": Now()})
    return Q(**{f"{prefix}ended_at": None}) & not_over


class ClientLinkQuerySet(models.QuerySet["ClientLink"]):
    def live(self) -> Self:
        return self.filter(ended_at=None)

    def with_access_of(self, member: Member) -> Self:
        """Each with `assigned` (the member's mask, None when not at work there) and `effective`, which is null then."""
        mine = FilteredRelation("assignments", condition=Q(assignments__member=member) & at_work("assignments__"))
        effective = common(ClientPermission, "granted", "mine__permissions")
        return self.annotate(mine=mine, assigned=F("mine__permissions"), effective=effective)

    def open_to(self, member: Member, permission: ClientPermission = NOTHING) -> Self:
        """Links that this member works on now, each with `effective`: granted to the firm and assigned to the member.

        The whole rule of access is this query. (`mine__isnull` would join the assignments a second time.)
        """
        found = self.live().filter(firm_id=member.firm_id).with_access_of(member).filter(assigned__isnull=False)
        return found.filter(effective__has=permission) if permission else found

    def seen_by(self, member: Member) -> Self:
        """What stands in the member's lists: their own clients, or all of the firm's for who assigns."""
        if member.may(FirmPermission.ASSIGN_CLIENTS):
            return self.live().filter(firm_id=member.firm_id).with_access_of(member)
        return self.open_to(member)


class ClientLink(models.Model):
    """`product`, `status` and `client_name` are the client's own, kept the same by the database (migration 0002), so
    that lists are sorted from one index and counted from another, which holds each tab once."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="links")
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="links")
    granted = PermissionMask(ClientPermission)
    product = models.CharField(max_length=8, editable=False)
    status = models.CharField(max_length=10, editable=False)
    client_name = models.CharField(max_length=120, editable=False)
    began_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ClientLinkQuerySet.as_manager()

    class Meta:
        ordering = ["client_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "firm"], condition=Q(ended_at=None), name="one_live_link_per_firm_and_client"
            ),
            models.UniqueConstraint(fields=["id", "firm"], name="link_can_be_pointed_at"),
            models.UniqueConstraint(fields=["id", "firm", "product", "status"], name="what_assignments_copy_of_a_link"),
        ]
        indexes = [
            models.Index(
                fields=["firm", "product", "status", "client_name", "id"],
                include=["client", "granted"],
                condition=Q(ended_at=None),
                name="live_links_by_tab",
            ),
            models.Index(fields=["firm", "product", "status"], condition=Q(ended_at=None), name="live_links_counted"),
            models.Index(
                fields=["firm", "status", "client_name", "id"],
                include=["client", "granted"],
                condition=Q(ended_at=None),
                name="live_links_by_status",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_name} – {self.firm}"

    @classmethod
    def between(cls, client: Client, firm: Firm, granted: ClientPermission) -> "ClientLink":
        """A new one, not saved, with what it copies of the client."""
        return cls(
            client=client,
            firm=firm,
            granted=granted,
            product=client.product,
            status=client.status,
            client_name=str(client),
        )
