"""What the clock does to a firm whose founder did not confirm the work email in time."""

from django.db import transaction

from advisor.audit.book import CLOCK, record
from advisor.audit.verbs import Verb
from advisor.identity.models import Confirmation
from advisor.users.models import User
from firms.models import Firm


def free_lapsed(domain: str = "") -> int:
    """Remove firms whose founder did not confirm the work email in time, with their founders; their domains are free.

    With a domain: only the firm that holds it. Returns how many were removed.
    """
    lapsed = Firm.objects.lapsed()
    if domain:
        lapsed = lapsed.filter(domains__domain=domain)
    return sum(_free(firm) for firm in lapsed)


@transaction.atomic
def _free(firm: Firm) -> bool:
    """Locks what a confirmation locks, in its order (confirmation, then person), and asks again: a confirmation in the
    same instant wins or loses whole."""
    if Firm.objects.select_for_update().filter(pk=firm.pk).first() is None:
        return False
    theirs = Confirmation.objects.filter(user__member__firm=firm).order_by("pk")
    list(theirs.select_for_update(of=("self",)))
    people = list(User.objects.filter(member__firm=firm).order_by("pk").select_for_update(of=("self",)))
    if any(person.email_confirmed_at for person in people):
        return False
    record(Verb.FIRM_LAPSED, by=CLOCK, firm=firm, about=firm)
    firm.delete()
    User.objects.filter(pk__in=[person.pk for person in people]).delete()
    return True
