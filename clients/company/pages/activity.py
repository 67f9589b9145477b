"""What happened in a company's account and around it."""

from typing import Any

from advisor.audit.models import Capacity, Event
from advisor.audit.pages import book_page, line
from advisor.audit.verbs import Verb
from advisor.dates import DEFAULT_ZONE
from clients.company.gates import Insider

INSIDE_THE_FIRM = [Verb.INVITATION_PASSED_ON, Verb.CLIENT_ASKED, Verb.ACCESS_ASKED, Verb.ACCESS_DECLINED]
"""What colleagues ask each other stays between them; what comes of it is told."""
ABOUT_CLIENTS = Verb.values[Verb.values.index(Verb.FIRM_INVITED) : Verb.values.index(Verb.CONTACT_REMOVED) + 1]
OTHERS = [
    Verb.INVITATION_RESENT,
    Verb.INVITATION_WITHDRAWN,
    Verb.INVITATION_DECLINED,
    Verb.INVITATION_ASKED_AGAIN,
    Verb.DESK_CHANGED,
]
KINDS = sorted(
    (choice for choice in Verb.choices if choice[0] in [*ABOUT_CLIENTS, *OTHERS] and choice[0] not in INSIDE_THE_FIRM),
    key=lambda choice: choice[1],
)


def activity_page(insider: Insider, asked: Any) -> dict[str, Any]:
    """A page of the company's book."""
    events = Event.objects.of_client(insider.client.pk).exclude(verb__in=INSIDE_THE_FIRM)
    return {"client": insider.client} | book_page(events, DEFAULT_ZONE, asked, KINDS, said)


def said(event: Event, zone: str) -> dict[str, str]:
    """Who of a firm did something is named with the firm. From where they did it stays the firm's."""
    shown = line(event, zone)
    firm = event.facts.get("firm")
    if firm and event.capacity == Capacity.MEMBER:
        shown["sentence"] = f"{event.actor_name} of {firm} {event.sentence}"
    return shown
