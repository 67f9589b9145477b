"""Pay days, submit and debit dates on the Federal Reserve Banks' calendar."""

from datetime import date, datetime, timedelta
from itertools import islice, takewhile

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from clients.models import Frequency
from clients.paydays import (
    bank_holidays,
    bank_today,
    business_days_before,
    is_business_day,
    next_debit,
    next_run,
    on_or_before,
    pay_dates,
    run_of,
)

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
FREQUENCIES = st.sampled_from(Frequency.values)

# Holidays Observed by the Federal Reserve System, 2026-2030 (K.8): those on a Saturday are left out, those on a Sunday
# stand on the Monday.
PUBLISHED = {
    2026: "01-01 01-19 02-16 05-25 06-19 09-07 10-12 11-11 11-26 12-25",
    2027: "01-01 01-18 02-15 05-31 07-05 09-06 10-11 11-11 11-25",
    2028: "01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-23 12-25",
    2029: "01-01 01-15 02-19 05-28 06-19 07-04 09-03 10-08 11-12 11-22 12-25",
    2030: "01-01 01-21 02-18 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25",
}

# Worked out on paper: the date in the schedule, then pay day, submit by, debit.
TABLE = """
2022-12-27  2022-12-27  2022-12-21  2022-12-22   Christmas on a Sunday: Monday the 26th is closed
2023-01-03  2023-01-03  2022-12-28  2022-12-29   New Year on a Sunday: Monday the 2nd is closed
2026-01-01  2025-12-31  2025-12-26  2025-12-29   New Year on a Thursday, over Christmas of the year before
2026-01-02  2026-01-02  2025-12-29  2025-12-30   the day after New Year
2026-01-20  2026-01-20  2026-01-14  2026-01-15   after Martin Luther King's birthday
2026-01-31  2026-01-30  2026-01-27  2026-01-28   last of the month on a Saturday
2026-02-15  2026-02-13  2026-02-10  2026-02-11   Sunday before a Monday holiday
2026-02-16  2026-02-13  2026-02-10  2026-02-11   Washington's birthday itself
2026-05-25  2026-05-22  2026-05-19  2026-05-20   Memorial Day itself
2026-05-28  2026-05-28  2026-05-22  2026-05-26   the Thursday after it
2026-06-19  2026-06-18  2026-06-15  2026-06-16   Juneteenth on a Friday
2026-06-22  2026-06-22  2026-06-16  2026-06-17   the Monday after it
2026-07-03  2026-07-03  2026-06-30  2026-07-01   Independence Day on a Saturday: the Friday is open
2026-09-08  2026-09-08  2026-09-02  2026-09-03   after Labor Day
2026-10-13  2026-10-13  2026-10-07  2026-10-08   after Columbus Day
2026-11-13  2026-11-13  2026-11-09  2026-11-10   Veterans Day on the Wednesday before
2026-11-26  2026-11-25  2026-11-20  2026-11-23   Thanksgiving itself
2026-11-27  2026-11-27  2026-11-23  2026-11-24   the Friday after it is open
2026-12-28  2026-12-28  2026-12-22  2026-12-23   after Christmas on a Friday
2026-12-31  2026-12-31  2026-12-28  2026-12-29   the last day of the year
2027-01-04  2027-01-04  2026-12-29  2026-12-30   after New Year on a Friday
2027-07-05  2027-07-02  2027-06-29  2027-06-30   Independence Day on a Sunday, kept on Monday
2027-12-24  2027-12-24  2027-12-21  2027-12-22   Christmas on a Saturday: the Friday is open
2028-01-01  2027-12-31  2027-12-28  2027-12-29   New Year on a Saturday: the Friday is open
"""
LINES = [line.split(maxsplit=4) for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("scheduled", "pays", "submit", "debit", "why"), LINES, ids=[line[0] for line in LINES])
def test_the_table_worked_out_on_paper(scheduled, pays, submit, debit, why):
    run = run_of(date.fromisoformat(scheduled))

    assert (run.pays_on.isoformat(), run.submit_by.date().isoformat(), run.debits_on.isoformat()) == (
        pays,
        submit,
        debit,
    ), why


def test_the_table_has_two_dozen_dates():
    assert len(LINES) == 24


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_are_those_that_the_federal_reserve_publishes(year):
    weekdays = sorted(day for day in bank_holidays(year) if day.weekday() < 5)

    assert [f"{day:%m-%d}" for day in weekdays] == PUBLISHED[year].split()


@pytest.mark.parametrize(("pay_date", "offset"), [(date(2026, 3, 11), -5), (date(2026, 3, 12), -4)])
def test_submit_is_by_two_in_the_afternoon_eastern_on_both_sides_of_a_clock_change(pay_date, offset):
    submit_by = run_of(pay_date).submit_by

    assert submit_by.hour == 14
    assert submit_by.utcoffset() == timedelta(hours=offset)


SCHEDULES = [
    (Frequency.WEEKLY, "2026-12-18", "12-18 12-25 01-01 01-08"),
    (Frequency.BIWEEKLY, "2026-12-18", "12-18 01-01 01-15 01-29"),
    (Frequency.SEMIMONTHLY, "2026-12-15", "12-15 12-31 01-15 01-31 02-15 02-28"),
    (Frequency.SEMIMONTHLY, "2027-02-28", "02-28 03-15 03-31 04-15"),
    (Frequency.SEMIMONTHLY, "2026-12-01", "12-01 12-15 01-01 01-15"),
    (Frequency.SEMIMONTHLY, "2026-12-05", "12-05 12-20 01-05 01-20"),
    (Frequency.SEMIMONTHLY, "2026-12-25", "12-25 01-10 01-25 02-10"),
    (Frequency.SEMIMONTHLY, "2027-01-30", "01-30 02-15 02-28 03-15 03-30"),
    (Frequency.MONTHLY, "2026-12-10", "12-10 01-10 02-10"),
    (Frequency.MONTHLY, "2027-01-31", "01-31 02-28 03-31 04-30"),
    (Frequency.MONTHLY, "2027-02-28", "02-28 03-31 04-30"),
    (Frequency.MONTHLY, "2028-01-30", "01-30 02-29 03-30"),
]


@pytest.mark.parametrize(("frequency", "first", "expected"), SCHEDULES)
def test_the_first_pay_date_says_all_the_others(frequency, first, expected):
    first_on = date.fromisoformat(first)
    dates = pay_dates(frequency, first_on, first_on)

    assert [f"{day:%m-%d}" for day in islice(dates, len(expected.split()))] == expected.split()


@given(DAYS)
def test_a_pay_day_is_the_date_itself_or_the_last_business_day_before_it(day):
    moved = on_or_before(day)

    assert is_business_day(moved)
    assert moved <= day
    assert not any(is_business_day(moved + timedelta(days=n)) for n in range(1, (day - moved).days + 1))


@given(DAYS)
def test_two_business_days_lie_between_debit_and_pay_day_and_one_more_before_it_is_submitted(day):
    run = run_of(day)
    submitted = run.submit_by.date()

    def business_days(since: date, until: date) -> int:
        return sum(is_business_day(since + timedelta(days=n)) for n in range((until - since).days))

    assert is_business_day(run.debits_on)
    assert is_business_day(submitted)
    assert business_days(run.debits_on, run.pays_on) == 2
    assert business_days(submitted, run.pays_on) == 3


@given(DAYS, st.integers(0, 10))
def test_counting_back_lands_on_business_days_in_order(day, number):
    assert business_days_before(day, number + 1) < business_days_before(day, number)


@given(FREQUENCIES, DAYS, st.integers(-400, 4_000))
def test_a_schedule_is_the_same_wherever_one_begins_to_read_it(frequency, first_on, days):
    since = first_on + timedelta(days=days)
    until = max(since, first_on) + timedelta(days=100)

    whole = takewhile(lambda day: day < until, pay_dates(frequency, first_on, first_on))
    part = takewhile(lambda day: day < until, pay_dates(frequency, first_on, since))
    assert [day for day in whole if day >= since] == list(part)


@given(FREQUENCIES, DAYS)
def test_a_schedule_begins_with_its_first_pay_date_and_its_debits_never_meet(frequency, first_on):
    dates = list(islice(pay_dates(frequency, first_on, first_on), 60))
    debits = [run_of(day).debits_on for day in dates]

    assert dates[0] == first_on
    assert debits == sorted(set(debits))


@given(FREQUENCIES, DAYS, st.integers(-400, 800))
def test_the_next_debit_is_the_earliest_that_is_not_over(frequency, first_on, days):
    today = first_on + timedelta(days=days)
    until = max(today, first_on) + timedelta(days=60)
    dates = takewhile(lambda day: day < until, pay_dates(frequency, first_on, first_on))

    expected = min(debit for debit in (run_of(day).debits_on for day in dates) if debit >= today)
    assert next_debit(frequency, first_on, today) == expected


def test_a_debit_of_today_is_still_the_next_one():
    assert next_debit(Frequency.MONTHLY, date(2026, 12, 31), date(2026, 12, 29)) == date(2026, 12, 29)
    assert next_debit(Frequency.MONTHLY, date(2026, 12, 31), date(2026, 12, 30)) == date(2027, 1, 27)


def test_without_a_schedule_there_is_no_next_debit():
    assert next_debit("", date(2026, 12, 31), date(2026, 12, 1)) is None
    assert next_run(Frequency.WEEKLY, None, date(2026, 12, 1)) is None


@pytest.mark.parametrize("frequency", Frequency.values)
@pytest.mark.parametrize("first_on", [date(1, 1, 1), date(9999, 12, 31)])
def test_the_first_and_the_last_date_that_can_be_typed_do_no_harm(frequency, first_on):
    assert next_debit(frequency, first_on, date(2026, 12, 1)) >= date(2026, 12, 1)


@pytest.mark.parametrize(("moment", "day"), [("2026-12-02T04:59:59Z", 1), ("2026-12-02T05:00:00Z", 2)])
def test_the_day_changes_at_midnight_in_new_york(moment, day):
    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        assert bank_today() == date(2026, 12, day)
