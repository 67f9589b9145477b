"""Companies on the desk: found by name, EIN or code; their details changed by form, before and after in the book."""

from re import fullmatch
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.safestring import SafeString

from advisor.audit.models import Event, EventQuerySet
from advisor.dates import day, moment
from advisor.desk.acts import ask_with
from advisor.desk.admin import counted, to_list
from advisor.desk.site import Waiting, desk
from advisor.support.models import PlatformContact
from clients.actions.contacts import invite_contact
from clients.admin.forms import ClientForm, NewContactForm
from clients.admin.importing import ImportPages
from clients.codes import Code
from clients.eins import NotAnEin, ein_digits
from clients.models import Client, ClientLink, Contact, Status
from clients.paydays import bank_today, next_debit

AT_WORK = (Status.ENROLLING, Status.ACTIVE)
SCHEDULE = {"status", "pay_frequency", "first_pay_on"}
"""What the next debit follows from."""


class CareFilter(admin.SimpleListFilter):
    title = "platform contact"
    parameter_name = "care"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        contacts = PlatformContact.objects.values_list("pk", "name")
        return [("none", "None, and not terminated"), *((str(key), name) for key, name in contacts)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Client]) -> QuerySet[Client]:
        if self.value() == "none":
            return without_care(queryset)
        chosen = self.value() or ""
        return queryset.filter(platform_contact=int(chosen)) if chosen in dict(self.lookup_choices) else queryset


def without_care(clients: QuerySet[Client]) -> QuerySet[Client]:
    """Enrolling and active ones that nobody at the platform answers for."""
    return clients.filter(platform_contact=None, status__in=AT_WORK)


@admin.register(Client, site=desk)
class ClientAdmin(ImportPages):
    """Nobody deletes a company: one that leaves is Terminated, and what happened stays with it."""

    called = "Clients"
    place = ("Clients", 1)
    editable = True
    rights = {
        "view": "See clients",
        "add": "Add clients, also many from a CSV file",
        "change": "Change clients: status, platform contact, names, EIN, address, pay schedule",
    }
    form = ClientForm
    change_form_template = "admin/clients/client/change_form.html"
    list_display = ("called_by", "product", "status", "ein_shown", "platform_contact", "code")
    list_filter = ("product", "status", CareFilter)
    list_select_related = ("platform_contact",)
    search_fields = ("names",)
    search_help_text = "Search by legal or trading name, EIN or code."
    ordering = ("-pk",)
    sortable_by = ("called_by",)
    readonly_fields = ("code", "firms", "people", "invited", "asked_of_firms", "activity", "next_debit", "created")
    ABOUT = ("product", "status", "platform_contact")
    COMPANY = ("legal_name", "trading_name", "ein", "street", "city", "state", "postal_code", "phone")
    PAY = ("pay_frequency", "first_pay_on")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        connected = ("firms", "people", "invited", "asked_of_firms", "activity", "code", "created") if obj else ()
        pay = (*self.PAY, "next_debit") if obj else self.PAY
        return (
            (None, {"fields": (*self.ABOUT, *connected)}),
            ("Company", {"fields": self.COMPANY}),
            ("Pay schedule", {"fields": pay}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A company's product is chosen once: its permissions hang on it."""
        return (*self.readonly_fields, "product") if obj else self.readonly_fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        new_contact = self.admin_site.admin_view(self.new_contact)
        return [path("<int:number>/new-contact/", new_contact, name="clients_client_new_contact"), *super().get_urls()]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """An EIN or a code is looked up; anything else is a part of a name."""
        try:
            return queryset.filter(ein=ein_digits(search_term)), False
        except NotAnEin:
            found, twice = super().get_search_results(request, queryset, search_term)
        word = search_term.strip().lower()
        return (queryset.filter(code=word) | found if fullmatch(Code.regex, word) else found), twice

    def save_model(self, request: HttpRequest, obj: Client, form: Any, change: bool) -> None:
        changed = set(form.changed_data)
        if not change or changed & SCHEDULE:
            ended = obj.status == Status.TERMINATED
            obj.next_debit_on = None if ended else next_debit(obj.pay_frequency, obj.first_pay_on, bank_today())
            changed.add("next_debit_on")
        obj.save(update_fields=changed if change else None)

    def new_contact(self, request: HttpRequest, number: int) -> HttpResponse:
        """Invite somebody to this company's account."""
        if not request.user.has_perm("clients.add_contactinvitation"):
            raise PermissionDenied
        company = self.get_object(request, str(number))
        if company is None:
            raise Http404
        form = NewContactForm(request.POST or None, client=company)
        signed = {"by": request.user, "held": company.offered}
        if form.is_valid() and form.attempt(invite_contact, company, **form.cleaned_data, **signed):
            self.message_user(request, f"An invitation is on its way to {form.result.email}.")
            return redirect("admin:clients_client_change", company.pk)
        return ask_with(form, self, request, company, "Invite a contact")

    def waiting(self) -> list[Waiting]:
        alone = without_care(Client.objects.all()).count()
        return [Waiting("clients without a platform contact", alone, f"{self.list_url}?care=none")]

    def client_of(self, row: Client) -> Client:
        return row

    def book_of(self, row: Client) -> EventQuerySet:
        return Event.objects.of_client(row.pk)

    @admin.display(description="name", ordering="name")
    def called_by(self, company: Client) -> str:
        return str(company)

    @admin.display(description="EIN")
    def ein_shown(self, company: Client) -> str:
        return company.ein_words or "—"

    @admin.display(description="firms")
    def firms(self, company: Client) -> SafeString:
        number = ClientLink.objects.live().filter(client=company).count()
        return to_list("clients_clientlink", f"{counted(number, 'firm')} with access", client__id__exact=company.pk)

    @admin.display(description="contacts")
    def people(self, company: Client) -> SafeString:
        number = Contact.objects.filter(client=company).count()
        return to_list("clients_contact", counted(number, "contact"), client__id__exact=company.pk)

    @admin.display(description="invited contacts")
    def invited(self, company: Client) -> SafeString:
        label = counted(company.contact_invitations.count(), "invitation")
        return to_list("clients_contactinvitation", label, client__id__exact=company.pk)

    @admin.display(description="invited firms")
    def asked_of_firms(self, company: Client) -> SafeString:
        label = counted(company.firm_invitations.count(), "invitation")
        return to_list("clients_firminvitation", label, client__id__exact=company.pk)

    @admin.display(description="activity")
    def activity(self, company: Client) -> SafeString:
        return to_list("audit_event", "Events of the company", client_id=company.pk)

    @admin.display(description="next debit")
    def next_debit(self, company: Client) -> str:
        return day(company.next_debit_on) if company.next_debit_on else "—"

    @admin.display(description="on the platform since")
    def created(self, company: Client) -> str:
        return moment(company.created_at)
