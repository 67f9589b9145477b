"""Who of a firm works for which client, and who has asked to."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from advisor.dates import day, moment
from advisor.desk.acts import act
from advisor.desk.site import desk
from clients.actions.assigning import end_assignment
from clients.admin.link import BetweenAdmin
from clients.models import Assignment, AssignmentRequest


@admin.register(Assignment, site=desk)
class AssignmentAdmin(BetweenAdmin):
    called = "Assignments"
    place = ("Clients", 7)
    narrowed_by = ("link__id__exact", "member__id__exact")
    rights = {"view": "See who works for which client", "delete": "End assignments"}
    list_display = ("name", "client_name", "firm", "may", "assigned", "used", "state")
    search_fields = ("member__user__first_name", "member__user__last_name", "link__client__names", "firm__name")
    search_help_text = "Search by member, client or firm."
    fields = (
        *("colleague", "company", "firm_row", "connection", "may", "reaches"),
        *("assigned", "assigned_by_name", "used", "expires", "state"),
    )
    readonly_fields = tuple(name for name in fields if name != "assigned_by_name")
    actions = ("end",)

    def get_queryset(self, request: HttpRequest) -> Any:
        found = super().get_queryset(request).whole()  # type: ignore[attr-defined] # our own QuerySet
        return found.defer("member__user__password")

    def has_end_permission(self, request: HttpRequest) -> bool:
        return self.holds(request, "delete")

    def idle_acts(self, row: Assignment) -> set[str]:
        return {"end"} if row.ended_at else set()

    @admin.display(description="member")
    def name(self, row: Assignment) -> str:
        return str(row.member)

    @admin.display(description="client")
    def client_name(self, row: Assignment) -> str:
        return row.link.client_name

    @admin.display(description="can do now")
    def reaches(self, row: Any) -> str:
        """Granted to the firm and assigned to the member."""
        return row.effective.labels or "see the overview only"

    @admin.display(description="assigned")
    def assigned(self, row: Assignment) -> str:
        return moment(row.assigned_at)

    @admin.display(description="last used")
    def used(self, row: Assignment) -> str:
        return moment(row.last_used_at) if row.last_used_at else "never"

    @admin.display(description="until")
    def expires(self, row: Assignment) -> str:
        return moment(row.expires_at) if row.expires_at else "—"

    @admin.display(description="state")
    def state(self, row: Assignment) -> str:
        if row.ended_at:
            return f"Ended {moment(row.ended_at)}"
        return "Over" if row.expires_at and row.expires_at <= timezone.now() else "Live"

    @act(
        "End assignment",
        loses="The member no longer reaches the client's account from their next click on, and gets a letter.",
        permission="end",
    )
    def end(self, row: Assignment, by: Any) -> str:
        end_assignment(row.link, row.member, by=by)
        return f"{row.member} no longer works for {row.link.client_name}."


@admin.register(AssignmentRequest, site=desk)
class AssignmentRequestAdmin(BetweenAdmin):
    """A firm's own business: staff see it to explain what somebody waits for."""

    called = "Members' requests"
    place = ("Clients", 8)
    words_for_now = "Open"
    words_for_over = "Answered"
    narrowed_by = ("link__id__exact", "member__id__exact")
    rights = {"view": "See members' requests for access"}
    list_display = ("name", "client_name", "firm", "may", "asked", "answer")
    search_fields = ("member__user__first_name", "member__user__last_name", "link__client__names", "firm__name")
    search_help_text = "Search by member, client or firm."
    fields = ("colleague", "company", "firm_row", "may", "reason", "wanted_until", "asked", "answer")
    readonly_fields = ("colleague", "company", "firm_row", "may", "wanted_until", "asked", "answer")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AssignmentRequest]:
        found = super().get_queryset(request).select_related("link__client", "member__user", "firm")
        return found.defer("member__user__password")

    @admin.display(description="member")
    def name(self, row: AssignmentRequest) -> str:
        return str(row.member)

    @admin.display(description="client")
    def client_name(self, row: AssignmentRequest) -> str:
        return row.link.client_name

    @admin.display(description="until")
    def wanted_until(self, row: AssignmentRequest) -> str:
        return day(row.until) if row.until else "—"

    @admin.display(description="asked")
    def asked(self, row: AssignmentRequest) -> str:
        return moment(row.asked_at)

    @admin.display(description="answer")
    def answer(self, row: AssignmentRequest) -> str:
        if row.answered_at is None:
            return "Open"
        return f"{'Given' if row.granted else 'Declined'} by {row.answered_by_name}, {moment(row.answered_at)}"
