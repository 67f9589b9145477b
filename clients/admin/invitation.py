"""Offers by mail about a client, on the desk: their state, sending them again, taking them back."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.utils.safestring import SafeString

from advisor.audit.models import Event, EventQuerySet
from advisor.audit.verbs import Verb
from advisor.desk.admin import to_row
from advisor.desk.site import desk
from clients.models import AccessRequest, ContactInvitation, FirmInvitation
from invitations.admin import InvitationAdmin


class ClientInvitationAdmin(InvitationAdmin):
    """What the three kinds share."""

    @admin.display(description="client")
    def company(self, invitation: Any) -> SafeString | str:
        return to_row(invitation.client)

    @admin.display(description="firm")
    def firm_row(self, invitation: Any) -> SafeString | str:
        return to_row(invitation.firm)

    @admin.display(description="permissions")
    def may(self, invitation: Any) -> str:
        return invitation.permissions.labels or "none"

    @admin.display(description="connection")
    def connection(self, invitation: Any) -> SafeString | str:
        return to_row(invitation.link)


@admin.register(ContactInvitation, site=desk)
class ContactInvitationAdmin(ClientInvitationAdmin):
    called = "Invited contacts"
    noun = "invitation of a contact"
    plural = "invitations of contacts"
    place = ("Clients", 3)
    narrowed_by = ("client__id__exact",)
    rights = {
        "view": "See invited contacts",
        "add": "Invite contacts to clients",
        "change": "Resend and withdraw invitations of contacts",
    }
    list_display = ("name", "email", "client", "status", "sent", "ends", "inviter_name")
    list_select_related = ("client",)
    search_fields = ("email", "first_name", "last_name", "client__names", "inviter_name")
    search_help_text = "Search by invited person, email, client or inviter."
    fields = ("name", "email", "company", "title", "may", "inviter_name", *InvitationAdmin.dates)
    readonly_fields = ("name", "company", "may", "status", "sent", "ends")

    def book_of(self, row: ContactInvitation) -> EventQuerySet:
        """What happened to it, and the import that made it if one did."""
        events = Event.objects.of_client(row.client_id)
        about = Q(about_kind=self.opts.model_name, about_id=row.pk)
        return events.filter(about | Q(verb=Verb.CLIENT_IMPORTED))


@admin.register(FirmInvitation, site=desk)
class FirmInvitationAdmin(ClientInvitationAdmin):
    called = "Invited firms"
    noun = "invitation of a firm"
    plural = "invitations of firms"
    place = ("Clients", 4)
    narrowed_by = ("client__id__exact",)
    rights = {"view": "See invited firms", "change": "Resend and withdraw invitations of firms"}
    list_display = ("name", "email", "firm_name", "client", "status", "sent", "ends", "inviter_name")
    list_select_related = ("client",)
    search_fields = ("email", "first_name", "last_name", "firm_name", "client__names", "inviter_name")
    search_help_text = "Search by invited person, email, firm, client or inviter."
    fields = (
        *("name", "email", "firm_name", "company", "may", "acknowledged_version", "inviter_name"),
        *(*InvitationAdmin.dates, "passed_on_at", "connection"),
    )
    readonly_fields = ("name", "company", "may", "status", "sent", "ends", "connection")


@admin.register(AccessRequest, site=desk)
class AccessRequestAdmin(ClientInvitationAdmin):
    """Which company is meant shows only when its contact has answered."""

    called = "Access requests"
    noun = "access request"
    plural = "access requests"
    place = ("Clients", 5)
    narrowed_by = ("firm__id__exact",)
    rights = {"view": "See access requests of firms", "change": "Resend and withdraw access requests"}
    list_display = ("name", "email", "firm", "product", "status", "sent", "ends", "inviter_name")
    list_select_related = ("firm",)
    search_fields = ("email", "company_name", "firm__name", "inviter_name")
    search_help_text = "Search by company, email, firm or member who asked."
    fields = (
        *("name", "email", "firm_row", "product", "may", "message", "inviter_name"),
        *(*InvitationAdmin.dates, "connection"),
    )
    readonly_fields = ("name", "firm_row", "may", "status", "sent", "ends", "connection")

    @admin.display(description="company, as the firm wrote it")
    def name(self, invitation: Any) -> str:
        return str(invitation)
