"""Lines for the book with dates in the past: a demo has a history."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from advisor.audit.book import entry
from advisor.audit.models import Event
from advisor.audit.verbs import Verb

Told = list[Event]


def ago(days: float) -> datetime:
    """A moment in the past."""
    return timezone.now() - timedelta(days=days)


def tell(told: Told, days: float, verb: Verb, by: Any, **what: Any) -> None:
    """Such a line, not yet written; `what` as in `advisor.audit.book.entry`."""
    line = entry(verb, by=by, **what)
    line.at = ago(days)
    told.append(line)
