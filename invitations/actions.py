"""What happens to an invitation of any kind."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from advisor.audit.book import CLOCK, Actor, record
from advisor.audit.verbs import Verb
from advisor.crypto import digest, new_token
from advisor.dates import moment
from advisor.errors import Refused
from advisor.mail.outbox import LetterKind, address_of, send
from invitations.models import REMINDED_BEFORE, Invitation, kinds

AT_ONCE = 500


def post(invitation: Invitation, letter: LetterKind, token: str, **context: Any) -> None:
    """Write one letter of this invitation that holds its link."""
    send(
        letter,
        to=invitation.email,
        invitation=invitation,
        link=address_of("invitations:arrive", token),
        expires=moment(invitation.expires_at, invitation.zone),
        **context,
    )


@transaction.atomic
def resend(invitation: Invitation, *, by: Actor) -> Invitation:
    """A new link and new seven days; the old link is dead. Also for who declined; refused when it was accepted."""
    invitation = _still_ours(invitation)
    token = invitation.renewed(timezone.now())
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError:
        raise Refused("This person has been invited again since.") from None
    record(Verb.INVITATION_RESENT, by=by, about=invitation, **invitation.parties)
    post(invitation, invitation.letter, token)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Actor) -> None:
    """Take it back: its link says so from now on."""
    invitation = _still_ours(invitation)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    record(Verb.INVITATION_WITHDRAWN, by=by, about=invitation, **invitation.parties)


@transaction.atomic
def decline(invitation: Invitation, *, by: Actor) -> None:
    """The invited person says no. Refused when it is no longer open."""
    kind = type(invitation)
    if not kind.objects.open().filter(pk=invitation.pk).update(declined_at=Now()):
        raise Refused("This invitation is no longer open.")
    record(Verb.INVITATION_DECLINED, by=by, about=invitation, **invitation.parties)


@transaction.atomic
def ask_again(invitation: Invitation, *, by: Actor) -> None:
    """The invited person asks for a new invitation; the inviting side is told once for each one that expired."""
    kind = type(invitation)
    asked = kind.objects.expired().filter(pk=invitation.pk, asked_again_at=None).update(asked_again_at=Now())
    if not asked:
        return
    record(Verb.INVITATION_ASKED_AGAIN, by=by, about=invitation, **invitation.parties)
    for address in invitation.listeners:
        send(invitation.asked_again_letter, to=address, invitation=invitation)


def remind_the_invited() -> int:
    """Once, two days before the end. The reminder holds a link of its own; both links live and die together."""
    reminded = 0
    for kind in kinds():
        due = kind.objects.open().filter(reminded_at=None, expires_at__lte=Now() + REMINDED_BEFORE)
        for key in list(due.values_list("pk", flat=True)[:AT_ONCE]):
            reminded += _remind(kind, key)
    return reminded


@transaction.atomic
def _remind(kind: type[Invitation], key: int) -> int:
    token = new_token()
    fresh = kind.objects.open().filter(pk=key, reminded_at=None)
    if not fresh.update(reminded_at=Now(), reminder_digest=digest(token)):
        return 0
    invitation = kind.objects.get(pk=key)
    post(invitation, invitation.reminder, token)
    return 1


def tell_of_expiry() -> int:
    """Once after the end, the inviting side hears that nobody answered."""
    told = 0
    for kind in kinds():
        for key in list(kind.objects.expired().filter(expiry_told_at=None).values_list("pk", flat=True)[:AT_ONCE]):
            told += _tell(kind, key)
    return told


@transaction.atomic
def _tell(kind: type[Invitation], key: int) -> int:
    if not kind.objects.expired().filter(pk=key, expiry_told_at=None).update(expiry_told_at=Now()):
        return 0
    invitation = kind.objects.get(pk=key)
    for address in invitation.listeners:
        send(invitation.expired_letter, to=address, invitation=invitation, by=CLOCK)
    return 1


def _still_ours(invitation: Invitation) -> Invitation:
    """The row, locked; refused when it was accepted or withdrawn."""
    found = type(invitation).objects.pending_or_declined().select_for_update().filter(pk=invitation.pk).first()
    if found is None:
        raise Refused("This invitation was accepted or withdrawn meanwhile.")
    return found
