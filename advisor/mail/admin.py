"""The outbox on the desk: to whom, what about, and whether it arrived. Never what it says: it may hold a link."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest

from advisor.dates import moment
from advisor.desk.acts import act
from advisor.desk.admin import DeskModelAdmin
from advisor.desk.site import Waiting, desk
from advisor.mail.actions import send_again
from advisor.mail.models import Letter

LATE = timedelta(minutes=10)
STATES: dict[str, dict[str, Any]] = {
    "failed": {"sent_at": None, "failed_at__isnull": False},
    "waiting": {"sent_at": None, "failed_at": None},
    "sent": {"sent_at__isnull": False},
}


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name.capitalize()) for name in STATES] + [("late", "Waiting for more than ten minutes")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Letter]) -> QuerySet[Letter]:
        if self.value() == "late":
            return late(queryset)
        return queryset.filter(**STATES.get(self.value() or "", {}))


def late(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    return letters.filter(**STATES["waiting"], due_at__lt=Now() - LATE)


@admin.register(Letter, site=desk)
class LetterAdmin(DeskModelAdmin):
    called = "Letters"
    place = ("Record", 2)
    has_history = False
    rights = {"view": "See which letters were sent", "change": "Send failed letters again"}
    list_display = ("to", "subject", "kind", "state", "written", "tries", "last_error")
    list_filter = (StateFilter, "kind")
    search_fields = ("to", "subject")
    ordering = ("-written_at",)
    sortable_by = ()
    fields = ("to", "subject", "kind", "state", "written", "due_at", "tries", "sent_at", "failed_at", "last_error")
    readonly_fields = ("state", "written")
    actions = ("send_once_more",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        return super().get_queryset(request).defer("text", "html")

    def idle_acts(self, row: Letter) -> set[str]:
        return set() if row.failed_at and not row.sent_at else {"send_once_more"}

    def waiting(self) -> list[Waiting]:
        letters = Letter.objects.all()
        return [
            Waiting("letters that failed", letters.filter(**STATES["failed"]).count(), f"{self.list_url}?state=failed"),
            Waiting("letters that are late", late(letters).count(), f"{self.list_url}?state=late"),
        ]

    @admin.display(description="state")
    def state(self, letter: Letter) -> str:
        if letter.sent_at:
            return "Sent"
        return "Failed" if letter.failed_at else "Waiting"

    @admin.display(description="written")
    def written(self, letter: Letter) -> str:
        return moment(letter.written_at)

    @act("Send again")
    def send_once_more(self, letter: Letter, by: Any) -> str:
        send_again(letter, by=by)
        return f"The letter to {letter.to} will be posted within seconds."
