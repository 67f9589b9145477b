"""Connect existing client: the firm asks a client for access."""

from typing import Any

from django import forms

from advisor.forms import ActionForm, NameField
from advisor.permissions import ClientPermission
from clients.forms.permissions import ClientPermissionChoices, ClientPermissionsField
from clients.forms.words import WordsField
from clients.models import Product

ENTER_EMAIL = "Enter an email address, like amy@example.com"
WHAT_IT_IS = {
    Product.PAYROLL: "The client runs its own payroll.",
    Product.PEO: "The platform co-employs the client's people.",
}


class ProductChoices(forms.RadioSelect):
    """Each product with what it is."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().create_option(name, value, *args, **kwargs) | {"hint": WHAT_IT_IS[value]}


class ForEitherProduct(ClientPermissionChoices):
    """The product is chosen on the same page, so a permission that only one product has says so."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        products = ClientPermission.of([value]).wording.products
        if len(products) == 1:
            option["hint"] += f" {Product(products[0]).label} only."
        return option


class WantedPermissionsField(ClientPermissionsField):
    def __init__(self) -> None:
        super().__init__(
            label="Permissions wanted",
            help_text="The client can grant all of them, or less, and change them at any time.",
        )
        self.widget = ForEitherProduct()
        self.widget.is_required = True
        self.only(ClientPermission.every())


class ConnectForm(ActionForm):
    company_name = NameField(
        label="Company name",
        help_text="As your client knows it. It stands in the letter.",
        max_length=120,
        error_messages={"required": "Enter the company's name"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="Contact email",
        help_text="Of somebody who decides at the company. The letter goes there.",
        max_length=254,
        error_messages={"required": ENTER_EMAIL, "invalid": ENTER_EMAIL},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    product = forms.ChoiceField(
        label="Product",
        choices=Product.choices,
        widget=ProductChoices(),
        error_messages={"required": "Choose the client's product", "invalid_choice": "Choose the client's product"},
    )
    permissions = WantedPermissionsField()
    message = WordsField(
        label="Message and why",
        help_text="What you need the access for, in your words. It stands in the letter.",
        max_length=1000,
        required=False,
        for_strangers=True,
    )
