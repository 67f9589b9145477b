"""A member asks for access to a client of the firm; those who assign grant, grant less or decline."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.permissions import ClientPermission
from clients.actions.assigning import assign, end_expired
from clients.actions.granting import change_grant, end_link
from clients.actions.locks import NO_LONGER
from clients.actions.requesting import ANSWERED, decline_wish, end_of, grant_wish, request_access
from clients.models import Assignment, AssignmentRequest
from firms.actions.members import remove
from tests.clients.test_assigning import effective
from tests.letters import Post
from tests.town import PAY, PEOPLE, SETTINGS, TAXES, THIRD, Town

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")
COVER = "Holiday cover"


def today():
    """The day in the firm's zone."""
    return timezone.now().astimezone(NEW_YORK).date()


def wish_of_sam(town: Town, permissions: ClientPermission = PEOPLE | THIRD, **more: object) -> AssignmentRequest:
    return request_access(town.bloom, permissions, COVER, by=town.sam, **more)


class TestAsking:
    def test_tells_those_who_assign_and_gives_nothing(self, town, post: Post):
        wish = wish_of_sam(town)

        assert effective(town.sam, town.bloom) is None
        assert {letter.to for letter in post.all()} == {"olga@smithcpa.com", "mona@smithcpa.com"}
        assert COVER in post.to("mona@smithcpa.com").text
        event = Event.objects.get(verb=Verb.ACCESS_ASKED)
        assert (event.about_name, event.client_id) == ("Sam Field", town.bloom.client_id)
        assert event.facts["wanted"] == wish.permissions.codenames

    def test_what_the_client_has_not_granted_is_refused(self, town):
        with pytest.raises(Refused, match="Bloom LLC has not granted your firm: Make payments"):
            wish_of_sam(town, PAY)

    def test_twice_is_refused_until_there_is_an_answer(self, town):
        wish = wish_of_sam(town)
        with pytest.raises(Refused, match="You have asked already"):
            wish_of_sam(town)

        decline_wish(wish, by=town.mona)

        assert wish_of_sam(town).answered_at is None

    def test_until_a_day_that_is_over_is_refused(self, town):
        with pytest.raises(Refused, match="Choose a day from today on") as refusal:
            wish_of_sam(town, until=today() - timedelta(days=1))
        assert refusal.value.field == "until"
        assert wish_of_sam(town, until=today()).until == today()

    def test_for_a_client_that_is_gone_is_refused(self, town):
        end_link(town.bloom, by=town.pia)

        with pytest.raises(Refused, match=NO_LONGER):
            wish_of_sam(town)

    def test_a_day_ends_at_midnight_in_the_zone_of_the_firm(self, town):
        day = datetime(2026, 11, 1, tzinfo=NEW_YORK).date()  # the clocks change on this day
        assert end_of(day, town.smith) == datetime(2026, 11, 2, tzinfo=NEW_YORK)
        assert end_of(day, town.smith).utcoffset() == timedelta(hours=-5)


class TestAnswering:
    def test_all_of_it_assigns_and_tells(self, town, post: Post):
        wish = wish_of_sam(town)

        grant_wish(wish, PEOPLE | THIRD, by=town.mona)

        assert effective(town.sam, town.bloom) == PEOPLE | THIRD
        wish.refresh_from_db()
        assert (wish.granted, wish.answered_by_name) == (True, "Mona Field")
        assert "Bloom LLC" in post.to("sam@smithcpa.com").text
        assert Event.objects.latest().verb == Verb.MEMBER_ASSIGNED

    def test_less_gives_less_until_the_end_of_a_day(self, town):
        grant_wish(wish_of_sam(town), THIRD, today(), by=town.mona)

        row = Assignment.objects.get(link=town.bloom)
        assert (row.permissions, row.expires_at) == (THIRD, end_of(today(), town.smith))
        assert datetime.fromisoformat(Event.objects.latest().facts["until"]) == row.expires_at
        assert effective(town.sam, town.bloom) == THIRD

    def test_access_with_an_end_ends_by_the_clock_and_is_written_down_once(self, town, post: Post):
        grant_wish(wish_of_sam(town), THIRD, today(), by=town.mona)
        past = timezone.now() - timedelta(seconds=1)
        Assignment.objects.filter(link=town.bloom).update(expires_at=past)
        assert effective(town.sam, town.bloom) is None, "before the clock's task has run"

        assert [end_expired(), end_expired()] == [1, 0]

        assert Assignment.objects.get(link=town.bloom).ended_at == past
        event = Event.objects.latest()
        assert (event.verb, event.capacity, event.about_name) == (Verb.ASSIGNMENT_EXPIRED, "clock", "Sam Field")
        assert "Bloom LLC" in post.to("sam@smithcpa.com").text

    def test_more_than_was_asked_may_be_given_but_no_more_than_is_granted(self, town):
        wish = wish_of_sam(town, THIRD)
        with pytest.raises(Refused, match="has not granted your firm: Make payments"):
            grant_wish(wish, THIRD | PAY, by=town.mona)

        assert AssignmentRequest.objects.open().get() == wish, "a refused answer is none"
        grant_wish(wish, THIRD | SETTINGS, by=town.mona)
        assert effective(town.sam, town.bloom) == THIRD | SETTINGS

    def test_what_the_client_took_meanwhile_is_not_given(self, town):
        wish = wish_of_sam(town)
        change_grant(town.bloom, PEOPLE, by=town.pia, held=town.pia.permissions)

        with pytest.raises(Refused, match="has not granted your firm: Manage third-party access"):
            grant_wish(wish, PEOPLE | THIRD, by=town.mona)

    def test_until_a_day_that_is_over_is_refused_and_answers_nothing(self, town):
        wish = wish_of_sam(town)

        with pytest.raises(Refused, match="Choose a day from today on"):
            grant_wish(wish, THIRD, today() - timedelta(days=1), by=town.mona)

        assert AssignmentRequest.objects.open().get() == wish

    def test_no_is_recorded_and_told(self, town, post: Post):
        wish = wish_of_sam(town)

        decline_wish(wish, by=town.mona)

        wish.refresh_from_db()
        assert (wish.granted, wish.answered_by_name) == (False, "Mona Field")
        assert effective(town.sam, town.bloom) is None
        assert Event.objects.latest().verb == Verb.ACCESS_DECLINED
        assert "Bloom LLC" in post.to("sam@smithcpa.com").text

    def test_is_over_with_the_first_answer(self, town):
        granted, declined = wish_of_sam(town), request_access(town.acme, TAXES, COVER, by=town.olga)
        grant_wish(granted, THIRD, by=town.mona)
        decline_wish(declined, by=town.mona)

        for wish in (granted, declined):
            with pytest.raises(Refused, match=ANSWERED):
                grant_wish(wish, wish.permissions, by=town.mona)
            with pytest.raises(Refused, match=ANSWERED):
                decline_wish(wish, by=town.mona)

    def test_assigning_the_member_answers_it(self, town):
        wish = wish_of_sam(town)

        assign(town.bloom, town.sam, PEOPLE, by=town.olga)

        wish.refresh_from_db()
        assert (wish.granted, wish.answered_by_name) == (True, "Olga Field")

    def test_ends_with_the_link_and_with_the_membership(self, town):
        wish, other = wish_of_sam(town), request_access(town.acme, TAXES, COVER, by=town.sam)
        end_link(town.bloom, by=town.pia)
        with pytest.raises(Refused, match=NO_LONGER):
            grant_wish(wish, PEOPLE, by=town.mona)
        with pytest.raises(Refused, match=ANSWERED):
            decline_wish(wish, by=town.mona)

        remove(town.sam, by=town.olga)
        assert not AssignmentRequest.objects.exists()
        with pytest.raises(Refused, match=ANSWERED):
            grant_wish(other, TAXES, by=town.mona)
