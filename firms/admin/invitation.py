"""Invitations of colleagues on the desk."""

from typing import Any

from django.contrib import admin
from django.utils.safestring import SafeString

from advisor.desk.admin import to_row
from advisor.desk.site import Waiting, desk
from firms.models import MemberInvitation
from invitations.admin import ENDING, InvitationAdmin, ending


@admin.register(MemberInvitation, site=desk)
class MemberInvitationAdmin(InvitationAdmin):
    called = "Invitations"
    place = ("Firms", 3)
    narrowed_by = ("firm__id__exact",)
    rights = {"view": "See invitations", "change": "Resend and withdraw invitations"}
    list_display = ("name", "email", "firm", "status", "sent", "ends", "inviter_name")
    list_select_related = ("firm",)
    search_fields = ("email", "first_name", "last_name", "firm__name", "inviter_name")
    search_help_text = "Search by invited person, email, firm or inviter."
    fields = ("name", "email", "workplace", "role", "may", "inviter_name", *InvitationAdmin.dates)
    readonly_fields = ("name", "workplace", "may", "status", "sent", "ends")

    def waiting(self) -> list[Waiting]:
        soon = ending(MemberInvitation.objects.all()).count()
        ends = Waiting("invitations that end within two days", soon, f"{self.list_url}?state={ENDING}")
        return [ends, *super().waiting()]

    @admin.display(description="firm")
    def workplace(self, invitation: MemberInvitation) -> SafeString | str:
        return to_row(invitation.firm)

    @admin.display(description="firm permissions")
    def may(self, invitation: Any) -> str:
        return invitation.permissions.labels or "none"
