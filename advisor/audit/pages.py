"""The book as pages show it: sentences, filters, keyset pages, CSV."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.http import StreamingHttpResponse

from advisor.audit.models import Event, EventQuerySet
from advisor.audit.verbs import Verb
from advisor.dates import moment
from advisor.permissions import ClientPermission, FirmPermission

PER_PAGE = 50
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST_EXPORT = 100_000

Kinds = list[tuple[str, str]]
Said = Callable[[Event, str], dict[str, str]]
OF_A_PERSON = Verb.values[Verb.values.index(Verb.SIGNED_IN) : Verb.values.index(Verb.SESSIONS_ENDED) + 1]
KINDS = sorted((choice for choice in Verb.choices if choice[0] not in OF_A_PERSON), key=lambda choice: choice[1])
"""What can stand in a firm's book; acts on somebody's own account are between that person and support."""


class ActivityFilter(forms.Form):
    """Who, what kind, from when to when (days in the firm's zone, both included)."""

    person = forms.CharField(label="Person", max_length=100, required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
    since = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, kinds: Kinds = KINDS, **kwargs: Any) -> None:
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Everything"), *kinds]  # type: ignore[attr-defined] # the field above

    def applied(self, events: EventQuerySet, zone: str) -> EventQuerySet:
        """The events that match; a filter that is not well formed is shown as an error and filters nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        for word in asked.get("person", "").split()[:5]:
            events = events.naming(word)
        if asked.get("kind"):
            events = events.filter(verb=asked["kind"])
        if asked.get("since"):
            events = events.filter(at__gte=midnight(asked["since"], zone))
        if asked.get("until") and asked["until"] < date.max:
            events = events.filter(at__lt=midnight(asked["until"] + timedelta(days=1), zone))
        return events


def midnight(day: date, zone: str) -> datetime:
    """The moment at which this day begins in that zone."""
    return datetime.combine(day, time.min, ZoneInfo(zone))


def line(event: Event, zone: str) -> dict[str, str]:
    """One event for the timeline."""
    return {
        "sentence": f"{event.actor_name} {event.sentence}",
        "when": moment(event.at, zone),
        "iso": event.at.isoformat(),
        "detail": detail(event.facts),
    }


def activity_page(firm_id: int, zone: str, asked: Any) -> dict[str, Any]:
    """A page of a firm's book."""
    return book_page(Event.objects.of_firm(firm_id), zone, asked)


def book_page(events: EventQuerySet, zone: str, asked: Any, kinds: Kinds = KINDS, said: Said = line) -> dict[str, Any]:
    """A page of these events, newest first, paged by the number of the last one: one query whatever the page. `kinds`
    can be chosen among; `said` makes the line of each."""
    form = ActivityFilter(asked, kinds=kinds)
    found = form.applied(events, zone)
    last = asked.get("before", "")
    if last.isdecimal() and len(last) < 19:
        found = found.before(int(last))
    shown = list(found[: PER_PAGE + 1])
    query = {name: asked.get(name, "") for name in form.fields if asked.get(name)}
    older = urlencode(query | {"before": shown[PER_PAGE - 1].pk}) if len(shown) > PER_PAGE else ""
    return {
        "form": form,
        "filtered": bool(query),
        "events": [said(event, zone) for event in shown[:PER_PAGE]],
        "older_url": f"?{older}" if older else "",
        "newest_url": f"?{urlencode(query)}" if last else "",
        "export_query": urlencode(query),
    }


def detail(facts: dict[str, Any]) -> str:
    """What changed, like: Role: Accountant → CPA. Permissions: Manage team members → none. What ended, as it was."""
    before, after = facts.get("before"), facts.get("after")
    if not isinstance(before, dict) and not isinstance(after, dict):
        return changed_words(before, after)
    was = before if isinstance(before, dict) else {}
    now = after if isinstance(after, dict) else was
    parts = []
    for name, value in now.items():
        label = name.replace("_", " ").capitalize()
        earlier = f"{words(was[name])} → " if name in was and now is not was else ""
        parts.append(f"{label}: {earlier}{words(value)}")
    return ". ".join(parts)


def changed_words(before: Any, after: Any) -> str:
    """ "Make payments → none"; what was not there before stands alone."""
    if not (before or after):
        return ""
    return words(after) if before is None else f"{words(before)} → {words(after)}"


LABELS = {permission.codename: permission.label for permission in (*FirmPermission, *ClientPermission)}


def words(value: Any) -> str:
    """A fact for reading; permissions by the labels of the screens."""
    if isinstance(value, list):
        return ", ".join(LABELS.get(str(entry), str(entry)) for entry in value) or "none"
    return str(value) if value not in (None, "") else "none"


def safe_cell(value: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{value}" if value.startswith(FORMULA) else value


def activity_csv(firm_id: int, zone: str, asked: Any) -> StreamingHttpResponse:
    """What the filters show, streamed: when, who, in which capacity, what, about whom, details, address."""
    found = ActivityFilter(asked).applied(Event.objects.of_firm(firm_id), zone)[:LONGEST_EXPORT]
    response = StreamingHttpResponse(rows(found, zone), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="activity.csv"'
    return response


def rows(events: EventQuerySet, zone: str) -> Iterator[str]:
    yield written(["When", "Who", "Capacity", "What", "About", "Details", "Address"])
    for event in events.iterator(chunk_size=1000):
        yield written(
            [
                moment(event.at, zone),
                event.actor_name,
                event.get_capacity_display(),
                event.get_verb_display(),
                event.about_name,
                detail(event.facts),
                event.address or "",
            ]
        )


def written(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([safe_cell(cell) for cell in cells])
    return buffer.getvalue()
