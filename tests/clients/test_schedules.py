"""The next debit that the lists show: stored when a schedule changes, and renewed by the clock."""

from datetime import date

import pytest
import time_machine

from advisor.audit.models import Event
from advisor.errors import Refused
from clients import tasks
from clients.actions import schedules
from clients.actions.schedules import change_schedule, renew_next_debits
from clients.models import Client, Frequency, Status
from tests.town import client

pytestmark = pytest.mark.django_db
TODAY, FRIDAY = date(2026, 12, 1), date(2026, 11, 6)


@pytest.fixture(autouse=True)
def first_of_december():
    with time_machine.travel("2026-12-01T18:00:00Z", tick=False):
        yield


def paying(
    name: str, frequency: str = Frequency.WEEKLY, first_on: date = date(2026, 11, 6), **fields: object
) -> Client:
    """A company that pays on Fridays, unless told otherwise."""
    return client(name, pay_frequency=frequency, first_pay_on=first_on, **fields)


def debit_of(company: Client) -> date | None:
    return Client.objects.get(pk=company.pk).next_debit_on


def test_a_changed_schedule_stores_the_next_debit_and_is_written_down(town):
    change_schedule(town.acme.client, Frequency.WEEKLY, FRIDAY, by=town.carla)

    assert debit_of(town.acme.client) == date(2026, 12, 2)
    facts = Event.objects.latest().facts
    assert facts["before"] == {"pay_frequency": "", "first_pay_on": None}
    assert facts["after"] == {"pay_frequency": "weekly", "first_pay_on": "2026-11-06"}


def test_a_schedule_taken_away_takes_the_debit_with_it(town):
    change_schedule(town.acme.client, Frequency.WEEKLY, FRIDAY, by=town.carla)
    change_schedule(town.acme.client, "", None, by=town.carla)

    assert debit_of(town.acme.client) is None


def test_the_same_schedule_again_is_no_change(town):
    for _ in range(2):
        change_schedule(town.acme.client, Frequency.MONTHLY, date(2026, 12, 31), by=town.carla)

    assert Event.objects.filter(verb="client_changed").count() == 1


@pytest.mark.parametrize(("frequency", "first_on"), [(Frequency.WEEKLY, None), ("", TODAY)])
def test_half_a_schedule_is_refused(town, frequency, first_on):
    with pytest.raises(Refused, match="Enter both"):
        change_schedule(town.acme.client, frequency, first_on, by=town.carla)


def test_the_clock_renews_what_is_over_or_missing_and_leaves_the_rest():
    over = paying("Over", next_debit_on=date(2026, 11, 30))
    missing = paying("Missing", Frequency.SEMIMONTHLY, date(2026, 11, 15))
    of_today = paying("Of today", next_debit_on=TODAY)
    enrolling = paying("Enrolling", first_on=date(2027, 1, 8), status=Status.ENROLLING)
    unknown = client("Unknown")

    assert tasks.renew_next_debits() == 3

    assert debit_of(over) == date(2026, 12, 2)
    assert debit_of(missing) == date(2026, 12, 11)
    assert debit_of(of_today) == TODAY
    assert debit_of(enrolling) == date(2027, 1, 6)
    assert debit_of(unknown) is None
    assert tasks.renew_next_debits() == 0


def test_what_cannot_be_next_is_cleared():
    ended = paying("Ended", status=Status.TERMINATED, next_debit_on=date(2026, 12, 9))
    past = client("Past", next_debit_on=date(2026, 11, 30))

    assert renew_next_debits() == 2

    assert debit_of(ended) is None
    assert debit_of(past) is None


def test_many_clients_take_few_statements(django_assert_num_queries):
    first = [date(2026, 11, day) for day in (6, 13, 15, 30)]
    for number in range(24):
        paying(f"Client {number}", Frequency.values[number % 4], first[number // 4 % 4])
    with django_assert_num_queries(1 + 4 + 3):  # what is void; all 24, in a savepoint; nothing is left, in another
        assert renew_next_debits() == 24


def test_more_than_one_lot_is_renewed_in_one_run(monkeypatch):
    monkeypatch.setattr(schedules, "AT_ONCE", 10)
    for number in range(25):
        paying(f"Client {number}")

    assert renew_next_debits() == 25
    assert not Client.objects.exclude(next_debit_on=date(2026, 12, 2)).exists()
