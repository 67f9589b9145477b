"""Writing into the book: one line as the last statement of every action."""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum, IntFlag
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.db import models

from advisor.audit.circumstances import circumstances
from advisor.audit.models import Capacity, Event
from advisor.audit.verbs import Verb


class Actor(Protocol):
    """Whoever can sign an act: a member, a contact, a person, or one of the two below."""

    @property
    def user(self) -> Any: ...

    @property
    def capacity(self) -> str: ...


class Clock(NamedTuple):
    """The program itself, when time has passed."""

    user: None = None
    capacity: str = Capacity.CLOCK

    def __str__(self) -> str:
        return "Advisor Dashboard"


class Visitor(NamedTuple):
    """Somebody who is not signed in, known by the name in the letter they hold."""

    name: str
    user: None = None
    capacity: str = Capacity.VISITOR

    def __str__(self) -> str:
        return self.name


CLOCK = Clock()


def record(verb: Verb, *, by: Actor, **what: Any) -> Event:
    """Write one line; what it may say is described at `entry`."""
    written = entry(verb, by=by, **what)
    written.save(force_insert=True)
    return written


def record_all(entries: list[Event]) -> None:
    """Write many lines of one act in one statement."""
    Event.objects.bulk_create(entries)


def entry(
    verb: Verb,
    *,
    by: Actor,
    firm: models.Model | None = None,
    client: models.Model | None = None,
    about: models.Model | str | None = None,
    before: Any = None,
    after: Any = None,
    **facts: Any,
) -> Event:
    """One line, not yet written: who (`by`), what (`verb`), where (`firm`, `client`), about whom, before and after."""
    if before is not None or after is not None:
        facts |= {"before": before, "after": after}
    if client is not None:
        facts |= {"client": str(client)} | ({"firm": str(firm)} if firm else {})
    subject: Any = getattr(about, "user", None) or about
    known = isinstance(subject, models.Model)
    here = circumstances()
    return Event(
        verb=verb,
        capacity=by.capacity,
        actor=by.user,
        actor_name=str(by)[:200],
        firm_id=firm.pk if firm else None,
        client_id=client.pk if client else None,
        about_kind=str(subject._meta.model_name) if known else "",
        about_id=subject.pk if known and isinstance(subject.pk, int) else None,
        about_name=str(about or "")[:300],
        facts=plain(facts),
        address=here.address,
        user_agent=here.user_agent,
    )


def plain(value: Any) -> Any:
    """The value as JSON keeps it: permissions by codename, moments in ISO 8601, rows by name."""
    match value:
        case None | bool() | str():
            return value
        case IntFlag():
            return [(flag.name or "").lower() for flag in value]
        case Enum():
            return value.value
        case int() | float():
            return value
        case datetime() | date():
            return value.isoformat()
        case dict():
            return {str(key): plain(entry) for key, entry in value.items()}
        case list() | tuple() | set():
            return [plain(entry) for entry in value]
        case Decimal() | UUID() | models.Model():
            return str(value)
    return str(value)


def changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Only what differs, on both sides."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}
