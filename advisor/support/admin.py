"""The platform's own people who answer for clients."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString

from advisor.desk.admin import DeskModelAdmin, to_list
from advisor.desk.site import desk
from advisor.forms import NameField
from advisor.identity.forms import PhoneField
from advisor.support.models import PlatformContact
from advisor.users.phones import shown


class AddressField(forms.EmailField):
    """Kept in lower case."""

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").lower()


class PlatformContactForm(forms.ModelForm):
    name = NameField(
        label="Name",
        max_length=120,
        error_messages={"required": "Enter a name, like Petra Lang"},
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    phone = PhoneField(
        label="Phone",
        error_messages={"required": "Enter a phone number, like (212) 555-0199"},
        widget=forms.TextInput(attrs={"class": "vTextField", "inputmode": "tel"}),
    )

    email = AddressField(
        label="Email",
        max_length=254,
        error_messages={"required": "Enter the email address that clients and advisors write to"},
        widget=forms.EmailInput(attrs={"class": "vTextField"}),
    )

    class Meta:
        model = PlatformContact
        fields = ("name", "title", "email", "phone")
        error_messages = {"email": {"unique": "There is a platform contact with this address already."}}

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        found = super().get_initial_for_field(field, field_name)
        return shown(str(found)) if field_name == "phone" and found else found


@admin.register(PlatformContact, site=desk)
class PlatformContactAdmin(DeskModelAdmin):
    """Whoever still answers for clients cannot be deleted: their clients would have nobody."""

    called = "Platform contacts"
    place = ("Clients", 9)
    editable = True
    rights = {
        "view": "See platform contacts",
        "add": "Add platform contacts",
        "change": "Change platform contacts",
        "delete": "Delete platform contacts without clients",
    }
    form = PlatformContactForm
    list_display = ("name", "title", "email", "telephone", "clients")
    search_fields = ("name", "email")
    search_help_text = "Search by name or email."
    ordering = ("name", "pk")
    sortable_by = ("name",)
    fields = ("name", "title", "email", "phone")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.clients.exists())

    @admin.display(description="phone")
    def telephone(self, contact: PlatformContact) -> str:
        return contact.phone_words

    @admin.display(description="clients")
    def clients(self, contact: PlatformContact) -> SafeString:
        return to_list("clients_client", "Their clients", care=contact.pk)
