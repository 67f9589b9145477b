"""A member leaves, and each client goes where the remover says, or to nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.permissions import FirmPermission
from clients.actions.locks import CHANGED_MEANWHILE
from clients.actions.removing import MAY_NOT_ASSIGN, remove_and_hand_over
from clients.models import Assignment, ClientLink
from firms.actions.members import LAST_ADMINISTRATOR, remove
from firms.models import Member
from tests.clients.test_assigning import effective
from tests.races import at_once, refusals
from tests.town import MANAGE, PAY, PEOPLE, REPORTS, TAXES, Town, at_work, client, link, member, person


@pytest.mark.django_db
class TestHandingOver:
    def test_gives_the_colleague_what_the_member_had_beside_their_own(self, town):
        at_work(town.mona, town.acme, REPORTS)

        remove_and_hand_over(town.sam, {town.acme: town.mona}, by=town.olga)

        assert effective(town.mona, town.acme) == PAY | TAXES | REPORTS
        assert not Member.objects.filter(pk=town.sam.pk).exists()
        verbs = Event.objects.order_by("pk").values_list("verb", flat=True)
        assert list(verbs) == [Verb.ASSIGNMENT_CHANGED, Verb.MEMBER_REMOVED]

    def test_leaves_clients_that_are_not_named_to_nobody(self, town):
        remove_and_hand_over(town.sam, {}, by=town.olga)

        assert not Assignment.objects.exists()

    def test_keeps_the_end_date(self, town):
        soon, later = (timezone.now() + timedelta(days=days) for days in (3, 9))
        Assignment.objects.update(expires_at=soon)
        remove_and_hand_over(town.sam, {town.acme: town.mona}, by=town.olga)
        assert Assignment.objects.get(member=town.mona).expires_at == soon

        tom = member(person("tom"), town.smith, MANAGE)
        at_work(tom, town.acme, PAY, expires_at=later)
        remove_and_hand_over(town.mona, {town.acme: tom}, by=town.olga)
        assert Assignment.objects.get(member=tom).expires_at == later

    def test_what_ended_by_its_date_is_neither_handed_over_nor_revived(self, town):
        past = timezone.now() - timedelta(seconds=1)
        at_work(town.mona, town.acme, REPORTS, expires_at=past)
        remove_and_hand_over(town.sam, {town.acme: town.mona}, by=town.olga)
        assert effective(town.mona, town.acme) == PAY | TAXES

        Assignment.objects.update(expires_at=past)
        with pytest.raises(Refused, match=CHANGED_MEANWHILE[:20]):
            remove_and_hand_over(town.mona, {town.acme: town.olga}, by=town.olga)

    def test_needs_the_permission_to_assign(self, town):
        jo = member(person("jo"), town.smith, MANAGE)

        with pytest.raises(Refused, match=MAY_NOT_ASSIGN[:30]):
            remove_and_hand_over(town.sam, {town.acme: town.mona}, by=jo)

    @pytest.mark.parametrize("plan", [("bloom", "mona"), ("acme", "sam"), ("acme", "rita"), ("cove", "mona")])
    def test_is_refused_whole_where_the_page_is_out_of_date(self, town, plan):
        at, to = (getattr(town, name) for name in plan)

        with pytest.raises(Refused, match=CHANGED_MEANWHILE[:20]):
            remove_and_hand_over(town.sam, {at: to}, by=town.olga)

        assert Member.objects.filter(pk=town.sam.pk).exists()
        assert effective(town.sam, town.acme) == PAY | TAXES

    def test_of_the_last_administrator_is_refused_whole(self, town):
        at_work(town.olga, town.acme, REPORTS)

        with pytest.raises(Refused, match=LAST_ADMINISTRATOR[:30]):
            remove_and_hand_over(town.olga, {town.acme: town.mona}, by=town.olga)

        assert effective(town.mona, town.acme) is None


def test_two_members_leave_at_once_and_hand_over_to_each_other(standing_town: Town) -> None:
    """One is in time; the other finds that the colleague has gone."""
    town = standing_town
    links: list[ClientLink] = [link(client(f"Client {n}"), town.smith, PAY | PEOPLE) for n in range(20)]
    for each in links:
        at_work(town.sam, each, PAY)
        at_work(town.mona, each, PEOPLE)
    acts = [
        lambda: remove_and_hand_over(town.sam, dict.fromkeys(links, town.mona), by=town.olga),
        lambda: remove_and_hand_over(town.mona, dict.fromkeys(reversed(links), town.sam), by=town.olga),
    ]

    answers = at_once(acts * 5)

    assert len(refusals(answers)) == 9
    assert Member.objects.filter(user__username__in=["sam", "mona"]).count() == 1
    assert {row.permissions for row in Assignment.objects.filter(link__in=links)} == {PAY | PEOPLE}


def test_colleagues_leave_while_clients_are_handed_over_to_them(standing_town: Town) -> None:
    """The client goes with the colleague, or stays with who cannot hand it over any more."""
    town, acts, leavers = standing_town, [], []
    for number in range(20):
        names = (f"lea{number}", f"col{number}")
        leaver, colleague = (member(person(name), town.smith, FirmPermission.none()) for name in names)
        at = link(client(f"Client {number}"), town.smith, PAY)
        at_work(leaver, at, PAY)
        leavers.append(leaver.user)
        acts += [
            lambda who=leaver, plan={at: colleague}: remove_and_hand_over(who, plan, by=town.olga),
            lambda who=colleague: remove(who, by=town.olga),
        ]

    answers = at_once(acts)

    assert set(refusals(answers)) <= {CHANGED_MEANWHILE}
    stayed = Member.objects.filter(user__in=leavers)
    assert stayed.count() == len(refusals(answers))
    assert set(Assignment.objects.values_list("member", flat=True)) == {town.sam.pk, *(one.pk for one in stayed)}
