"""Which domains belong to which firm, and the exceptions to the rule about public ones."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString

from advisor.audit.models import Event, EventQuerySet
from advisor.desk.acts import act
from advisor.desk.admin import DeskModelAdmin, to_row
from advisor.desk.site import desk
from advisor.errors import Refused
from firms.actions.domains import remove_domain, whole_domain
from firms.models import DomainException, FirmDomain


@admin.register(FirmDomain, site=desk)
class FirmDomainAdmin(DeskModelAdmin):
    """A further domain is added on the page of its firm."""

    called = "Email domains"
    place = ("Firms", 4)
    rights = {
        "view": "See email domains",
        "add": "Add email domains to firms",
        "delete": "Remove email domains from firms",
    }
    list_display = ("domain", "firm", "added_at")
    list_select_related = ("firm",)
    search_fields = ("domain", "firm__name")
    ordering = ("domain",)
    sortable_by = ("domain",)
    fields = ("domain", "holder", "added_at")
    readonly_fields = ("holder", "added_at")
    actions = ("remove",)

    def has_remove_permission(self, request: HttpRequest) -> bool:
        return self.holds(request, "delete")

    def book_of(self, row: FirmDomain) -> EventQuerySet:
        return Event.objects.of_firm(row.firm_id).filter(about_name=row.domain)

    @admin.display(description="firm")
    def holder(self, held: FirmDomain) -> SafeString | str:
        return to_row(held.firm)

    @act(
        "Remove from the firm",
        loses="Nobody can be invited to the firm with an address at it any more, and another firm can sign up with it.",
        permission="remove",
        gone=True,
    )
    def remove(self, held: FirmDomain, by: Any) -> str:
        remove_domain(held, by=by)
        return f"{held} no longer belongs to {held.firm}."


class DomainExceptionForm(forms.ModelForm):
    class Meta:
        model = DomainException
        fields = ("domain", "allowed", "reason")
        error_messages = {
            "domain": {"unique": "There is an exception for this domain already. Change that one."},
            "reason": {"required": "Enter a reason, so that a colleague understands it in a year."},
        }

    def clean_domain(self) -> str:
        """The one spelling that sign-up looks for."""
        try:
            return whole_domain(self.cleaned_data["domain"])
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from None


@admin.register(DomainException, site=desk)
class DomainExceptionAdmin(DeskModelAdmin):
    called = "Domain exceptions"
    place = ("Firms", 5)
    rights = {
        "view": "See domain exceptions",
        "add": "Add domain exceptions",
        "change": "Change domain exceptions",
        "delete": "Delete domain exceptions",
    }
    editable = True
    form = DomainExceptionForm
    list_display = ("domain", "allowed", "reason", "added_at")
    list_filter = ("allowed",)
    search_fields = ("domain", "reason")
    ordering = ("domain",)
    fields = ("domain", "allowed", "reason")
