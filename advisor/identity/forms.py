"""Forms about somebody's own account: what is well formed."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from advisor.forms import ActionForm, Attempts, NameField
from advisor.users.models import User
from advisor.users.passwords import LengthAndKinds
from advisor.users.phones import NotAPhoneNumber, phone_number
from advisor.users.usernames import clean_username


class PhoneField(forms.CharField):
    """A phone number in any usual spelling; gives E.164."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel"})

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        try:
            return phone_number(text) if text else ""
        except NotAPhoneNumber as unusable:
            raise ValidationError(str(unusable)) from None


class NewPassword(forms.CharField):
    """A password to be set: with a Show button, paste allowed, the rule above the input."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Password")
        kwargs.setdefault("help_text", LengthAndKinds().get_help_text())
        super().__init__(
            strip=False,
            max_length=1000,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "data-reveal": ""}),
            **kwargs,
        )


class UsernameField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Username",
            help_text="Cannot be an email. 3 to 30 letters, digits, dots, hyphens or underscores.",
            max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        return clean_username(super().clean(value))


class CodeForm(ActionForm):
    code = forms.CharField(
        label="Code",
        help_text="Six digits, from the newest letter.",
        max_length=20,
        error_messages={"required": "Enter the six digits from the letter"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code"}),
    )

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split()).replace("-", "")
        if len(code) != 6 or not (code.isascii() and code.isdigit()):
            raise ValidationError("Enter the six digits from the letter")
        return code


class ProfileForm(ActionForm):
    """Name and phones of the person who is signed in."""

    first_name = NameField(
        label="First Name",
        max_length=80,
        error_messages={"required": "Enter your first name"},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = NameField(
        label="Last Name",
        max_length=80,
        error_messages={"required": "Enter your last name"},
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    work_phone = PhoneField(label="Work Phone", error_messages={"required": "Enter your work phone number"})
    cell_phone = PhoneField(
        label="Cell Phone",
        help_text="Used to verify your identity when you contact support.",
        error_messages={"required": "Enter your cell phone number"},
    )


class UsernameForm(ActionForm):
    username = UsernameField(error_messages={"required": "Enter a username"})


class PersonalEmailField(forms.EmailField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Personal Email",
            help_text="For password reset.",
            max_length=254,
            error_messages={
                "required": "Enter your personal email",
                "invalid": "Enter an email address, like amy@example.com",
            },
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        return super().clean(value).lower()


class PersonalEmailForm(ActionForm):
    personal_email = PersonalEmailField()


class RecoverForm(ActionForm):
    """Whatever somebody remembers of themselves."""

    email = forms.CharField(
        label="Username or email",
        max_length=254,
        error_messages={"required": "Enter your username or an email of yours"},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


class ForgotUsernameForm(RecoverForm):
    """The same field, for whoever does not know the username."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = "Work email or personal email"
        email.error_messages["required"] = "Enter your work email or your personal email"
        email.widget.attrs["autocomplete"] = "email"


class PasskeyNameForm(ActionForm):
    name = NameField(
        label="Name",
        help_text="So that you can tell your passkeys apart, like “Office laptop”.",
        max_length=60,
        error_messages={"required": "Enter a name, like Office laptop"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AccountForm(Attempts, forms.Form):
    """The last step of signing up: personal email, username, password, checked against the person they are for.

    `done`: the account was made by an earlier click, so its own username is not in the way of the second.
    """

    use_required_attribute = False

    personal_email = PersonalEmailField()
    username = UsernameField(error_messages={"required": "Enter a username"})
    password = NewPassword(error_messages={"required": "Enter a password"})

    def __init__(self, *args: Any, person: User, done: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.person = person
        self.done = done

    def clean_username(self) -> str:
        username = self.cleaned_data["username"]
        if not self.done and User.objects.filter(username=username).exists():
            raise ValidationError("This username is taken. Choose another one.")
        return username

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.person.username = data.get("username", "")
        self.person.personal_email = data.get("personal_email", "")
        if data.get("password"):
            try:
                validate_password(data["password"], self.person)
            except ValidationError as weak:
                self.add_error("password", weak)
        return data
