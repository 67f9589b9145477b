"""What support staff do to somebody's account. They may start a recovery, not finish it, and never see a password."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import models, transaction

from advisor.audit.book import Actor, record
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.identity.actions import mail_reset_links
from advisor.users.models import User
from advisor.users.sessions import end_sessions, end_these

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
ONE_SELF = "You cannot do this to yourself."
ONLY_SUPERUSERS = "Only a superuser may do this to support staff."
NO_ADDRESS = "This person has confirmed neither address, so there is nowhere to send a reset letter."


def firm_of(user: User) -> models.Model | None:
    """The firm in whose book this belongs, too, when the person is a member of one."""
    return getattr(getattr(user, "member", None), "firm", None)


def has_two_step(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists()


def _may_touch(user: User, by: Actor) -> None:
    if user.pk == by.user.pk:
        raise Refused(ONE_SELF)
    if (user.is_staff or user.is_superuser) and not by.user.is_superuser:
        raise Refused(ONLY_SUPERUSERS)


@transaction.atomic
def deactivate(user: User, *, by: Actor) -> int:
    """This person can no longer sign in, and is signed out everywhere; returns how many sessions ended."""
    _may_touch(user, by)
    _switch(user, to=False)
    ended = end_sessions(user.pk)
    _record_switch(user, by, to=False, sessions_ended=ended)
    return ended


@transaction.atomic
def reactivate(user: User, *, by: Actor) -> None:
    """This person can sign in again."""
    _may_touch(user, by)
    _switch(user, to=True)
    _record_switch(user, by, to=True)


def _switch(user: User, *, to: bool) -> None:
    if not User.objects.filter(pk=user.pk, is_active=not to).update(is_active=to):
        raise Refused("This person can already sign in." if to else "This person can no longer sign in already.")


def _record_switch(user: User, by: Actor, *, to: bool, **facts: Any) -> None:
    before, after = {"may_sign_in": not to}, {"may_sign_in": to}
    record(Verb.DESK_CHANGED, by=by, firm=firm_of(user), about=user, before=before, after=after, **facts)


@transaction.atomic
def sign_out_everywhere(user: User, *, by: Actor) -> int:
    """End every session of this person; returns how many there were."""
    ended = end_sessions(user.pk)
    record(Verb.SESSIONS_ENDED, by=by, firm=firm_of(user), about=user, number=ended)
    return ended


@transaction.atomic
def end_one(session: UserSession, *, by: Actor) -> None:
    """End this one session."""
    end_these(UserSession.objects.filter(pk=session.pk))
    user, agent = session.user, session.user_agent
    record(Verb.SESSIONS_ENDED, by=by, firm=firm_of(user), about=user, number=1, device=agent)


@transaction.atomic
def start_recovery(user: User, *, by: Actor) -> str:
    """Send the reset letter to the person's own confirmed address; returns it. Only the person can finish."""
    if not user.is_active:
        raise Refused("This person may not sign in. Reactivate the account first.")
    if not user.recovery_address:
        raise Refused(NO_ADDRESS)
    mail_reset_links(user.username, by=by)
    return user.recovery_address
