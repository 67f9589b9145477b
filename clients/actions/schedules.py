"""When a client pays, and the next debit that follows from it."""

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from advisor.audit.book import Actor, changes, record
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from clients.models import Client, Frequency, Status
from clients.paydays import bank_today, next_debit

AT_ONCE = 5_000
BOTH = "Enter both: how often people are paid, and the first pay date."
SCHEDULED = ~Q(pay_frequency="") & Q(first_pay_on__isnull=False)
OVER = Q(status=Status.TERMINATED)
RENEW = """
UPDATE clients_client SET next_debit_on = known.debits_on
FROM unnest(%s::text[], %s::date[], %s::date[]) AS known (frequency, first_on, debits_on)
WHERE pay_frequency = known.frequency AND first_pay_on = known.first_on AND id = ANY(%s)
"""


@transaction.atomic
def change_schedule(client: Client, frequency: str, first_pay_on: date | None, *, by: Actor) -> None:
    """How often the company pays its people, from which date on; both, or neither while it is not known."""
    if bool(frequency) != bool(first_pay_on):
        raise Refused(BOTH, field="first_pay_on" if frequency else "pay_frequency")
    client = Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    was = {"pay_frequency": client.pay_frequency, "first_pay_on": client.first_pay_on}
    before, after = changes(was, {"pay_frequency": frequency, "first_pay_on": first_pay_on})
    if not after:
        return
    debit = None if client.status == Status.TERMINATED else next_debit(frequency, first_pay_on, bank_today())
    Client.objects.filter(pk=client.pk).update(pay_frequency=frequency, first_pay_on=first_pay_on, next_debit_on=debit)
    record(Verb.CLIENT_CHANGED, by=by, client=client, about=client, before=before, after=after)


def renew_next_debits(today: date | None = None) -> int:
    """Store the next debit of every client whose last one is over, or that has none yet, and clear what cannot be
    next: of clients that have ended, and past dates without a schedule. Returns how many rows changed."""
    today = today or bank_today()
    over = Q(next_debit_on__lt=today)
    void = Client.objects.filter(next_debit_on__isnull=False).filter(OVER | (over & ~SCHEDULED))
    changed: int = void.update(next_debit_on=None)
    due = Client.objects.filter(SCHEDULED, over | Q(next_debit_on=None), pay_frequency__in=Frequency.values)
    while renewed := _renewed(due.exclude(OVER), today):
        changed += renewed
    return changed


@transaction.atomic
def _renewed(due: Any, today: date) -> int:
    """Some of these clients, in two statements: their schedules are few, so each is reckoned once."""
    rows = due.order_by("pk").select_for_update(no_key=True, skip_locked=True)
    found = list(rows.values_list("pk", "pay_frequency", "first_pay_on")[:AT_ONCE])
    if not found:
        return 0
    schedules = sorted({(frequency, first_on) for _, frequency, first_on in found})
    debits = [next_debit(frequency, first_on, today) for frequency, first_on in schedules]
    frequencies, firsts = zip(*schedules, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(RENEW, [list(frequencies), list(firsts), debits, [key for key, _, _ in found]])
        return cursor.rowcount
