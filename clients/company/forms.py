"""What is well formed on the pages of a company's own account."""

import re
from typing import Any

from django import forms

from advisor.forms import ActionForm, NameField
from advisor.identity.forms import PhoneField
from advisor.permissions import ClientPermission
from clients import acknowledgement
from clients.actions.connecting import TICK
from clients.forms.permissions import ClientPermissionsField, not_held
from clients.models import AccessRequest, Client, ClientLink, Product
from firms.forms import AddressForm, WorkEmailField

NOTHING = ClientPermission.none()
ALWAYS = "The overview can always be seen."
EFFECT = (
    "What you take away is gone for everybody of the firm with their next click. What you add, the firm gives to its "
    "people itself."
)


class DetailsForm(AddressForm):
    """Company details. The EIN is changed by support alone."""

    legal_name = NameField(
        label="Legal name", max_length=120, error_messages={"required": "Enter the company's legal name"}
    )
    trading_name = NameField(
        label="Trading name",
        help_text="Stands on every page and in every letter in place of the legal name.",
        max_length=120,
        required=False,
    )
    phone = PhoneField(label="Phone", required=False)
    field_order = ["legal_name", "trading_name", "street", "city", "state", "postal_code", "phone"]


class FirstNameField(NameField):
    def __init__(self) -> None:
        super().__init__(label="First name", max_length=80, error_messages={"required": "Enter their first name"})


class LastNameField(NameField):
    def __init__(self) -> None:
        super().__init__(label="Last name", max_length=80, error_messages={"required": "Enter their last name"})


class GrantingForm(ActionForm):
    """Somebody who holds `held` gives what the company's account has; `present` is there already and can be taken."""

    permissions = ClientPermissionsField(required=False, help_text=ALWAYS)

    def __init__(
        self, *args: Any, offered: ClientPermission, held: ClientPermission, present: ClientPermission, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["permissions"]
        field.only(offered, not_held(held, offered, present))


class ContactForm(GrantingForm):
    """Title and permissions of a contact."""

    title = NameField(label="Title", help_text="Like Owner or Bookkeeper.", max_length=60, required=False)
    field_order = ["title", "permissions"]


class NewContactForm(GrantingForm):
    """Invite contact."""

    first_name = FirstNameField()
    last_name = LastNameField()
    email = forms.EmailField(
        label="Email",
        max_length=254,
        error_messages={
            "required": "Enter their email address",
            "invalid": "Enter an email address, like amy@example.com",
        },
    )
    title = NameField(label="Title", help_text="Like Owner or Bookkeeper.", max_length=60, required=False)
    field_order = ["first_name", "last_name", "email", "title", "permissions"]

    def __init__(self, *args: Any, client: Client, held: ClientPermission, **kwargs: Any) -> None:
        super().__init__(*args, offered=client.offered, held=held, present=NOTHING, **kwargs)


class AccountantForm(ActionForm):
    """Add firm (Payroll) or Add accountant (PEO), first page."""

    first_name = FirstNameField()
    last_name = LastNameField()
    email = WorkEmailField(label="Email", help_text="Their work email: its domain says which firm is meant.")
    firm_name = NameField(
        label="Firm name", max_length=120, error_messages={"required": "Enter the name of their firm"}
    )

    def __init__(self, *args: Any, product: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if product != Product.PEO:
            del self.fields["firm_name"]


class InvitationForm(GrantingForm):
    """Second page: permissions for the firm, and the acknowledgement without which nothing is sent."""

    permissions = ClientPermissionsField(label="What the firm may do", help_text=ALWAYS)
    acknowledged = forms.BooleanField(
        label="We understand", help_text=acknowledgement.TEXT, error_messages={"required": TICK}
    )

    def __init__(self, *args: Any, client: Client, held: ClientPermission, **kwargs: Any) -> None:
        super().__init__(*args, offered=client.offered, held=held, present=NOTHING, **kwargs)


class GrantForm(GrantingForm):
    """What a firm that has access may do."""

    permissions = ClientPermissionsField(label="What the firm may do", required=False, help_text=EFFECT)

    def __init__(self, *args: Any, link: ClientLink, held: ClientPermission, **kwargs: Any) -> None:
        kwargs["initial"] = {"permissions": link.granted}
        super().__init__(*args, offered=link.client.offered, held=held, present=link.granted, **kwargs)
        self.link = link

    def catch_up(self, seen: str) -> str:
        """After a lost race: what somebody else changed since the page was opened is taken over, the other ticks stay
        as they were made. Returns what changed, in words."""
        if not self.is_bound or "permissions" not in self.cleaned_data or not re.fullmatch(r"\d{1,9}", seen):
            return ""
        before, now, typed = ClientPermission.every() & int(seen), self.link.granted, self.cleaned_data["permissions"]
        posted: Any = self.data
        posted = posted.copy()
        posted.setlist("permissions", ((typed & ~(before ^ now)) | (now & ~before)).codenames)
        self.data = posted
        added, taken = (now & ~before).labels, (before & ~now).labels
        said = [f"added: {added}"] * bool(added) + [f"taken away: {taken}"] * bool(taken)
        return f"Changed meanwhile – {'; '.join(said)}. Your other ticks are as you made them." if said else ""


class AnswerForm(GrantingForm):
    """What of the permissions that a firm asked for is granted."""

    permissions = ClientPermissionsField(label="Permissions they ask for", required=False, help_text=ALWAYS)

    def __init__(self, *args: Any, wish: AccessRequest, held: ClientPermission, **kwargs: Any) -> None:
        super().__init__(*args, offered=wish.permissions, held=held, present=NOTHING, **kwargs)
