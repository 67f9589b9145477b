"""What support staff do to the outbox."""

from django.db import transaction
from django.db.models.functions import Now

from advisor.audit.book import Actor, record
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.mail.models import Letter


@transaction.atomic
def send_again(letter: Letter, *, by: Actor) -> None:
    """A letter that was given up is due again now, as it was written. Refused for one that was sent or still waits.

    What was sent is forgotten and cannot be repeated: the act that it told of is done again instead.
    """
    given_up = Letter.objects.filter(pk=letter.pk, sent_at=None, failed_at__isnull=False)
    if not given_up.update(failed_at=None, due_at=Now()):
        raise Refused("Only a letter that failed can be sent again.")
    record(Verb.LETTER_RESENT, by=by, about=letter.to, letter=letter.pk, kind=letter.kind, last_error=letter.last_error)
