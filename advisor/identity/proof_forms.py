"""The library's forms for proving who one is, in our words: password, reset, second factors, passkeys.

`ACCOUNT_FORMS` and `MFA_FORMS` name them.
"""

from typing import Any

from allauth.account.forms import ChangePasswordForm as LibraryChangePasswordForm
from allauth.account.forms import LoginForm, ResetPasswordKeyForm
from allauth.account.forms import ReauthenticateForm as LibraryReauthenticateForm
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as LibraryCodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from advisor.crypto import seal, unseal
from advisor.forms import Attempts
from advisor.identity.actions import mail_reset_links
from advisor.identity.forms import NewPassword, PasskeyNameForm, RecoverForm
from advisor.limits import too_many

PASSKEY_REFUSED = "This passkey was not accepted. Try again, or use another way."
MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What the library's decoder raises on answers that no browser gives; Django's ValidationError is none of them."""


class Plain:
    """Our field template says the rest: no colon behind a label, no `required` that keeps our sentences away."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)  # type: ignore[call-arg] # of the library's form beside this mixin


def password_field(label: str = "Password", required: str = "Enter your password") -> forms.CharField:
    """The password somebody has."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=1000,
        error_messages={"required": required},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def code_field() -> forms.CharField:
    return forms.CharField(
        label="Code",
        help_text="Six digits from your authenticator app, or one of your recovery codes.",
        max_length=20,
        error_messages={"required": "Enter the code from your authenticator app, or a recovery code"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code"}),
    )


class SignInForm(Plain, LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = forms.CharField(
            label="Username or work email",
            max_length=254,
            error_messages={"required": "Enter your username or work email"},
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        )
        self.fields = {"login": login, "password": password_field()}


class PasswordAgainForm(Plain, LibraryReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"password": password_field()}


class RecoverPasswordForm(RecoverForm):
    """The library calls `save`; the letter is ours and goes to the recovery address only."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        mail_reset_links(self.cleaned_data["email"])
        return self.cleaned_data["email"]


class SetsPassword(Plain):
    """One field for the new password: it can be shown, so it need not be typed twice."""

    user: Any
    cleaned_data: dict[str, Any]

    def clean_password1(self) -> str:
        validate_password(self.cleaned_data["password1"], self.user)
        return self.cleaned_data["password1"]


class NewPasswordForm(SetsPassword, ResetPasswordKeyForm):
    """After a reset letter. The browser is trusted afterwards."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "password1": NewPassword(label="New password", error_messages={"required": "Enter a new password"})
        }

    def save(self) -> None:
        super().save()
        context.request.proven_user = self.user


class ChangePasswordForm(SetsPassword, LibraryChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "oldpassword": password_field("Current password", "Enter your current password"),
            "password1": NewPassword(label="New password", error_messages={"required": "Enter a new password"}),
        }


class LimitedCode(Plain):
    """A second factor typed by hand; too many wrong ones are answered 429."""

    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"code": code_field()}

    def clean_code(self) -> str:
        try:
            return super().clean_code()  # type: ignore[misc] # of the library's form beside this mixin
        except ValidationError as refusal:
            if refusal.code not in ("too_many_login_attempts", "rate_limited"):
                raise
            key = f"mfa-auth-user-{self.user.pk}"
            raise ImmediateHttpResponse(too_many(context.request, "login_failed", key)) from None


class TwoStepForm(LimitedCode, AuthenticateForm):
    pass


class CodeAgainForm(LimitedCode, LibraryCodeAgainForm):
    pass


class NewAppForm(LimitedCode, Attempts, ActivateTOTPForm):
    """The first code of a new authenticator app. Its secret waits in the session, sealed, and outlives a refresh."""

    secret: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        session = context.request.session
        held = session.pop(SECRET_SESSION_KEY, "")
        if held:
            session[SECRET_SESSION_KEY] = unseal(held)
        super().__init__(*args, **kwargs)
        self.secret = unseal(held) if held else self.secret
        session[SECRET_SESSION_KEY] = seal(self.secret)
        self.fields["code"].help_text = "Six digits that the app shows now."
        self.fields["code"].error_messages["required"] = "Enter the six digits that the app shows"

    def forget_secret(self) -> None:
        """The app is set up: the session need not hold its secret any longer."""
        context.request.session.pop(SECRET_SESSION_KEY, None)


class Passkey:
    """What a browser answers to a passkey ceremony: whatever it holds, the worst is a sentence."""

    def clean(self) -> dict[str, Any]:
        return self._decoded(super().clean)  # type: ignore[misc] # of the library's form beside this mixin

    def _decoded(self, clean: Any) -> Any:
        try:
            return clean()
        except MALFORMED:
            raise ValidationError(PASSKEY_REFUSED) from None
        except ValidationError as refusal:
            if refusal.code != "incorrect_code":
                raise
            raise ValidationError(PASSKEY_REFUSED) from None


class PasskeyProof(Plain, Passkey):
    def clean_credential(self) -> Any:
        return self._decoded(super().clean_credential)  # type: ignore[misc] # of the library's form beside this mixin


class SignInPasskeyForm(PasskeyProof, LoginWebAuthnForm):
    pass


class TwoStepPasskeyForm(PasskeyProof, AuthenticateWebAuthnForm):
    pass


class PasskeyAgainForm(PasskeyProof, ReauthenticateWebAuthnForm):
    pass


class NewPasskeyForm(Plain, Passkey, Attempts, AddWebAuthnForm):
    """A name and the browser's answer, verified against the challenge in the session."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, credential = PasskeyNameForm().fields["name"], self.fields["credential"]
        name.required = False
        credential.error_messages["required"] = "This needs your browser's help: press “Add passkey” and follow it."
        self.fields = {"name": name, "credential": credential}
