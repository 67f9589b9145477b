"""Where the library asks us: who is known, what is told, what is sealed."""

import secrets
from typing import Any, NamedTuple

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from advisor.audit.book import Visitor, record
from advisor.audit.verbs import Verb
from advisor.crypto import seal, unseal
from advisor.identity.actions import announce
from advisor.limits import too_many
from advisor.users.models import User
from advisor.users.sessions import end_sessions, forget_session

DEVICE = "device"
DEVICE_SALT = "advisor.identity.device"
DEVICE_AGE = 365 * 86_400
MISMATCH = "The username and password do not match. Check both, or reset your password."
WRONG_CODE = "That code is not right. Type the newest code from your app, or a recovery code that you have not used."


class Notice(NamedTuple):
    verb: Verb
    title: str
    sentence: str


NOTICES = {
    "account/email/password_changed": Notice(
        Verb.PASSWORD_CHANGED, "Your password was changed", "The password of your account was changed."
    ),
    "account/email/password_reset": Notice(
        Verb.PASSWORD_RESET, "Your password was reset", "A new password was set through a password reset letter."
    ),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
        "incorrect_password": "That password is not right. Type it again.",
        "enter_current_password": "That is not your current password. Type it again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: firms sign up in three steps, members join by invitation."""
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: Any = None,
        *args: Any,
        message: Any = None,
        **kwargs: Any,
    ) -> None:
        """What went wrong is passed on; "signed in as" on every page would only be noise."""
        if message:
            messages.add_message(request, level, message)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise NotImplementedError(f"the library wants to send {template_prefix}: write a letter of our own")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """A new password: other sessions end, a line in the book, a letter to every confirmed address."""
        notice = NOTICES[template_prefix]
        if notice.verb == Verb.PASSWORD_RESET and self.request.user.pk == user.pk:
            self.logout(self.request)
        end_sessions(user.pk, but=self.request.session.session_key)
        if notice.verb == Verb.PASSWORD_CHANGED:
            messages.success(self.request, "Your password was changed. You are signed out everywhere else.")
        record(notice.verb, by=user, about=user)
        announce(user, notice.title, notice.sentence)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("identity:security")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Signed in, all factors proven: that counts as a fresh proof for what asks for one."""
        record(Verb.SIGNED_IN, by=user, about=user)
        for proof in get_authentication_records(request, user):
            proof["reauthenticated"] = True
        request.session.modified = True
        return super().post_login(request, user, **kwargs)

    def logout(self, request: HttpRequest) -> None:
        person: Any = request.user
        record(Verb.SIGNED_OUT, by=person, about=person)
        forget_session(request.session.session_key)
        super().logout(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failures count by what was typed, known or not; a browser in which this person has signed in (or reset the
        password) before counts apart, so that strangers who guess use up their own tries and never the owner's."""
        typed = (credentials.get("username") or credentials.get("email") or "").strip().lower()
        owner, _, device = trusted_device(request).partition(":")
        if owner and _signing_in_as(typed).filter(pk=owner).exists():
            return f"{owner}:{device}"
        return f"typed:{typed}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            key = self._get_login_attempts_cache_key(request, **credentials)
            raise ImmediateHttpResponse(too_many(request, "login_failed", key)) from None

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """By one name only: the library would hash a known email's password twice, and time would tell."""
        name = credentials.get("username") or credentials.get("email") or ""
        return super().authenticate(request, username=name, password=credentials.get("password", ""))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        if known := _signing_in_as(credentials["username"].strip().lower()).first():
            record(Verb.SIGN_IN_FAILED, by=Visitor(str(known)), about=known)


def _signing_in_as(name: str) -> Any:
    """Whom this username or work email means: one person at most. A personal email is no name to sign in with."""
    return User.objects.filter(Q(username=name) | Q(email=name), is_active=True).exclude(email="", username="")


class TwoStepAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def _get_site_name(self) -> str:
        return "Advisor Dashboard"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The host that passkeys are bound to is a setting, not whatever the request says (WebAuthn Level 3, 5.4.2)."""
        host = settings.SITE_URL.partition("://")[2].partition(":")[0]
        return {"id": host, "name": self._get_site_name()}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {number + 1}" if number else "Passkey"


def trusted_device(request: HttpRequest) -> str:
    """`<user>:<random>` of this browser, when its owner once proved themselves in it; else empty."""
    return request.get_signed_cookie(DEVICE, default="", salt=DEVICE_SALT, max_age=DEVICE_AGE) or ""


def trust_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Remember that this person proved themselves in this browser; it opens nothing, it only counts tries apart."""
    if trusted_device(request).startswith(f"{user.pk}:"):
        return
    response.set_signed_cookie(
        DEVICE,
        f"{user.pk}:{secrets.token_hex(8)}",
        salt=DEVICE_SALT,
        max_age=DEVICE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )
