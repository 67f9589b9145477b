"""The forms of the desk about clients: what is well formed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from advisor.forms import ActionForm, NameField
from advisor.identity.forms import PhoneField
from clients.actions.schedules import BOTH
from clients.fields import EinField, LineField, StateField, ZipField, phone_words, too_long
from clients.forms.permissions import ClientPermissionsField
from clients.models import Client
from firms.domains import NotAWorkAddress, work_address

WIDE = {"class": "vTextField"}
EIN_HELP = "Nine digits. It says which company this is: correct it only with the IRS letter in front of you."


def wide() -> forms.TextInput:
    return forms.TextInput(attrs=WIDE)


class ClientForm(forms.ModelForm):
    legal_name = NameField(
        label="Legal name",
        max_length=120,
        error_messages={"required": "Enter the company's legal name", "max_length": too_long(120)},
        widget=wide(),
    )
    trading_name = NameField(
        label="Trading name",
        max_length=120,
        required=False,
        help_text="What lists and letters call the company. Empty: its legal name.",
        error_messages={"max_length": too_long(120)},
        widget=wide(),
    )
    ein = EinField(label="EIN", required=False, help_text=EIN_HELP)
    street = LineField(label="Street", max_length=120, required=False, widget=wide())
    city = LineField(label="City", max_length=80, required=False, widget=wide())
    state = StateField(label="State", required=False, help_text="Two letters, like NY.")
    postal_code = ZipField(label="ZIP code", required=False)
    phone = PhoneField(label="Phone", required=False)

    class Meta:
        model = Client
        fields = (
            *("product", "status", "platform_contact", "legal_name", "trading_name", "ein"),
            *("street", "city", "state", "postal_code", "phone", "pay_frequency", "first_pay_on"),
        )
        labels = {"platform_contact": "Platform contact", "pay_frequency": "Pay frequency"}

    def clean_ein(self) -> str:
        ein = self.cleaned_data["ein"]
        other = Client.objects.filter(ein=ein).exclude(pk=self.instance.pk).first() if ein else None
        if other:
            raise ValidationError(f"{other} has this EIN.")
        return ein

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        frequency, first = data.get("pay_frequency"), data.get("first_pay_on")
        if bool(frequency) != bool(first) and "first_pay_on" not in self.errors:
            self.add_error("first_pay_on" if frequency else "pay_frequency", BOTH)
        return data

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        found = super().get_initial_for_field(field, field_name)
        return phone_words(found) if field_name == "phone" else found


class NewContactForm(ActionForm):
    """Somebody who is invited to a company's account by support staff."""

    first_name = NameField(
        label="First name", max_length=80, error_messages={"required": "Enter their first name"}, widget=wide()
    )
    last_name = NameField(
        label="Last name", max_length=80, error_messages={"required": "Enter their last name"}, widget=wide()
    )
    email = forms.CharField(
        label="Work email",
        max_length=320,
        error_messages={"required": "Enter their work email, like carla@acme.com"},
        widget=forms.EmailInput(attrs=WIDE),
    )
    title = NameField(label="Title", max_length=60, required=False, help_text="Like Owner.", widget=wide())
    permissions = ClientPermissionsField(
        required=False,
        help_text="Only who holds Manage third-party access and Manage employees can let a firm in.",
    )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["permissions"]
        field.only(client.offered)

    def clean_email(self) -> str:
        try:
            return work_address(self.cleaned_data["email"]).key
        except NotAWorkAddress as unusable:
            raise ValidationError(str(unusable)) from None
