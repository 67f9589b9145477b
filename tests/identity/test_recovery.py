"""Reset password and Forgot username: only ever to a confirmed address, the same answer for everybody."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.logs import WithoutTokens
from advisor.mail.models import Letter
from advisor.users.models import User
from tests.letters import link_in
from tests.town import PASSWORD, give_app, person

pytestmark = pytest.mark.django_db
NEW = "another-Horse-battery-9"


def ask(visit, name: str, **extra: str):
    return visit().post("/reset-password/", {"email": name}, **extra)


def letters() -> list[str]:
    return sorted(Letter.objects.values_list("to", flat=True))


def reset(visit, link: str, password: str = NEW):
    """Follow the link, as a browser does, and choose a password."""
    client = visit()
    arrived = client.get(link)
    return client, client.post(arrived["Location"], {"password1": password})


@pytest.mark.parametrize("name", ["olga", "OLGA@smithcpa.com", "olga@example.com", " olga "])
def test_a_reset_goes_to_the_confirmed_personal_email_whatever_was_typed(town, visit, name):
    assert ask(visit, name)["Location"] == "/reset-password/sent/"
    assert letters() == ["olga@example.com"]


def test_a_reset_goes_to_the_work_email_while_the_personal_one_is_unconfirmed(town, visit):
    User.objects.filter(username="olga").update(personal_email_confirmed_at=None)
    ask(visit, "olga@example.com")
    assert letters() == ["olga@smithcpa.com"]


def test_nothing_goes_to_an_unconfirmed_address_and_the_page_does_not_say_so(town, visit):
    known, unknown = ask(visit, "fred"), ask(visit, "nobody")
    assert known["Location"] == unknown["Location"]
    assert letters() == []
    assert not Event.objects.filter(verb=Verb.RESET_ASKED).exists()


def test_nothing_goes_to_whoever_may_not_sign_in(town, visit):
    User.objects.filter(username="sam").update(is_active=False)
    ask(visit, "sam")
    assert letters() == []


def test_accounts_that_only_claim_an_address_crowd_nobody_out(town, visit):
    for number in range(8):
        claims = {"personal_email": "olga@example.com", "personal_email_confirmed_at": None, "last_name": "Aaa"}
        person(f"aaa{number}", "elsewhere.example", **claims)
    ask(visit, "olga@example.com")
    assert "olga@example.com" in letters()
    assert len(letters()) <= 5


def test_asking_stands_in_the_book_as_a_visitors_act(town, visit):
    ask(visit, "olga")
    event = Event.objects.get(verb=Verb.RESET_ASKED)
    assert (event.actor, event.capacity, event.about_id) == (None, "visitor", town.olga.user.pk)


def test_the_host_in_the_letter_is_never_the_requests(town, visit, post, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ask(visit, "olga", headers={"host": "evil.example", "x-forwarded-host": "evil.example"})
    assert "evil" not in post.to("olga@example.com").text
    assert "http://localhost:8000/reset-password/" in post.to("olga@example.com").text


def test_a_reset_sets_the_password_signs_nobody_in_and_keeps_the_second_factor(town, visit, post):
    give_app(town.olga.user)
    ask(visit, "olga")
    client, answer = reset(visit, link_in(post.to("olga@example.com"), "/reset-password/"))
    assert answer["Location"] == "/reset-password/done/"
    assert client.get("/dashboard/").status_code == 302
    assert User.objects.get(username="olga").check_password(NEW)
    assert Authenticator.objects.filter(user=town.olga.user, type="totp").exists()
    assert client.post("/sign-in/", {"login": "olga", "password": NEW})["Location"] == "/sign-in/two-step/"


def test_a_reset_is_told_to_every_confirmed_address_and_stands_in_the_book(town, visit, post):
    ask(visit, "olga")
    reset(visit, link_in(post.to("olga@example.com"), "/reset-password/"))
    assert Event.objects.filter(verb=Verb.PASSWORD_RESET, about_id=town.olga.user.pk).count() == 1
    for address in ("olga@smithcpa.com", "olga@example.com"):
        assert "Your password was reset" in post.to(address).text + post.to(address).subject


def test_a_reset_ends_every_session_also_the_one_in_this_browser(town, visit, post):
    here, there = visit(), visit()
    for client in (here, there):
        client.post("/sign-in/", {"login": "olga", "password": PASSWORD})
    ask(visit, "olga")
    arrived = here.get(link_in(post.to("olga@example.com"), "/reset-password/"))
    assert here.post(arrived["Location"], {"password1": NEW})["Location"] == "/reset-password/done/"
    assert here.get("/dashboard/").status_code == there.get("/dashboard/").status_code == 302


def test_the_key_leaves_the_address_and_opening_the_link_changes_nothing(town, visit, post):
    ask(visit, "olga")
    link = link_in(post.to("olga@example.com"), "/reset-password/")
    for _ in range(2):
        for client in (visit(), visit("mona")):
            client.head(link)
            client.get(link)
    mona = visit("mona")
    assert mona.get(link).status_code == 403
    assert mona.get("/dashboard/").status_code == 200
    arrived = visit().get(link)
    assert arrived["Location"].endswith("/set-password/")
    assert User.objects.get(username="olga").check_password(PASSWORD)


def test_the_key_stands_in_no_line_of_the_log(town, visit, post):
    ask(visit, "olga")
    link = link_in(post.to("olga@example.com"), "/reset-password/")
    record = logging.makeLogRecord({"msg": "Not found: %s", "args": (link,)})
    WithoutTokens().filter(record)
    assert link.rstrip("/").rpartition("/")[2] not in record.getMessage()


CHANGES = {
    "the password": {"password": "!"},
    "the work email": {"email": "olga.new@smithcpa.com"},
    "the personal email": {"personal_email": "olga.new@example.com"},
    "signing in": {"last_login": timezone.now()},
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_reset_link_dies_with(town, visit, post, change):
    ask(visit, "olga")
    link = link_in(post.to("olga@example.com"), "/reset-password/")
    User.objects.filter(username="olga").update(**CHANGES[change])
    answer = visit().get(link)
    assert answer.status_code == 200
    assert "This link no longer works" in answer.content.decode()


def test_a_reset_link_works_once_and_for_an_hour(town, visit, post, time_machine):
    ask(visit, "olga")
    link = link_in(post.to("olga@example.com"), "/reset-password/")
    begun = datetime.now(UTC)
    time_machine.move_to(begun + timedelta(seconds=3601))
    assert "This link no longer works" in visit().get(link).content.decode()
    time_machine.move_to(begun + timedelta(seconds=3590))
    reset(visit, link)
    assert "This link no longer works" in visit().get(link).content.decode()


def test_a_weak_new_password_is_refused_with_what_to_do(town, visit, post):
    ask(visit, "olga")
    _, answer = reset(visit, link_in(post.to("olga@example.com"), "/reset-password/"), "olga")
    assert answer.status_code == 422
    assert "Use at least 15 characters" in answer.content.decode()


@pytest.mark.parametrize("link", ["0/x", "zzzzzzzzzzzzzzzzzzzzzzzzz/x-y", "-1/a", "1/set-password", "%F0/%00x", "é/é"])
def test_a_made_up_link_gets_a_page(town, visit, link):
    assert visit().get(f"/reset-password/{link}/").status_code in (200, 400, 404)


@pytest.mark.parametrize("name", ["olga@smithcpa.com", "olga@example.com", "nobody@example.com"])
def test_a_forgotten_username_is_mailed_in_the_same_way(town, visit, post, name):
    answer = visit().post("/forgot-username/", {"email": name})
    assert answer["Location"] == "/forgot-username/sent/"
    assert letters() == ([] if "nobody" in name else ["olga@example.com"])
    if letters():
        assert "olga" in post.to("olga@example.com").text


def test_an_empty_field_says_what_to_enter(visit, db):
    for address in ("/reset-password/", "/forgot-username/", "/sign-in/"):
        answer = visit().post(address, {"email": ""})
        assert answer.status_code == 422
        assert "Enter your" in answer.content.decode()
