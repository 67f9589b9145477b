"""A member asks for access to a client, and whoever assigns grants it, grants less, or declines."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from clients.actions.granting import change_grant, end_link
from clients.actions.requesting import decline_wish, request_access
from clients.models import Assignment, AssignmentRequest
from tests.clients.offers import words
from tests.letters import Post
from tests.town import PAY, PEOPLE, REPORTS, TAXES, THIRD, Town
from tests.visits import Visit

pytestmark = pytest.mark.django_db
REASON = "Payroll of May, while Olga is away."


def ask_url(town: Town, link: Any = None) -> str:
    return reverse("clients:request_access", args=[(link or town.bloom).client.code])


def answer_url(wish: AssignmentRequest) -> str:
    return reverse("clients:request", args=[wish.pk])


@pytest.fixture
def wish(town: Town) -> AssignmentRequest:
    """Sam asks for two permissions at Bloom, where he does not work."""
    return request_access(town.bloom, PEOPLE | THIRD, REASON, by=town.sam)


def ticked(page: str) -> list[str]:
    """Which permissions the page shows ticked."""
    boxes = [tag.split(">")[0] for tag in page.split("<input") if 'type="checkbox"' in tag.split(">")[0]]
    return [box.split('value="')[1].split('"')[0] for box in boxes if "checked" in box]


def test_a_member_asks_with_a_reason_permissions_and_an_end_date(town: Town, visit: Visit, post: Post) -> None:
    sam = visit("sam")
    until = datetime.now(ZoneInfo("America/New_York")).date() + timedelta(days=10)
    page = words(sam.get(ask_url(town)))
    assert "Mona Field" in page
    assert ticked(page) == []

    fields = {"reason": REASON, "permissions": ["manage_employees"], "until": until.isoformat()}
    answer = sam.post(ask_url(town), fields, follow=True)

    assert "Your request for access to Bloom LLC was sent." in words(answer)
    assert "You have asked, and wait for the answer." in words(answer)
    assert "<textarea" not in words(answer)
    made = AssignmentRequest.objects.get()
    assert (made.member, made.link, made.permissions, made.until) == (town.sam, town.bloom, PEOPLE, until)
    for reader in ("olga", "mona"):
        assert answer_url(made) in post.to(f"{reader}@smithcpa.com").text


def test_only_what_the_client_has_granted_is_offered(town: Town, visit: Visit) -> None:
    page = words(visit("sam").get(ask_url(town)))

    assert page.count("Not granted by the client.") == 6
    assert "Manage company tax information" not in page
    answer = visit("sam").post(ask_url(town), {"reason": REASON, "permissions": ["make_payments"]})
    assert answer.status_code == 422
    assert "has not granted your firm: Make payments" in words(answer)
    assert REASON in words(answer)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"reason": ""}, "Say what you need the access for"),
        ({"until": "soon"}, "Enter a day, like 2026-12-31"),
        ({"until": "9999-12-31"}, "Choose an earlier day, or none"),
        ({"until": "2020-01-01"}, "Choose a day from today on, or none."),
        ({"permissions": ["manage_taxes"]}, "Choose among the permissions on this page"),
    ],
)
def test_what_is_not_well_formed_is_answered_with_what_to_do(
    town: Town, visit: Visit, changed: dict[str, Any], sentence: str
) -> None:
    fields = {"reason": REASON, "permissions": ["manage_employees"]} | changed

    answer = visit("sam").post(ask_url(town), fields)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not AssignmentRequest.objects.exists()


def test_who_works_there_asks_for_more_and_sees_what_they_have(town: Town, visit: Visit) -> None:
    page = words(visit("sam").get(ask_url(town, town.acme)))

    assert "Your access: Make payments, Manage company tax information." in page
    assert ticked(page) == ["make_payments", "manage_taxes"]


def test_asking_twice_is_refused(town: Town, visit: Visit, wish: AssignmentRequest) -> None:
    answer = visit("sam").post(ask_url(town), {"reason": REASON})

    assert answer.status_code == 422
    assert "You have asked already, and wait for the answer." in words(answer)


def test_who_assigns_is_pointed_to_the_editor(town: Town, visit: Visit) -> None:
    assert reverse("clients:assign", args=[town.bloom.client.code]) in words(visit("mona").get(ask_url(town)))


@pytest.mark.parametrize(("who", "status"), [("sam", 200), ("rita", 404), ("pia", 404), ("nora", 404), ("gus", 404)])
def test_only_a_member_of_the_firm_asks(town: Town, visit: Visit, who: str, status: int) -> None:
    assert visit(who).get(ask_url(town)).status_code == status
    end_link(town.bloom, by=town.pia)
    assert visit(who).get(ask_url(town)).status_code == 404


def test_granting_what_was_asked(town: Town, visit: Visit, post: Post, wish: AssignmentRequest) -> None:
    mona = visit("mona")
    assert answer_url(wish) in words(mona.get("/dashboard/"))
    page = words(mona.get(answer_url(wish)))
    assert REASON in page
    assert "Sam Field asks for access to Bloom LLC" in page
    assert ticked(page) == ["manage_third_parties", "manage_employees"]

    answer = mona.post(answer_url(wish), {"permissions": ["manage_third_parties", "manage_employees"]})

    assert answer["Location"] == reverse("clients:client", args=[town.bloom.client.code])
    assert Assignment.objects.live().get(member=town.sam, link=town.bloom).permissions == PEOPLE | THIRD
    assert post.to("sam@smithcpa.com")
    assert answer_url(wish) not in words(mona.get("/dashboard/"))
    assert "Mona Field granted this request on" in words(mona.get(answer_url(wish)))
    assert '<button type="submit" class="button">Grant' not in words(mona.get(answer_url(wish)))


def test_granting_less_until_a_day_in_the_firm_s_zone(town: Town, visit: Visit, wish: AssignmentRequest) -> None:
    fields = {"permissions": ["manage_employees"], "until": "2031-05-31"}
    visit("mona").post(answer_url(wish), fields)

    given = Assignment.objects.live().get(member=town.sam, link=town.bloom)
    assert given.permissions == PEOPLE
    assert given.expires_at == datetime(2031, 6, 1, tzinfo=ZoneInfo("America/New_York"))


def test_declining_is_told_to_the_member(town: Town, visit: Visit, post: Post, wish: AssignmentRequest) -> None:
    fields = {"permissions": ["manage_employees"], "decline": "1"}
    answer = visit("mona").post(answer_url(wish), fields, follow=True)

    assert "Sam Field does not get access to Bloom LLC, and is told." in words(answer)
    assert not Assignment.objects.filter(member=town.sam, link=town.bloom).exists()
    assert "Bloom LLC" in post.to("sam@smithcpa.com").subject
    assert "Mona Field declined this request on" in words(visit("olga").get(answer_url(wish)))


def test_the_day_that_was_asked_for_is_filled_in(town: Town, visit: Visit) -> None:
    made = request_access(town.bloom, PEOPLE, REASON, date(2031, 5, 31), by=town.sam)

    page = words(visit("mona").get(answer_url(made)))

    assert 'value="2031-05-31"' in page
    assert "Sat 31 May 2031" in page
    with time_machine.travel("2031-07-01T12:00Z"):
        mona = visit("mona")
        answer = mona.post(answer_url(made), {"permissions": ["manage_employees"], "until": "2031-05-31"})
    assert answer.status_code == 422
    assert "Choose a day from today on, or none." in words(answer)
    assert AssignmentRequest.objects.open().exists()


def test_a_grant_replaces_so_what_the_colleague_has_is_ticked_too(town: Town, visit: Visit) -> None:
    made = request_access(town.acme, PEOPLE | REPORTS, REASON, by=town.sam)

    page = words(visit("mona").get(answer_url(made)))

    assert ticked(page) == ["make_payments", "view_invoices_and_reports", "manage_taxes", "manage_employees"]
    assert "Make payments, Manage company tax information" in page


def test_what_the_client_takes_meanwhile_is_neither_ticked_nor_given(
    town: Town, visit: Visit, wish: AssignmentRequest
) -> None:
    change_grant(town.bloom, PEOPLE, by=town.pia, held=town.pia.permissions)
    mona = visit("mona")

    assert ticked(words(mona.get(answer_url(wish)))) == ["manage_employees"]
    answer = mona.post(answer_url(wish), {"permissions": ["manage_third_parties", "manage_employees"]})

    assert answer.status_code == 422
    assert "has not granted your firm: Manage third-party access" in words(answer)
    assert AssignmentRequest.objects.open().exists()
    assert not Assignment.objects.filter(member=town.sam, link=town.bloom).exists()


def test_the_second_answer_is_refused(town: Town, visit: Visit, wish: AssignmentRequest) -> None:
    decline_wish(wish, by=town.olga)
    mona = visit("mona")

    granted = mona.post(answer_url(wish), {"permissions": ["manage_employees"]})
    declined = mona.post(answer_url(wish), {"decline": "1"}, follow=True)

    assert granted.status_code == 422
    for answer in (granted, declined):
        assert "This request was answered meanwhile." in words(answer)
    assert not Assignment.objects.filter(member=town.sam, link=town.bloom).exists()


def test_the_end_of_the_link_closes_the_request(town: Town, visit: Visit, wish: AssignmentRequest) -> None:
    end_link(town.bloom, by=town.pia)

    page = words(visit("mona").get(answer_url(wish)))

    assert "Your firm no longer works for Bloom LLC." in page
    assert ">Grant<" not in page


@pytest.mark.parametrize(("who", "status"), [("sam", 403), ("rita", 404), ("pia", 404), ("nora", 404), ("gus", 404)])
def test_only_who_assigns_answers(town: Town, visit: Visit, wish: AssignmentRequest, who: str, status: int) -> None:
    browser = visit(who)
    for answer in (browser.get(answer_url(wish)), browser.post(answer_url(wish), {"decline": "1"})):
        assert answer.status_code == status
        assert REASON not in words(answer)
    assert AssignmentRequest.objects.open().exists()


def test_the_pages_of_a_request_cost_this_many_queries(
    town: Town, visit: Visit, queries: Any, wish: AssignmentRequest
) -> None:
    sam, mona = visit("sam"), visit("mona")
    sam.get(ask_url(town))
    with queries(6 + 3):
        sam.get(ask_url(town))
    mona.get(answer_url(wish))
    with queries(6 + 2):
        mona.get(answer_url(wish))


def test_a_request_without_permissions_is_for_the_overview(town: Town, visit: Visit) -> None:
    visit("sam").post(ask_url(town), {"reason": REASON})
    made = AssignmentRequest.objects.get()

    assert "The overview only" in words(visit("mona").get(answer_url(made)))
    visit("mona").post(answer_url(made), {})
    assert Assignment.objects.live().get(member=town.sam, link=town.bloom).permissions == PAY & TAXES
