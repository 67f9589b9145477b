"""Whatever happens in whatever order: effective is granted and assigned (P3), nobody reaches more, and the book
explains every state (P6)."""

from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any, ClassVar

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from advisor.audit.models import Event
from advisor.errors import Refused
from advisor.permissions import ClientPermission, FirmPermission
from clients.actions.asking import ask_client, grant_request
from clients.actions.assigning import assign, end_assignment, end_expired
from clients.actions.connecting import accept_firm_invitation, invite_firm
from clients.actions.granting import change_grant, end_link, shut_out
from clients.actions.removing import remove_and_hand_over
from clients.actions.several import Change, assign_several
from clients.models import Assignment, Client, ClientLink, Contact
from firms.actions.members import remove
from firms.models import Member
from tests.clients.replay import present, replayed
from tests.town import PAY, Town, member, person

DECIDERS = {"acme": "carla", "bloom": "pia", "cove": "rosa"}
HEADS = {"smith": "olga", "rival": "rita"}
STAFF = {"sam": "smith", "mona": "smith", "ron": "rival"}
PEOPLE = STAFF | {who: firm for firm, who in HEADS.items()}
EVERYTHING = ClientPermission.every()

clients, firms = st.sampled_from(list(DECIDERS)), st.sampled_from(list(HEADS))
people, staff = st.sampled_from(list(PEOPLE)), st.sampled_from(list(STAFF))
masks = st.integers(0, int(EVERYTHING)).map(ClientPermission)
yes = st.booleans()
pairs = st.integers(0, 5)
connected = precondition(lambda self: self.links)


class Work:
    """One member at work, as the model has it: standing; `over` when its date has passed."""

    def __init__(self, mask: ClientPermission, dated: bool = False) -> None:
        self.mask, self.dated, self.over = mask, dated, False


class Access(RuleBasedStateMachine):
    """The real acts beside the simplest model of them: `grants` by client and firm, `work` by client, firm, person."""

    town: ClassVar[Town]

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.grants: dict[tuple[str, str], ClientPermission] = {}
        self.work: dict[tuple[str, str, str], Work] = {}
        self.links: dict[tuple[str, str], ClientLink] = {}
        self.ended: list[ClientLink] = []
        self.members = {name: Member.objects.get(user=self.town.user(name)) for name in PEOPLE}
        self.inside = set(PEOPLE)
        self.numbers = count()
        self.begins = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @contextmanager
    def refused_unless(self, allowed: bool) -> Any:
        """The act inside is refused exactly when the model says so."""
        refusal = None
        try:
            yield
        except Refused as said:
            refusal = said
        assert (refusal is None) == allowed, refusal

    def company(self, at: str) -> tuple[Client, Contact]:
        return getattr(self.town, at).client, getattr(self.town, DECIDERS[at])

    def chosen(self, number: int) -> tuple[str, str, ClientLink]:
        """One of the pairs that are or were connected."""
        at, to = sorted(self.links)[number % len(self.links)]
        return at, to, self.links[at, to]

    def head_of(self, firm: str) -> Member:
        return self.members[HEADS[firm]]

    def forget(self, gone: Any) -> None:
        self.work = {place: work for place, work in self.work.items() if not gone(*place)}

    @rule(at=clients, to=firms, mask=masks, asked=yes)
    def connect(self, at: str, to: str, mask: ClientPermission, asked: bool) -> None:
        client, decider = self.company(at)
        head, email = self.head_of(to), f"n{next(self.numbers)}@gmail.com"
        mask = mask & client.offered | PAY
        with self.refused_unless((at, to) not in self.grants):
            if asked:
                request = ask_client(head.firm, at, email, client.product, mask, by=head)
                link = grant_request(request, client, mask, by=decider, held=EVERYTHING)
            else:
                facts = {"by": decider, "held": EVERYTHING, "acknowledged": True}
                link = accept_firm_invitation(invite_firm(client, "A", "B", email, mask, **facts), by=head)
            self.ended += [self.links[at, to]] if (at, to) in self.links else []
            self.links[at, to], self.grants[at, to] = link, mask
            self.work[at, to, HEADS[to]] = Work(mask)

    @connected
    @rule(number=pairs, mask=masks, narrow=yes)
    def change(self, number: int, mask: ClientPermission, narrow: bool) -> None:
        at, to, link = self.chosen(number)
        client, decider = self.company(at)
        granted = self.grants.get((at, to), EVERYTHING)
        mask = mask & granted if narrow else (mask | granted) & client.offered
        with self.refused_unless((at, to) in self.grants):
            change_grant(link, mask, by=decider, held=EVERYTHING)
            self.grants[at, to] = mask
            for place, work in self.work.items():
                work.mask &= mask if place[:2] == (at, to) else EVERYTHING

    @connected
    @rule(number=pairs, by_firm=yes)
    def end(self, number: int, by_firm: bool) -> None:
        at, to, link = self.chosen(number)
        with self.refused_unless((at, to) in self.grants):
            end_link(link, by=self.head_of(to) if by_firm else self.company(at)[1])
            del self.grants[at, to]
            self.forget(lambda client, firm, who: (client, firm) == (at, to))

    @connected
    @rule(number=pairs, who=people, mask=masks, within=yes, dated=yes)
    def assign(self, number: int, who: str, mask: ClientPermission, within: bool, dated: bool) -> None:
        at, to, link = self.chosen(number)
        granted = self.grants.get((at, to))
        mask = mask & granted if within and granted is not None else mask
        mine = PEOPLE[who] == to and who in self.inside
        with self.refused_unless(granted is not None and mine and mask in granted):
            until = timezone.now() + timedelta(days=1) if dated else None
            assign(link, self.members[who], mask, by=self.head_of(to), until=until)
            self.work[at, to, who] = Work(mask, dated)

    @rule(to=firms, mask=masks, names=st.sets(people))
    def assign_several(self, to: str, mask: ClientPermission, names: set[str]) -> None:
        links = {link.pk: pair for pair, link in self.links.items() if pair in self.grants and pair[1] == to}
        colleagues = {self.members[who].pk: who for who in names if PEOPLE[who] == to}
        with self.refused_unless(set(colleagues.values()) <= self.inside):
            chosen = [self.links[pair] for pair in links.values()], [self.members[who] for who in colleagues.values()]
            for each in assign_several(*chosen, mask, by=self.head_of(to)):
                pair, who = links[each.link.pk], colleagues[each.member.pk]
                given = mask & each.link.client.offered
                assert (each.change != Change.IMPOSSIBLE) == (given in self.grants[pair])
                if given in self.grants[pair]:
                    self.work[*pair, who] = Work(given)

    @connected
    @rule(number=pairs, who=people, by_client=yes)
    def end_assignment(self, number: int, who: str, by_client: bool) -> None:
        at, to, link = self.chosen(number)
        with self.refused_unless((at, to, who) in self.work):
            if by_client:
                shut_out(link, self.members[who], by=self.company(at)[1])
            else:
                end_assignment(link, self.members[who], by=self.head_of(to))
            del self.work[at, to, who]

    @rule(who=staff, hand_over=yes)
    def leave_or_return(self, who: str, hand_over: bool) -> None:
        to, user = STAFF[who], self.town.user(who)
        if who not in self.inside:
            self.members[who] = member(user, self.members[HEADS[to]].firm, FirmPermission.none())
            self.inside.add(who)
            return
        theirs = {place[:2]: work for place, work in self.work.items() if place[2] == who and not work.over}
        if hand_over:
            plan = {self.links[pair]: self.head_of(to) for pair in theirs}
            remove_and_hand_over(self.members[who], plan, by=self.head_of(to))
            for pair, work in theirs.items():
                self.work[*pair, HEADS[to]] = self.together(work, self.work.get((*pair, HEADS[to])))
        else:
            remove(self.members[who], by=self.head_of(to))
        self.inside.remove(who)
        self.forget(lambda client, firm, name: name == who)

    def together(self, theirs: Work, own: Work | None) -> Work:
        if own is None or own.over:
            return Work(theirs.mask, theirs.dated)
        return Work(theirs.mask | own.mask, theirs.dated and own.dated)

    @precondition(lambda self: any(work.dated for work in self.work.values()))
    @rule()
    def time_passes(self) -> None:
        """Every end date is behind us; nothing is written down yet."""
        dated = Assignment.objects.standing().exclude(expires_at=None)
        dated.update(expires_at=timezone.now() - timedelta(seconds=1))
        for work in self.work.values():
            work.over = work.dated

    @precondition(lambda self: any(work.over for work in self.work.values()))
    @rule()
    def the_clock_writes_down(self) -> None:
        over = [place for place, work in self.work.items() if work.over]
        assert end_expired() == len(over)
        self.forget(lambda *place: place in over)

    @invariant()
    def effective_is_what_is_granted_and_assigned(self) -> None:
        for who, somebody in self.members.items():
            found = {link.pk: link.effective for link in ClientLink.objects.open_to(somebody)}
            wanted = {
                self.links[at, to].pk: self.grants[at, to] & work.mask
                for (at, to, name), work in self.work.items()
                if name == who and not work.over
            }
            assert found == wanted, who

    @invariant()
    def has_perm_says_the_same(self) -> None:
        """Of one permission and one link at a time, in turn, also of links that have ended."""
        turn = next(self.numbers)
        permission = list(ClientPermission)[turn % 10]
        live = {self.links[pair].pk: pair for pair in self.grants}
        for link in [*self.links.values(), *self.ended][turn % 3 :: 3]:
            pair = live.get(link.pk, ("", ""))
            for who in PEOPLE:
                work = self.work.get((*pair, who))
                holds = work is not None and not work.over and permission in work.mask & self.grants[pair]
                assert self.town.user(who).has_perm(f"clients.{permission.codename}", link) == holds, who

    @invariant()
    def the_book_explains_it(self) -> None:
        """Read from its first line on it gives what stands: but for the dates that this test has moved."""
        told, stands = replayed(Event.objects.filter(pk__gt=self.begins).order_by("pk")), present()
        assert told.grants == stands.grants
        assert told.undated == stands.undated
        assert len(stands.grants) == len(self.grants)
        assert len(stands.work) == len(self.work)


def test_access_is_the_definition_whatever_happens(town: Town) -> None:
    """From a town in which nobody works for anybody."""
    ClientLink.objects.all().delete()
    town.ron = member(person("ron", "rivaltax.com"), town.rival, FirmPermission.none())  # type: ignore[attr-defined]
    Access.town = town
    enough = settings(max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Access, settings=enough)
