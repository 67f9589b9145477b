"""What the templates of letters say with."""

from datetime import date, datetime

from django import template

from advisor import dates
from advisor.mail.lines import one_line

register = template.Library()


@register.filter
def line(text: object) -> str:
    """Something that a person typed, in a text part: it cannot begin a line of its own."""
    return one_line(text)


@register.filter
def quoted(text: str) -> str:
    """Several lines that a person typed, in a text part: each is marked as a quotation, and none begins by itself."""
    return "\n".join(f"> {one_line(typed)}".rstrip() for typed in text.splitlines())


@register.filter
def day(value: date) -> str:
    return dates.day(value)


@register.filter
def moment(value: datetime, zone: str) -> str:
    """A moment in that zone, with the zone's name."""
    return dates.moment(value, zone)
