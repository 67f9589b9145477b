"""What is well formed on the screens of a firm."""

import zoneinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from advisor.forms import ActionForm, NameField, SuggestInput
from advisor.identity.forms import ProfileForm
from advisor.permissions import FirmPermission, Permission
from firms.domains import NotAWorkAddress, work_address
from firms.websites import NotAWebsite, website_url

ROLES = [
    "Accountant",
    "Bookkeeper",
    "Controller",
    "CPA",
    "Fractional CFO",
    "Financial advisor",
    "Tax advisor",
    "Payroll specialist",
    "Office manager",
]
ZONES = [
    ("America/New_York", "Eastern"),
    ("America/Chicago", "Central"),
    ("America/Denver", "Mountain"),
    ("America/Phoenix", "Arizona"),
    ("America/Los_Angeles", "Pacific"),
    ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"),
    ("America/Puerto_Rico", "Atlantic (Puerto Rico)"),
    ("UTC", "UTC"),
]


class RoleField(NameField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Role",
            help_text="Choose from the list or write your own.",
            max_length=60,
            error_messages={"required": "Enter a role, like Accountant"},
            widget=SuggestInput(ROLES, attrs={"autocomplete": "organization-title"}),
            **kwargs,
        )


class WebsiteField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Website",
            max_length=300,
            error_messages={"required": "Enter a website, like smithcpa.com"},
            widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url", "autocapitalize": "none"}),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        try:
            return website_url(super().clean(value))
        except NotAWebsite as unusable:
            raise ValidationError(str(unusable)) from None


class WorkEmailField(forms.CharField):
    """Well formed only: whose domain it is, is judged by the action."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Work Email")
        kwargs.setdefault("help_text", "All team members must use the same email domain.")
        super().__init__(
            max_length=320,
            error_messages={"required": "Enter a work email, like amy@smith-cpa.com"},
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        try:
            return work_address(super().clean(value)).key
        except NotAWorkAddress as unusable:
            raise ValidationError(str(unusable)) from None


class FirmStepForm(ActionForm):
    """The first step of signing up."""

    firm_name = NameField(
        label="Firm Name",
        max_length=120,
        error_messages={"required": "Enter your firm's name"},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    website = WebsiteField()


class ProfileStepForm(ProfileForm):
    """The second step; an invited person's email is fixed and not asked."""

    email = WorkEmailField()
    role = RoleField()
    field_order = ["first_name", "last_name", "email", "role", "work_phone", "cell_phone"]

    def __init__(self, *args: Any, email_is_fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if email_is_fixed:
            del self.fields["email"]


class PermissionChoices(forms.CheckboxSelectMultiple):
    """Every permission with its sentence; one that cannot be given stands off with the reason."""

    template_name = "ui/widgets/permission_choices.html"
    flags: type[Permission] = FirmPermission
    off: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.flags.of([value]).sentence
        if reason := self.off.get(value):
            option["reason"] = reason
            option["attrs"]["disabled"] = True
        return option


class FirmPermissionsField(forms.MultipleChoiceField):
    def __init__(self) -> None:
        super().__init__(
            label="Permissions for managing the firm",
            help_text="They never open a client's account: only an assignment does.",
            required=False,
            choices=[(permission.codename, permission.label) for permission in FirmPermission],
            widget=PermissionChoices(),
        )

    fixed = FirmPermission.none()

    def clean(self, value: Any) -> FirmPermission:
        return FirmPermission.of(super().clean(value)) | self.fixed

    def only(self, possible: FirmPermission, present: FirmPermission) -> None:
        """Switch off what the editor may neither give nor take; what the person has of it stays."""
        self.fixed = present & ~possible
        self.widget.off = {
            permission.codename: "You do not hold this permission yourself."
            for permission in FirmPermission
            if permission not in possible
        }


class NewMemberForm(ActionForm):
    """+Add member, first page."""

    first_name = NameField(label="First Name", max_length=80, error_messages={"required": "Enter their first name"})
    last_name = NameField(label="Last Name", max_length=80, error_messages={"required": "Enter their last name"})
    email = WorkEmailField(help_text="It must be on your firm's email domain.")
    role = RoleField()


class PermissionsForm(ActionForm):
    """+Add member, second page."""

    permissions = FirmPermissionsField()

    def __init__(self, *args: Any, possible: FirmPermission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = FirmPermission.of(self.initial.get("permissions", []))
        self.fields["permissions"].only(possible, present)  # type: ignore[attr-defined] # the field above


class MemberForm(PermissionsForm):
    """Role and permissions of a member or of somebody invited."""

    role = RoleField()
    field_order = ["role", "permissions"]


class RoleForm(ActionForm):
    role = RoleField()


class WorkEmailForm(ActionForm):
    email = WorkEmailField()


class AddressForm(ActionForm):
    """Where a firm or a company is, as far as it says so."""

    street = forms.CharField(label="Street", max_length=120, required=False)
    city = forms.CharField(label="City", max_length=80, required=False)
    state = forms.CharField(
        label="State", max_length=2, required=False, help_text="Two letters, like NY.", widget=forms.TextInput()
    )
    postal_code = forms.RegexField(
        r"\A\d{5}(-\d{4})?\Z",
        label="ZIP code",
        required=False,
        error_messages={"invalid": "Enter a ZIP code, like 10001 or 10001-1234"},
    )

    def clean_state(self) -> str:
        state = self.cleaned_data["state"].upper()
        if state and not (state.isascii() and state.isalpha() and len(state) == 2):
            raise ValidationError("Enter the two letters of a state, like NY")
        return state


class FirmForm(AddressForm):
    """Firm information."""

    name = NameField(label="Firm Name", max_length=120, error_messages={"required": "Enter your firm's name"})
    website = WebsiteField()
    time_zone = forms.ChoiceField(label="Time zone", choices=ZONES, help_text="Dates and times are shown in this zone.")
    field_order = ["name", "website"]

    def clean_time_zone(self) -> str:
        return zoneinfo.ZoneInfo(self.cleaned_data["time_zone"]).key


class MemberFilterForm(forms.Form):
    """Search among the members."""

    q = forms.CharField(label="Search members", max_length=100, required=False)
