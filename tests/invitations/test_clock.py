"""Seven days are seven days, and letters of the clock go out once."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db.models import F
from django.utils import timezone

from advisor.audit.book import Visitor
from advisor.dates import moment
from advisor.errors import Refused
from advisor.mail.models import Letter
from advisor.users.models import User
from firms.actions.inviting import accept, invite
from firms.models import MemberInvitation
from invitations import tasks
from invitations.actions import ask_again, remind_the_invited, resend, tell_of_expiry
from invitations.models import State
from tests.letters import Post
from tests.races import MANY, at_once
from tests.town import MANAGE, Town, age, invitation, person
from tests.visits import Visit

ALMOST = {"days": 6, "hours": 23, "minutes": 59, "seconds": 59}
OVER = {"days": 7, "seconds": 1}


def ivy_of(town: Town) -> User:
    return person("ivy")


def test_accepting_works_until_the_last_second(town: Town) -> None:
    age(town.ivy, days=6, hours=23, minutes=59, seconds=50)  # the test itself takes part of the rest

    assert accept(town.ivy, ivy_of(town)).firm == town.smith


def test_accepting_is_over_a_second_after_seven_days_with_no_worker_running(town: Town) -> None:
    age(town.ivy, **OVER)

    with pytest.raises(Refused, match="no longer open"):
        accept(town.ivy, ivy_of(town))


def test_the_database_s_clock_alone_decides(town: Town) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert MemberInvitation.objects.open().filter(pk=town.ivy.pk).exists()
        assert accept(town.ivy, ivy_of(town)).firm == town.smith


@pytest.mark.parametrize(("passed", "state"), [(ALMOST, State.PENDING), (OVER, State.EXPIRED)])
def test_screens_change_with_the_same_second(town: Town, passed: dict[str, int], state: State) -> None:
    with time_machine.travel(town.ivy.sent_at + timedelta(**passed), tick=False):
        assert town.ivy.state == state
        assert town.ivy.is_open == (state == State.PENDING)


def test_an_expired_invitation_shows_its_page_and_no_button(town: Town, visit: Visit) -> None:
    client = visit()
    client.get(f"/invitation/{town.ivy_token}/")
    assert ">Accept<" in client.get("/invitation/").content.decode()

    age(town.ivy, **OVER)

    assert "This invitation has expired" in client.get("/invitation/").content.decode()


@pytest.mark.parametrize("begins", ["2026-10-29T09:30", "2027-03-10T09:30"])
def test_seven_days_are_168_hours_across_a_clock_change(town: Town, begins: str) -> None:
    sent = datetime.fromisoformat(begins).replace(tzinfo=ZoneInfo("America/New_York"))
    with time_machine.travel(sent, tick=False):
        made, _ = invitation(town.olga, "jo")

    assert made.expires_at - made.sent_at.astimezone(UTC) == timedelta(hours=168)
    ends = made.expires_at.astimezone(ZoneInfo("America/New_York"))
    assert ends.utcoffset() != sent.utcoffset()
    assert moment(made.expires_at, "America/New_York").endswith(ends.tzname() or "")
    for passed, state in ((ALMOST, State.PENDING), (OVER, State.EXPIRED)):
        with time_machine.travel(made.sent_at.astimezone(UTC) + timedelta(**passed), tick=False):
            assert made.state == state


def test_the_number_of_days_is_a_setting(town: Town, settings: Any) -> None:
    settings.INVITATION_DAYS = 3

    made, _ = invitation(town.olga, "jo")

    assert made.expires_at - made.sent_at == timedelta(days=3)


def test_the_letter_names_the_end_with_date_and_zone(town: Town, post: Post) -> None:
    made = invite(town.smith, "Jo", "Field", "jo@smithcpa.com", "CPA", MANAGE, by=town.olga)

    assert moment(made.expires_at, "America/New_York") in post.to("jo@smithcpa.com").text


def test_the_invited_are_reminded_once_two_days_before_the_end(town: Town, post: Post) -> None:
    age(town.ivy, days=4, hours=23, minutes=59)
    assert remind_the_invited() == 0

    age(town.ivy, minutes=2)

    assert [tasks.remind_the_invited() for _ in range(3)] == [1, 0, 0]
    assert len(post.subjects("ivy@smithcpa.com")) == 1


def test_the_reminder_s_link_and_the_first_one_open_the_same_invitation(town: Town, post: Post, visit: Visit) -> None:
    age(town.ivy, days=6)
    remind_the_invited()
    link = next(part for part in post.to("ivy@smithcpa.com").text.split() if "/invitation/" in part)
    token = link.rstrip("/").rpartition("/")[2]
    assert token != town.ivy_token

    for each in (token, town.ivy_token):
        assert visit().get(f"/invitation/{each}/", follow=True).status_code == 200

    resend(MemberInvitation.objects.get(pk=town.ivy.pk), by=town.olga)
    for each in (token, town.ivy_token):
        assert visit().get(f"/invitation/{each}/", follow=True).status_code == 404


def test_nobody_is_reminded_of_what_is_answered_or_over(town: Town, post: Post) -> None:
    for name, field in (("a1", "accepted_at"), ("b2", "declined_at"), ("c3", "withdrawn_at")):
        made, _ = invitation(town.olga, name, **{field: timezone.now()})
        age(made, days=6)
    age(town.ivy, **OVER)

    assert remind_the_invited() == 0


def test_the_inviter_hears_once_that_nobody_answered(town: Town, post: Post) -> None:
    age(town.ivy, **OVER)

    assert [tasks.tell_of_expiry() for _ in range(3)] == [1, 0, 0]
    assert len(post.subjects("olga@smithcpa.com")) == 1


def test_a_resent_invitation_is_reminded_and_told_of_again(town: Town, post: Post) -> None:
    age(town.ivy, **OVER)
    tell_of_expiry()
    resend(MemberInvitation.objects.get(pk=town.ivy.pk), by=town.olga)
    age(MemberInvitation.objects.get(pk=town.ivy.pk), days=6)
    assert remind_the_invited() == 1
    MemberInvitation.objects.filter(pk=town.ivy.pk).update(expires_at=F("sent_at"))

    assert tell_of_expiry() == 1


@pytest.mark.parametrize(
    ("task", "passed", "kind", "letters"),
    [
        (remind_the_invited, {"days": 6}, "member_reminder", 1),
        (tell_of_expiry, OVER, "member_expired", 1),
    ],
)
def test_the_clock_s_letters_go_out_once_however_many_run_at_once(
    standing_town: Town, task: Any, passed: dict[str, int], kind: str, letters: int
) -> None:
    age(standing_town.ivy, **passed)

    assert sum(at_once([task] * MANY)) == 1
    assert Letter.objects.filter(kind=kind).count() == letters


def test_fifty_wishes_for_a_new_invitation_tell_the_inviter_once(standing_town: Town) -> None:
    age(standing_town.ivy, **OVER)

    at_once([lambda: ask_again(standing_town.ivy, by=Visitor("Ivy Field"))] * MANY)

    assert Letter.objects.filter(kind="member_asked_again").count() == 1


def test_fifty_resends_leave_one_living_link(standing_town: Town) -> None:
    at_once([lambda: resend(standing_town.ivy, by=standing_town.olga)] * MANY)

    made = MemberInvitation.objects.get(pk=standing_town.ivy.pk)
    assert Letter.objects.filter(kind="member_invitation").count() == MANY
    assert made.is_open
