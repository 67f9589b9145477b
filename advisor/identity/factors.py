"""What happens to second factors. Each act stands in the book and is told to every confirmed address.

The library keeps the factors; the acts are ours, so that act, line and letter are one transaction.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.db.models import QuerySet

from advisor.audit.book import Actor, record
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.identity.actions import announce
from advisor.users.models import User

Type = Authenticator.Type
MOST_PASSKEYS = 10
HAS_APP = "Your account has an authenticator app already. Remove it before you add another one."
TOO_MANY_PASSKEYS = f"An account can have {MOST_PASSKEYS} passkeys. Remove one that you no longer use first."
NO_FACTOR = "Add an authenticator app or a passkey first: recovery codes stand in for one of them."
GONE = "This has been removed meanwhile."


def _locked(user: User) -> QuerySet[Authenticator]:
    """The factors of this person, with the person locked: one act at a time."""
    User.objects.select_for_update().get(pk=user.pk)
    return Authenticator.objects.filter(user=user)


@transaction.atomic
def add_app(user: User, secret: str, *, by: Actor) -> list[str]:
    """An authenticator app; returns the first recovery codes, empty when the person has some already."""
    factors = _locked(user)
    if factors.filter(type=Type.TOTP).exists():
        raise Refused(HAS_APP)
    TOTP.activate(user, secret)
    codes = _first_codes(user, factors)
    record(Verb.TWO_STEP_ON, by=by, about=user)
    announce(user, "Two-step sign-in is on", "An authenticator app was added to your account.")
    return codes


@transaction.atomic
def remove_app(user: User, *, by: Actor) -> None:
    """The authenticator app goes, and the recovery codes with the last factor."""
    factors = _locked(user)
    if not factors.filter(type=Type.TOTP).delete()[0]:
        raise Refused(GONE)
    _drop_dangling_codes(factors)
    record(Verb.TWO_STEP_OFF, by=by, about=user)
    announce(user, "Authenticator app removed", "The authenticator app was removed from your account.")


@transaction.atomic
def add_passkey(user: User, name: str, credential: dict[str, Any], *, by: Actor) -> list[str]:
    """A passkey that the form has verified; returns the first recovery codes, empty when the person has some."""
    factors = _locked(user)
    if factors.filter(type=Type.WEBAUTHN).count() >= MOST_PASSKEYS:
        raise Refused(TOO_MANY_PASSKEYS)
    WebAuthn.add(user, name, credential)
    codes = _first_codes(user, factors)
    record(Verb.PASSKEY_ADDED, by=by, about=user, name=name)
    announce(user, "New passkey", f"The passkey “{name}” was added. It can be used to sign in to your account.")
    return codes


@transaction.atomic
def rename_passkey(user: User, passkey: Authenticator, name: str, *, by: Actor) -> None:
    """Another name for a passkey."""
    before = str(passkey)
    if name == before:
        return
    passkey.data["name"] = name
    passkey.save(update_fields=["data"])
    record(Verb.PROFILE_CHANGED, by=by, about=user, before={"passkey": before}, after={"passkey": name})


@transaction.atomic
def remove_passkey(user: User, passkey: Authenticator, *, by: Actor) -> None:
    """The passkey can no longer be used, and the recovery codes go with the last factor."""
    factors = _locked(user)
    if not factors.filter(pk=passkey.pk).delete()[0]:
        raise Refused(GONE)
    _drop_dangling_codes(factors)
    record(Verb.PASSKEY_REMOVED, by=by, about=user, name=str(passkey))
    announce(user, "Passkey removed", f"The passkey “{passkey}” was removed from your account.")


@transaction.atomic
def make_recovery_codes(user: User, *, by: Actor) -> list[str]:
    """New recovery codes; the old ones no longer work. What this returns is shown once and cannot be read again."""
    factors = _locked(user)
    if not factors.exclude(type=Type.RECOVERY_CODES).exists():
        raise Refused(NO_FACTOR)
    codes = _new_codes(user, factors)
    record(Verb.RECOVERY_CODES_MADE, by=by, about=user)
    announce(user, "New recovery codes", "New recovery codes were made. The old ones no longer work.")
    return codes


def _first_codes(user: User, factors: QuerySet[Authenticator]) -> list[str]:
    return [] if factors.filter(type=Type.RECOVERY_CODES).exists() else _new_codes(user, factors)


def _new_codes(user: User, factors: QuerySet[Authenticator]) -> list[str]:
    factors.filter(type=Type.RECOVERY_CODES).delete()
    made = RecoveryCodes.activate(user)
    made.mark_as_viewed()
    return made.get_unused_codes()


def _drop_dangling_codes(factors: QuerySet[Authenticator]) -> None:
    if not factors.exclude(type=Type.RECOVERY_CODES).exists():
        factors.delete()
