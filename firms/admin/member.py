"""Who belongs to which firm, with which firm permissions. Roles and permissions are the firm's own business."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString

from advisor.audit.models import Event, EventQuerySet
from advisor.dates import moment
from advisor.desk.acts import act
from advisor.desk.admin import DeskModelAdmin, to_list, to_row
from advisor.desk.site import desk
from firms.actions.members import remove
from firms.models import Member


@admin.register(Member, site=desk)
class MemberAdmin(DeskModelAdmin):
    called = "Members"
    place = ("Firms", 2)
    narrowed_by = ("firm__id__exact",)
    rights = {"view": "See members of firms", "delete": "Remove members from firms"}
    list_display = ("name", "email", "firm", "role", "may", "two_step")
    search_fields = ("user__first_name", "user__last_name", "user__email", "user__username", "firm__name")
    search_help_text = "Search by name, username, work email or firm."
    ordering = ("-pk",)
    sortable_by = ()
    fields = ("person", "workplace", "role", "may", "clients", "two_step", "joined")
    readonly_fields = ("person", "workplace", "may", "clients", "two_step", "joined")
    actions = ("take_out",)

    def get_queryset(self, request: HttpRequest) -> Any:
        found = super().get_queryset(request).whole()  # type: ignore[attr-defined] # our own QuerySet
        return found.defer("user__password")

    def has_take_out_permission(self, request: HttpRequest) -> bool:
        return self.holds(request, "delete")

    def book_of(self, row: Member) -> EventQuerySet:
        return Event.objects.filter(about_kind="user", about_id=row.user_id)

    @admin.display(description="name")
    def name(self, member: Member) -> str:
        return str(member)

    @admin.display(description="work email")
    def email(self, member: Member) -> str:
        return member.user.email

    @admin.display(description="person")
    def person(self, member: Member) -> SafeString | str:
        return to_row(member.user)

    @admin.display(description="firm")
    def workplace(self, member: Member) -> SafeString | str:
        return to_row(member.firm)

    @admin.display(description="firm permissions")
    def may(self, member: Member) -> str:
        return member.permissions.labels or "none"

    @admin.display(description="clients")
    def clients(self, member: Member) -> SafeString:
        return to_list("clients_assignment", "Assignments of the member", member__id__exact=member.pk)

    @admin.display(description="two-step", boolean=True)
    def two_step(self, member: Any) -> bool:
        return member.has_two_step

    @admin.display(description="joined")
    def joined(self, member: Member) -> str:
        return moment(member.joined_at)

    @act(
        "Remove from the firm",
        loses="They are signed out at once, lose their firm permissions, and the invitations they sent are withdrawn.",
        permission="take_out",
        gone=True,
    )
    def take_out(self, member: Member, by: Any) -> str:
        remove(member, by=by)
        return f"{member} is no longer a member of {member.firm}."
