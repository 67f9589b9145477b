"""Posting what is due. A row lock and `sent_at` make sure that a letter is not posted twice in normal running;
a worker killed between the mail server's yes and our commit repeats that one letter, with the same Message-ID."""

import smtplib
from datetime import timedelta
from email.errors import MessageError
from enum import Enum, auto

from cryptography.fernet import InvalidToken
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from advisor.mail.models import BACK_OFF, GIVE_UP_AFTER, Letter

NOT_TALKING = (
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
)
UNWRITABLE = (InvalidToken, ValueError, MessageError)
"""A letter that no key opens, or that cannot be made into a message: it must not hold up the others."""
REFUSALS = (smtplib.SMTPException, OSError, *UNWRITABLE)
AT_ONCE = 200
PERMANENT = 500
"""Replies from here on are a lasting no; those below mean "try later" (RFC 5321, 4.2.1)."""


class Outcome(Enum):
    SENT = auto()
    PUT_OFF = auto()
    NONE_DUE = auto()
    SERVER_AWAY = auto()


def post_due(limit: int = AT_ONCE) -> int:
    """Post up to `limit` letters that are due, one short transaction each; returns how many were sent.

    Several relays may run at once: each takes rows that no other holds. A refusal puts a letter off, it never loses it.
    When the server cannot be reached, the round ends: every further letter would only wait for the same silence.
    """
    sent = 0
    connection = mailers["default"]
    try:
        for _ in range(limit):
            outcome = _post_next(connection)
            sent += outcome is Outcome.SENT
            if outcome in (Outcome.NONE_DUE, Outcome.SERVER_AWAY):
                break
    finally:
        connection.close()
    return sent


@transaction.atomic
def _post_next(connection: BaseEmailBackend) -> Outcome:
    due = Letter.objects.due().select_for_update(skip_locked=True).order_by("due_at")
    letter = due.defer("text", "html").first()
    if letter is None:
        return Outcome.NONE_DUE
    try:
        letter.refresh_from_db(fields=["text", "html"])
        connection.open()
        connection.send_messages([_message(letter)])
    except REFUSALS as refusal:
        _put_off(letter, refusal)
        connection.close()
        return Outcome.SERVER_AWAY if _is_away(refusal) else Outcome.PUT_OFF
    letter.sent_at = timezone.now()
    letter.text = letter.html = letter.last_error = ""
    letter.tries += 1
    letter.save(update_fields=["sent_at", "text", "html", "tries", "last_error"])
    return Outcome.SENT


def _message(letter: Letter) -> EmailMultiAlternatives:
    headers = {"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated", "X-Letter": letter.kind}
    message = EmailMultiAlternatives(letter.subject, letter.text, None, [letter.to], headers=headers)
    message.attach_alternative(letter.html, "text/html")
    return message


def _put_off(letter: Letter, refusal: Exception) -> None:
    now = timezone.now()
    letter.last_error = f"{type(refusal).__name__}: {refusal}"[:300]
    letter.due_at = now + timedelta(seconds=BACK_OFF[min(letter.tries, len(BACK_OFF) - 1)])
    letter.tries += 1
    if now - letter.written_at > GIVE_UP_AFTER or _is_final(refusal):
        letter.failed_at = now
    letter.save(update_fields=["last_error", "due_at", "tries", "failed_at"])


def _is_away(refusal: Exception) -> bool:
    """It is the server, not this letter. (`smtplib` derives its own errors from OSError.)"""
    of_the_net = isinstance(refusal, OSError) and not isinstance(refusal, smtplib.SMTPException)
    return of_the_net or isinstance(refusal, NOT_TALKING)


def _is_final(refusal: Exception) -> bool:
    """The server knows no such mailbox. "Try later" (greylisting, a full mailbox) is not final."""
    if not isinstance(refusal, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= PERMANENT for code, _ in refusal.recipients.values())
