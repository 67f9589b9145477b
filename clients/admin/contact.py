"""A company's own people on the desk. What they may do there is the company's own business."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.safestring import SafeString

from advisor.audit.models import Event, EventQuerySet
from advisor.audit.verbs import Verb
from advisor.dates import moment
from advisor.desk.acts import act
from advisor.desk.admin import DeskModelAdmin, to_row
from advisor.desk.site import desk
from clients.actions.contacts import remove_contact
from clients.models import Contact


@admin.register(Contact, site=desk)
class ContactAdmin(DeskModelAdmin):
    called = "Contacts"
    place = ("Clients", 2)
    narrowed_by = ("client__id__exact", "user__id__exact")
    rights = {"view": "See contacts of clients", "delete": "Remove contacts from clients"}
    list_display = ("name", "email", "client", "title", "may")
    list_select_related = ("client", "user")
    search_fields = ("user__first_name", "user__last_name", "user__email", "user__username", "client__names")
    search_help_text = "Search by name, username, work email or company."
    ordering = ("-pk",)
    sortable_by = ()
    fields = ("person", "company", "title", "may", "joined")
    readonly_fields = ("person", "company", "may", "joined")
    actions = ("take_out",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("client", "user").defer("user__password")

    def has_take_out_permission(self, request: HttpRequest) -> bool:
        return self.holds(request, "delete")

    def book_of(self, row: Contact) -> EventQuerySet:
        """What happened to them there, and the import of the company if there was one."""
        events = Event.objects.of_client(row.client_id)
        return events.filter(Q(about_kind="user", about_id=row.user_id) | Q(verb=Verb.CLIENT_IMPORTED))

    @admin.display(description="name")
    def name(self, contact: Contact) -> str:
        return str(contact)

    @admin.display(description="work email")
    def email(self, contact: Contact) -> str:
        return contact.user.email

    @admin.display(description="person")
    def person(self, contact: Contact) -> SafeString | str:
        return to_row(contact.user)

    @admin.display(description="client")
    def company(self, contact: Contact) -> SafeString | str:
        return to_row(contact.client)

    @admin.display(description="permissions")
    def may(self, contact: Any) -> str:
        return contact.permissions.labels or "none"

    @admin.display(description="joined")
    def joined(self, contact: Contact) -> str:
        return moment(contact.joined_at)

    @act(
        "Remove from the company",
        loses="They no longer reach the company's account from their next click on. Their own sign-in stays.",
        permission="take_out",
        gone=True,
    )
    def take_out(self, contact: Contact, by: Any) -> str:
        remove_contact(contact, by=by)
        return f"{contact} is no longer a contact of {contact.client}."
