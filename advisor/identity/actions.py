"""What happens to somebody's own account: addresses confirmed and changed, profile, ways back in."""

from datetime import timedelta
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from advisor.audit.book import Actor, Visitor, changes, record
from advisor.audit.verbs import Verb
from advisor.crypto import digest, new_token
from advisor.dates import moment
from advisor.errors import Refused
from advisor.identity import mails
from advisor.identity.models import CODE_LIVES, LINK_LIVES, Confirmation, Purpose, code_digest, new_code
from advisor.identity.recovery import reset_keys
from advisor.mail.models import Letter
from advisor.mail.outbox import address_of, draft, send
from advisor.users.models import User
from advisor.users.sessions import end_sessions

WRONG_CODE = "That code is not right or has expired. Check the newest letter, or send a new code."
ANOTHER_MAILBOX = "Enter an email other than your work email: it is your way back in when you cannot reach that one."
ADDRESS_TAKEN = "This email cannot be used. Choose another one."
DEAD_LINK = "This link has been used or has expired. Send a new one from your profile."
ANOTHERS_LINK = "This link belongs to another account. Sign in to that one and open it again."
NOTHING_WAITS = "There is nothing to confirm."
MOST = 5
"""Letters for one request: an address may be the personal email of a few people, and never of a crowd."""


@transaction.atomic
def begin_confirmation(user: User, purpose: Purpose, address: str, *, by: Actor) -> Confirmation:
    """Send a code and a link to this address; an earlier code and link for the same purpose die."""
    if purpose == Purpose.PERSONAL and address.lower() == user.email:
        raise Refused(ANOTHER_MAILBOX, field="personal_email")
    code, token = new_code(), new_token()
    confirmation, _ = Confirmation.objects.update_or_create(
        user=user,
        purpose=purpose,
        defaults={
            "address": address.lower(),
            "code_digest": code_digest(user.pk, code),
            "token_digest": digest(token),
            "sent_at": timezone.now(),
            "tries": 0,
        },
    )
    if address.lower() not in (user.email, user.personal_email):
        record(Verb.EMAIL_CHANGE_ASKED, by=by, about=user, purpose=purpose)
    send(
        mails.confirm_address,
        to=confirmation.address,
        user=user,
        code=code,
        code_expires=moment(confirmation.sent_at + CODE_LIVES),
        link=address_of("identity:arrive", token),
        link_expires=moment(confirmation.sent_at + LINK_LIVES),
        purpose=confirmation.get_purpose_display(),
    )
    return confirmation


def confirm_by_code(confirmation: Confirmation | None, code: str, *, by: Actor) -> User:
    """The code from the letter, typed by the person who is signed in.

    Not one transaction on purpose: a try that was wrong must stay counted although the act is refused.
    """
    if confirmation is None:
        raise Refused("There is nothing to confirm. Ask for a new code.", field="code")
    if not Confirmation.objects.try_code(confirmation, code):
        raise Refused(WRONG_CODE, field="code")
    with transaction.atomic():
        return _confirm(confirmation, by=by)


@transaction.atomic
def confirm_by_link(token: str, *, by: User | None) -> User:
    """The click on the page behind the link, by the person it was written for.

    The mailbox alone is not enough: a mistyped address would let its owner into the account, and mail scanners click.
    """
    confirmation = Confirmation.objects.holding(token)
    if confirmation is None:
        raise Refused(DEAD_LINK)
    if by is None or by.pk != confirmation.user_id:
        raise Refused(ANOTHERS_LINK)
    return _confirm(confirmation, by=by)


def send_another_code(user: User, purpose: Purpose, waiting: Confirmation | None, *, by: Actor) -> Confirmation:
    """A new code and link for the address that waits, or for the present one while it is unconfirmed."""
    work = purpose == Purpose.WORK
    known = user.email_confirmed_at if work else user.personal_email_confirmed_at
    present = user.email if work else user.personal_email
    address = waiting.address if waiting else "" if known else present
    if not address:
        raise Refused(NOTHING_WAITS)
    return begin_confirmation(user, purpose, address, by=by)


def change_personal_email(user: User, address: str, *, by: Actor) -> Confirmation:
    """Another personal email: it counts once it is confirmed."""
    if address == user.personal_email and user.personal_email_confirmed_at:
        raise Refused("This is your personal email already.", field="personal_email")
    return begin_confirmation(user, Purpose.PERSONAL, address, by=by)


def _confirm(confirmation: Confirmation, *, by: Actor) -> User:
    """Set the address on the person, tell the old one when it changed. One winner: the row is deleted first."""
    if not Confirmation.objects.filter(pk=confirmation.pk, token_digest=confirmation.token_digest).delete()[0]:
        raise Refused("This was confirmed or replaced meanwhile.", field="code")
    user = User.objects.select_for_update().get(pk=confirmation.user_id)
    field = "email" if confirmation.purpose == Purpose.WORK else "personal_email"
    old, known = getattr(user, field), getattr(user, f"{field}_confirmed_at")
    setattr(user, field, confirmation.address)
    setattr(user, f"{field}_confirmed_at", timezone.now())
    try:
        with transaction.atomic():
            user.save(update_fields=[field, f"{field}_confirmed_at"])
    except IntegrityError:
        raise Refused(ADDRESS_TAKEN) from None
    if old == confirmation.address:
        record(Verb.EMAIL_CONFIRMED, by=by, about=user, purpose=confirmation.purpose)
        return user
    record(Verb.EMAIL_CHANGED, by=by, about=user, purpose=confirmation.purpose, before=old, after=confirmation.address)
    _tell_of_change(user, confirmation, old if known else "")
    return user


def _tell_of_change(user: User, confirmation: Confirmation, old: str) -> None:
    """The address that is no longer theirs, and the one that stays."""
    purpose, when = confirmation.get_purpose_display(), moment(timezone.now())
    send(mails.address_changed, to=old, user=user, purpose=purpose, when=when)
    title, sentence = f"Your {purpose} was changed", f"The {purpose} of your account was changed."
    for address in user.confirmed_addresses:
        if address not in (old, confirmation.address):
            send(mails.security_notice, to=address, user=user, title=title, sentence=sentence, when=when)


@transaction.atomic
def change_profile(user: User, values: dict[str, Any], *, by: Actor) -> None:
    """Name and phones. A new cell phone is announced, because support verifies callers with it."""
    user = User.objects.select_for_update().get(pk=user.pk)
    was, new = changes({name: str(getattr(user, name)) for name in values}, {k: str(v) for k, v in values.items()})
    if not new:
        return
    for name, value in values.items():
        setattr(user, name, value)
    user.save(update_fields=list(values))
    record(Verb.PROFILE_CHANGED, by=by, about=user, before=was, after=new)
    if "cell_phone" in new:
        announce(user, "Your cell phone number was changed", "The cell phone number of your account was changed.")


@transaction.atomic
def change_username(user: User, username: str, *, by: Actor) -> None:
    """Another name to sign in with."""
    before = User.objects.select_for_update().get(pk=user.pk).username
    if username == before:
        return
    user.username = username
    try:
        with transaction.atomic():
            user.save(update_fields=["username"])
    except IntegrityError:
        raise Refused("This username is taken. Choose another one.", field="username") from None
    record(Verb.PROFILE_CHANGED, by=by, about=user, before={"username": before}, after={"username": username})
    announce(user, "Your username was changed", f"The username of your account is now {username}.")


@transaction.atomic
def sign_out_everywhere_else(user: User, session_key: str, *, by: Actor) -> int:
    """End every other session of this person; returns how many there were."""
    ended = end_sessions(user.pk, but=session_key)
    record(Verb.SESSIONS_ENDED, by=by, about=user, number=ended)
    return ended


def announce(user: User, title: str, sentence: str) -> None:
    """Tell every confirmed address of this person about a security act."""
    for address in user.confirmed_addresses:
        send(mails.security_notice, to=address, user=user, title=title, sentence=sentence, when=moment(timezone.now()))


def meant_by(text: str) -> list[User]:
    """The few people whom this username or address may mean: their own names and confirmed addresses first, so that
    nobody is crowded out by accounts that only claim an address."""
    theirs = Q(username=text) | Q(email=text) | Q(personal_email=text, personal_email_confirmed_at__isnull=False)
    claimed = Case(When(theirs, then=Value(0)), default=Value(1))
    return list(User.objects.known_as(text).order_by(claimed, "pk")[:MOST])


@transaction.atomic
def mail_reset_links(text: str, *, by: Actor | None = None) -> None:
    """A way back in for whomever this username or address means, sent only to their recovery address.

    `by` is support staff who start it for the person; otherwise somebody who is not signed in asked.
    """
    text = text.strip().lower()
    expires = moment(timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT))
    for user in meant_by(text) or [phantom()]:
        key = reset_keys.make_token(user)
        link = address_of("account_reset_password_from_key", uidb36=user_pk_to_url_str(user), key=key)
        letter = draft(mails.reset_password, to=user.recovery_address, user=user, link=link, expires=expires)
        _leave(letter, user, Verb.RESET_ASKED, by=by)


@transaction.atomic
def mail_usernames(text: str) -> None:
    """The username of whomever this address means, in the same way as a reset."""
    link = address_of("account_login")
    for user in meant_by(text.strip().lower()) or [phantom()]:
        _leave(draft(mails.forgot_username, to=user.recovery_address, user=user, link=link), user)


def _leave(letter: Letter, user: User, verb: Verb | None = None, *, by: Actor | None = None) -> None:
    """Into the outbox and the book. For nobody, or without an address, all is done and undone: time tells nothing."""
    with transaction.atomic():
        letter.save(force_insert=True)
        if verb:
            record(verb, by=by or Visitor(str(user)), about=user)
        if not (user.pk and letter.to):
            transaction.set_rollback(True)


def phantom() -> User:
    """Nobody: takes as long to write to as somebody."""
    return User(pk=0, username="nobody", first_name="No", last_name="Body", password="!")  # noqa: S106 - unusable
