"""What the book says that is: its lines read in order, from nothing."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.permissions import ClientPermission
from clients.models import Assignment, ClientLink

Pair = tuple[int, int]
"""A client and a firm, by number."""
Place = tuple[int, int, int]
"""A client, a firm and a person of it, by number."""


class State(NamedTuple):
    """Who has let whom in with what; who works where with what, until when."""

    grants: dict[Pair, ClientPermission]
    work: dict[Place, tuple[ClientPermission, str | None]]

    @property
    def undated(self) -> dict[Place, tuple[ClientPermission, bool]]:
        """The work, with whether it has an end, but not which."""
        return {place: (mask, until is not None) for place, (mask, until) in self.work.items()}


def replayed(events: Iterable[Event]) -> State:
    """The state that these lines lead to."""
    state = State({}, {})
    for event in events:
        _apply(state, event)
    return state


def _apply(state: State, event: Event) -> None:
    grants, work = state
    pair: Any = (event.client_id, event.firm_id)
    place: Any = (*pair, event.about_id)
    facts = event.facts
    match event.verb:
        case Verb.CLIENT_CONNECTED:
            assert pair not in grants, "connected twice"
            grants[pair] = ClientPermission.of(facts["after"])
        case Verb.GRANT_CHANGED:
            assert grants[pair] == ClientPermission.of(facts["before"])
            grants[pair] = after = ClientPermission.of(facts["after"])
            work |= {key: (mask & after, until) for key, (mask, until) in work.items() if key[:2] == pair}
        case Verb.LINK_ENDED:
            assert grants.pop(pair) == ClientPermission.of(facts["before"])
            _drop(work, [key for key in work if key[:2] == pair])
        case Verb.MEMBER_ASSIGNED | Verb.ASSIGNMENT_CHANGED:
            assert (place in work) or event.verb == Verb.MEMBER_ASSIGNED
            work[place] = (ClientPermission.of(facts["after"]), facts.get("until"))
        case Verb.ASSIGNMENT_ENDED | Verb.ASSIGNMENT_EXPIRED:
            assert work.pop(place)[0] == ClientPermission.of(facts["before"])
        case Verb.MEMBER_REMOVED:
            _drop(work, [key for key in work if key[1:] == (event.firm_id, event.about_id)])


def _drop(work: dict[Place, Any], keys: list[Place]) -> None:
    for key in keys:
        del work[key]


def present() -> State:
    """The same, as the rows have it now."""
    links = ClientLink.objects.live().values_list("client_id", "firm_id", "granted")
    names = ("link__client_id", "firm_id", "member__user_id", "permissions", "expires_at")
    rows = Assignment.objects.standing().values_list(*names)
    return State(
        {(at, to): granted for at, to, granted in links},
        {(at, to, who): (mask, ends.isoformat() if ends else None) for at, to, who, mask, ends in rows},
    )
