"""How days and moments stand on a screen: "Tue 24 Nov 2026", "Tue 24 Nov 2026, 3:05 PM EST"."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "America/New_York"


def day(value: date) -> str:
    return f"{value:%a} {value.day} {value:%b %Y}"


def day_in(value: datetime, zone: str = DEFAULT_ZONE) -> str:
    """The day on which this moment falls in that zone."""
    return day(value.astimezone(ZoneInfo(zone)).date())


def moment(value: datetime, zone: str = DEFAULT_ZONE) -> str:
    """A moment in that zone, with the zone's name."""
    local = value.astimezone(ZoneInfo(zone))
    return f"{day(local.date())}, {local.hour % 12 or 12}:{local:%M %p %Z}"
