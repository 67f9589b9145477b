"""Invitations of any kind on the desk: their state, sending them again, taking them back. Each kind is a table of its
own, in the app that knows what is offered."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest

from advisor.dates import moment
from advisor.desk.acts import act
from advisor.desk.admin import DeskModelAdmin
from advisor.desk.site import Waiting
from invitations.actions import resend, withdraw
from invitations.models import WARNED_BEFORE, Invitation, State

ENDING, ASKED = "ending", "asked"


def ending(invitations: Any) -> Any:
    """Open, and not for much longer."""
    return invitations.open().filter(expires_at__lt=Now() + WARNED_BEFORE)


def asked_again(invitations: Any) -> Any:
    """Expired, and the invited person wants a new one."""
    return invitations.expired().filter(asked_again_at__isnull=False)


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*State.choices, (ENDING, "Ends within two days"), (ASKED, "Expired, and asked for again")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Invitation]:
        match self.value():
            case State.PENDING:
                return queryset.open()
            case State.EXPIRED:
                return queryset.expired()
            case _ if self.value() == ENDING:
                return ending(queryset)
            case _ if self.value() == ASKED:
                return asked_again(queryset)
            case State.ACCEPTED | State.DECLINED | State.WITHDRAWN as answer:
                return queryset.filter(**{f"{answer}_at__isnull": False})
        return queryset


class InvitationAdmin(DeskModelAdmin):
    """What every kind shares; `noun` and `plural` are what it calls itself in sentences, `dates` belong on its page."""

    noun: ClassVar[str] = "invitation"
    plural: ClassVar[str] = "invitations"
    dates: ClassVar[tuple[str, ...]] = (
        *("status", "sent", "ends", "accepted_at", "declined_at"),
        *("withdrawn_at", "reminded_at", "asked_again_at"),
    )

    list_filter = (StateFilter,)
    ordering = ("-sent_at", "-pk")
    sortable_by = ()
    actions = ("send_again", "take_back")

    def idle_acts(self, row: Invitation) -> set[str]:
        answered = row.state not in (State.PENDING, State.EXPIRED)
        return {"send_again", "take_back"} if answered else set()

    def waiting(self) -> list[Waiting]:
        asked = asked_again(self.model.objects.all()).count()
        return [
            Waiting(f"expired {self.noun}s whose person asked for a new one", asked, f"{self.list_url}?state=expired")
        ]

    @admin.display(description="invited person")
    def name(self, invitation: Invitation) -> str:
        return str(invitation)

    @admin.display(description="state")
    def status(self, invitation: Invitation) -> str:
        return invitation.state.label

    @admin.display(description="sent")
    def sent(self, invitation: Invitation) -> str:
        return moment(invitation.sent_at)

    @admin.display(description="expires")
    def ends(self, invitation: Invitation) -> str:
        return moment(invitation.expires_at)

    @act("Resend invite")
    def send_again(self, invitation: Invitation, by: Any) -> str:
        resend(invitation, by=by)
        return f"A new {self.noun} is on its way to {invitation.email}. The old link is dead."

    @act("Withdraw", loses="The link in their letter no longer works.")
    def take_back(self, invitation: Invitation, by: Any) -> str:
        withdraw(invitation, by=by)
        return f"The {self.noun} of {invitation} was withdrawn."
