"""When a client pays its people, and when the money for it leaves its account. Pure functions of dates.

A business day is a Monday to Friday on which the Federal Reserve Banks, which settle deposits and debits, are open.
Their rule, from "Holidays Observed by the Federal Reserve System" (federalreserve.gov, K.8, years 2026-2030): for
holidays falling on Saturday, Federal Reserve Banks and Branches are open the preceding Friday; for holidays falling on
Sunday, they are closed the following Monday. (Government offices do close on that Friday: their calendar is another.)

The platform's rules: a pay date that falls on another day moves to the business day before; payroll is submitted by
2 PM Eastern three business days before pay day, and the debit is two business days before.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import count
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone
from holidays import financial_holidays

from advisor.dates import DEFAULT_ZONE
from clients.models import Frequency

BANK_ZONE = ZoneInfo(DEFAULT_ZONE)
SUBMIT_UNTIL = time(14)
SUBMIT_BEFORE, DEBIT_BEFORE = 3, 2
DAY = timedelta(days=1)


class PayRun(NamedTuple):
    """One pay day, with its two dates before."""

    pays_on: date
    submit_by: datetime
    debits_on: date


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Days of this year on which the Federal Reserve Banks are closed, apart from weekends."""
    return frozenset(financial_holidays("XFED", years=year))


def is_business_day(day: date) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def on_or_before(day: date) -> date:
    """The day itself, or the business day before it."""
    while not is_business_day(day):
        day -= DAY
    return day


def business_days_before(day: date, number: int) -> date:
    """That many business days earlier."""
    for _ in range(number):
        day = on_or_before(day - DAY)
    return day


def bank_today() -> date:
    """The date where the banks' day is counted."""
    return timezone.localdate(timezone=BANK_ZONE)


def run_of(pay_date: date) -> PayRun:
    """The pay day that this date of a schedule becomes."""
    pays_on = on_or_before(pay_date)
    submit_by = datetime.combine(business_days_before(pays_on, SUBMIT_BEFORE), SUBMIT_UNTIL, BANK_ZONE)
    return PayRun(pays_on, submit_by, business_days_before(pays_on, DEBIT_BEFORE))


def pay_dates(frequency: str, first_on: date, since: date) -> Iterator[date]:
    """The dates of a schedule from `since` on, without end, as they stand in it: not yet moved to a business day.

    Twice a month is two days, which follow from the first pay date: the 15th and the last day of the month when that
    is on either of these; the 1st and the 15th when it is on the 1st; else its day and the one fifteen days from it
    (5th and 20th, 10th and 25th). Every month is the day of the first pay date; when that is the last of its month, the
    last of every month. A day that a month does not have is its last.
    """
    start = max(first_on, since)
    return (day for day in _DATES[Frequency(frequency)](first_on, start) if day >= start)


def next_run(frequency: str, first_on: date | None, today: date) -> PayRun | None:
    """The first pay day whose debit is today or later; None while the schedule is not known."""
    if not frequency or first_on is None:
        return None
    return next(run for run in map(run_of, pay_dates(frequency, first_on, today)) if run.debits_on >= today)


def next_debit(frequency: str, first_on: date | None, today: date) -> date | None:
    """The day of that debit."""
    run = next_run(frequency, first_on, today)
    return run.debits_on if run else None


def _every(days: int) -> Callable[[date, date], Iterator[date]]:
    def dates(first_on: date, since: date) -> Iterator[date]:
        passed = -((first_on - since).days // days)
        return (first_on + timedelta(days=days * number) for number in count(passed))

    return dates


def _twice_a_month(first_on: date, since: date) -> Iterator[date]:
    return _on_days(_two_days(first_on), since)


def _every_month(first_on: date, since: date) -> Iterator[date]:
    return _on_days((31 if _is_last_of_month(first_on) else first_on.day,), since)


def _two_days(first_on: date) -> tuple[int, int]:
    if first_on.day == 15 or _is_last_of_month(first_on):
        return 15, 31
    if first_on.day == 1:
        return 1, 15
    return (first_on.day, first_on.day + 15) if first_on.day < 15 else (first_on.day - 15, first_on.day)


def _is_last_of_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _on_days(days: tuple[int, ...], since: date) -> Iterator[date]:
    """These days of each month from that of `since` on."""
    for number in count(since.year * 12 + since.month - 1):
        year, month = number // 12, number % 12 + 1
        last = monthrange(year, month)[1]
        for day in days:
            yield date(year, month, min(day, last))


_DATES = {
    Frequency.WEEKLY: _every(7),
    Frequency.BIWEEKLY: _every(14),
    Frequency.SEMIMONTHLY: _twice_a_month,
    Frequency.MONTHLY: _every_month,
}
