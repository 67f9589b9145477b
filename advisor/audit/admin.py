"""The book on the desk: read, searched, never changed."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from advisor.audit.models import Event
from advisor.audit.pages import detail
from advisor.dates import moment
from advisor.desk.admin import DeskModelAdmin
from advisor.desk.site import desk


@admin.register(Event, site=desk)
class EventAdmin(DeskModelAdmin):
    called = "Events"
    place = ("Record", 1)
    has_history = False
    narrowed_by = ("firm_id", "client_id")
    rights = {"view": "Read the record"}
    list_display = ("when", "what", "capacity", "details", "address")
    list_filter = ("capacity", "at", "verb")
    search_fields = ("actor_name", "about_name")
    search_help_text = "Search by the name of who acted or of whom it is about."
    ordering = ("-pk",)
    sortable_by = ()
    list_select_related = False
    fields = (
        *("when", "what", "verb", "capacity", "actor_name", "about_name", "about_kind", "about_id"),
        *("firm_id", "client_id", "details", "everything", "address", "user_agent"),
    )
    readonly_fields = ("when", "what", "details", "everything")

    def has_act_permission(self, request: HttpRequest) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.holds(request, "view")

    @admin.display(description="when")
    def when(self, event: Event) -> str:
        return moment(event.at)

    @admin.display(description="what happened")
    def what(self, event: Event) -> str:
        return str(event)

    @admin.display(description="before → after")
    def details(self, event: Event) -> str:
        return detail(event.facts)

    @admin.display(description="all facts")
    def everything(self, event: Event) -> SafeString:
        return format_html("<pre>{}</pre>", json.dumps(event.facts, indent=2, ensure_ascii=False))
