"""Invitations of colleagues on the desk: their state, and sending them again."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest
from django.utils.safestring import SafeString

from advisor.dates import moment
from advisor.desk.acts import act
from advisor.desk.admin import DeskModelAdmin, to_row
from advisor.desk.site import Waiting, desk
from firms.models import MemberInvitation
from invitations.actions import resend, withdraw
from invitations.models import WARNED_BEFORE, State

ENDING = "ending"


def ending(invitations: Any) -> Any:
    """Open, and not for much longer."""
    return invitations.open().filter(expires_at__lt=Now() + WARNED_BEFORE)


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*State.choices, (ENDING, "Ends within two days")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[MemberInvitation]:
        match self.value():
            case State.PENDING:
                return queryset.open()
            case State.EXPIRED:
                return queryset.expired()
            case _ if self.value() == ENDING:
                return ending(queryset)
            case State.ACCEPTED | State.DECLINED | State.WITHDRAWN as answer:
                return queryset.filter(**{f"{answer}_at__isnull": False})
        return queryset


@admin.register(MemberInvitation, site=desk)
class MemberInvitationAdmin(DeskModelAdmin):
    called = "Invitations"
    place = ("Firms", 3)
    narrowed_by = ("firm__id__exact",)
    rights = {"view": "See invitations", "change": "Resend and withdraw invitations"}
    list_display = ("name", "email", "firm", "status", "sent", "ends", "inviter_name")
    list_filter = (StateFilter,)
    list_select_related = ("firm",)
    search_fields = ("email", "first_name", "last_name", "firm__name", "inviter_name")
    search_help_text = "Search by invited person, email, firm or inviter."
    ordering = ("-sent_at", "-pk")
    sortable_by = ()
    fields = (
        *("name", "email", "workplace", "role", "may", "inviter_name", "status", "sent", "ends"),
        *("accepted_at", "declined_at", "withdrawn_at", "reminded_at", "asked_again_at"),
    )
    readonly_fields = ("name", "workplace", "may", "status", "sent", "ends")
    actions = ("send_again", "take_back")

    def idle_acts(self, row: MemberInvitation) -> set[str]:
        answered = row.state not in (State.PENDING, State.EXPIRED)
        return {"send_again", "take_back"} if answered else set()

    def waiting(self) -> list[Waiting]:
        soon = ending(MemberInvitation.objects.all()).count()
        asked = MemberInvitation.objects.expired().filter(asked_again_at__isnull=False).count()
        return [
            Waiting("invitations that end within two days", soon, f"{self.list_url}?state={ENDING}"),
            Waiting("expired invitations whose person asked for a new one", asked, f"{self.list_url}?state=expired"),
        ]

    @admin.display(description="invited person")
    def name(self, invitation: MemberInvitation) -> str:
        return str(invitation)

    @admin.display(description="firm")
    def workplace(self, invitation: MemberInvitation) -> SafeString | str:
        return to_row(invitation.firm)

    @admin.display(description="firm permissions")
    def may(self, invitation: Any) -> str:
        return invitation.permissions.labels or "none"

    @admin.display(description="state")
    def status(self, invitation: MemberInvitation) -> str:
        return invitation.state.label

    @admin.display(description="sent")
    def sent(self, invitation: MemberInvitation) -> str:
        return moment(invitation.sent_at)

    @admin.display(description="expires")
    def ends(self, invitation: MemberInvitation) -> str:
        return moment(invitation.expires_at)

    @act("Resend invite")
    def send_again(self, invitation: MemberInvitation, by: Any) -> str:
        resend(invitation, by=by)
        return f"A new invitation is on its way to {invitation.email}. The old link is dead."

    @act("Withdraw", loses="The link in their letter no longer works.")
    def take_back(self, invitation: MemberInvitation, by: Any) -> str:
        withdraw(invitation, by=by)
        return f"The invitation of {invitation} was withdrawn."
