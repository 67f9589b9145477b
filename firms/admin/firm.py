"""Firms on the desk, and the further domains that support staff approve."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from advisor.audit.models import Event, EventQuerySet
from advisor.dates import moment
from advisor.desk.acts import ask_with
from advisor.desk.admin import DeskModelAdmin, counted, to_list
from advisor.desk.site import Waiting, desk
from advisor.forms import ActionForm
from firms.actions.domains import ENTER_A_DOMAIN, add_domain
from firms.models import Firm, Member

LONGEST_TYPED = 300


class ConfirmedFilter(admin.SimpleListFilter):
    title = "founder's work email"
    parameter_name = "confirmed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Confirmed"), ("no", "Not confirmed")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Firm]:
        return queryset.filter(confirmed=self.value() == "yes") if self.value() else queryset


class NewDomainForm(ActionForm):
    domain = forms.CharField(
        label="Domain",
        max_length=LONGEST_TYPED,
        help_text="People with a work email at this domain can then be invited to the firm.",
        error_messages={"required": ENTER_A_DOMAIN},
        widget=forms.TextInput(attrs={"class": "vTextField", "inputmode": "url", "autocapitalize": "none"}),
    )


@admin.register(Firm, site=desk)
class FirmAdmin(DeskModelAdmin):
    called = "Firms"
    place = ("Firms", 1)
    rights = {"view": "See firms"}
    list_display = ("name", "domain_names", "size", "confirmed", "created")
    list_filter = (ConfirmedFilter,)
    search_fields = ("name", "website", "domains__domain")
    search_help_text = "Search by name, website or email domain."
    ordering = ("-pk",)
    sortable_by = ("name",)
    change_form_template = "admin/firms/firm/change_form.html"
    fields = (
        *("name", "website", "domain_names", "people", "invited", "clients", "activity"),
        *("street", "city", "state", "postal_code", "time_zone", "two_step_required_at", "confirmed", "created"),
    )
    readonly_fields = ("domain_names", "people", "invited", "clients", "activity", "confirmed", "created")

    def get_queryset(self, request: HttpRequest) -> Any:
        """With confirmation, domains, and the number of members, which is counted for the rows of the page only."""
        members = Member.objects.filter(firm=OuterRef("pk")).order_by().values("firm")
        firms = super().get_queryset(request).with_confirmation()  # type: ignore[attr-defined] # our own QuerySet
        return firms.annotate(size=Subquery(members.annotate(n=Count("pk")).values("n"))).prefetch_related("domains")

    def get_urls(self) -> list[URLPattern]:
        new_domain = self.admin_site.admin_view(self.new_domain)
        return [path("<int:number>/new-domain/", new_domain, name="firms_firm_new_domain"), *super().get_urls()]

    def new_domain(self, request: HttpRequest, number: int) -> HttpResponse:
        """Approve a further domain for this firm."""
        if not request.user.has_perm("firms.add_firmdomain"):
            raise PermissionDenied
        firm = self.get_object(request, str(number))
        if firm is None:
            raise Http404
        form = NewDomainForm(request.POST or None)
        if form.is_valid() and form.attempt(add_domain, firm, form.cleaned_data["domain"], by=request.user):
            self.message_user(request, f"{form.result} now belongs to {firm}.")
            return redirect("admin:firms_firm_change", firm.pk)
        return ask_with(form, self, request, firm, "Add a domain")

    def waiting(self) -> list[Waiting]:
        firms: Any = Firm.objects.with_confirmation()
        unconfirmed = firms.filter(confirmed=False).count()
        label = "firms whose founder has not confirmed the work email"
        return [Waiting(label, unconfirmed, f"{self.list_url}?confirmed=no")]

    def firm_of(self, row: Firm) -> Firm:
        return row

    def book_of(self, row: Firm) -> EventQuerySet:
        return Event.objects.of_firm(row.pk)

    @admin.display(description="email domains")
    def domain_names(self, firm: Firm) -> SafeString:
        return format_html_join(", ", "{}", ((held.domain,) for held in firm.domains.all()))

    @admin.display(description="members")
    def size(self, firm: Any) -> int:
        return firm.size or 0

    @admin.display(description="members")
    def people(self, firm: Any) -> SafeString:
        return to_list("firms_member", counted(firm.size or 0, "member"), firm__id__exact=firm.pk)

    @admin.display(description="invitations")
    def invited(self, firm: Any) -> SafeString:
        label = counted(firm.invitations.count(), "invitation")
        return to_list("firms_memberinvitation", label, firm__id__exact=firm.pk)

    @admin.display(description="clients")
    def clients(self, firm: Firm) -> SafeString:
        return to_list("clients_clientlink", "Connections of the firm", firm__id__exact=firm.pk)

    @admin.display(description="activity")
    def activity(self, firm: Firm) -> SafeString:
        return to_list("audit_event", "Events of the firm", firm_id=firm.pk)

    @admin.display(description="founder confirmed", boolean=True)
    def confirmed(self, firm: Any) -> bool:
        return firm.confirmed

    @admin.display(description="created")
    def created(self, firm: Firm) -> str:
        return moment(firm.created_at)
