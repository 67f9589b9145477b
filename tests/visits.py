"""Visiting the site without a browser: real middleware, real views, CSRF on."""

from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from advisor.users.models import User

_USER_KEY = "account_authentication_methods_user"


class Visit:
    """Makes clients, each signed in as somebody."""

    def __call__(self, who: str | User | None = None, *, fresh: bool = True) -> Client:
        """A client signed in as this person (freshly, so that no password is asked again, unless told otherwise)."""
        client = Client(raise_request_exception=False)
        if who is None:
            return client
        user = who if isinstance(who, User) else User.objects.get(username=who)
        client.force_login(user, backend="advisor.users.backends.SignIn")
        if fresh:
            prove(client, user)
        return client


def prove(client: Client, user: User) -> None:
    """As if the password, and the code of whoever has an authenticator app, had just been typed again."""
    session = client.session
    record: dict[str, Any] = {"method": "password", "at": timezone.now().timestamp(), "reauthenticated": True}
    codes = [record | {"method": "mfa", "type": factor} for factor in factors_of(user)]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [record, *codes]
    session[_USER_KEY] = str(user.pk)
    session.save()


def factors_of(user: User) -> list[str]:
    """The kinds of second factor of this person: "totp", "webauthn"."""
    kinds = Authenticator.objects.filter(user=user).values_list("type", flat=True)
    return [kind for kind in kinds if kind != Authenticator.Type.RECOVERY_CODES]
