"""Signing in and out, wrong passwords, where one is sent afterwards."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.users.models import User
from tests.town import PASSWORD

pytestmark = pytest.mark.django_db
WRONG = "The username and password do not match. Check both, or reset your password."


def later(time_machine, seconds: float) -> None:
    """Let this much time pass; the clock goes on."""
    time_machine.move_to(datetime.now(UTC) + timedelta(seconds=seconds))


def sign_in(client: Client, login: str = "olga", password: str = PASSWORD, **fields: str):
    return client.post("/sign-in/", {"login": login, "password": password} | fields)


@pytest.mark.parametrize("login", ["olga", "OLGA", " olga ", "olga@smithcpa.com", "Olga@SmithCPA.com"])
def test_a_member_signs_in_by_username_or_work_email_in_any_case(town, visit, login):
    client = visit()
    answer = sign_in(client, login)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/dashboard/").status_code == 200
    assert Event.objects.filter(verb=Verb.SIGNED_IN, actor=town.olga.user).count() == 1


def test_a_personal_email_is_no_name_to_sign_in_with(town, visit):
    assert sign_in(visit(), "olga@example.com").status_code == 422


@pytest.mark.parametrize("login", ["olga", "olga@smithcpa.com", "nobody", "nobody@smithcpa.com"])
def test_a_wrong_password_is_answered_the_same_for_known_and_unknown(town, visit, login):
    answer = sign_in(visit(), login, "wrong-Horse-battery-9")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert WRONG in page
    assert f'value="{login}"' in page
    assert "wrong-Horse" not in page


def test_a_wrong_password_stands_in_the_book_of_the_known_person_only(town, visit):
    for login in ("olga", "nobody"):
        sign_in(visit(), login, "wrong")
    assert [event.about_name for event in Event.objects.filter(verb=Verb.SIGN_IN_FAILED)] == ["Olga Field"]


@pytest.mark.parametrize(
    ("following", "leads_to"),
    [
        ("/firm/", "/firm/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("http:evil.example", "/"),
        ("\x01//evil.example", "/"),
    ],
)
def test_signing_in_leads_to_our_own_pages_only(town, visit, following, leads_to):
    assert sign_in(visit(), next=following)["Location"] == leads_to


@pytest.mark.parametrize("following", ["https://evil.example/", "//evil.example", "firms:info", "info", "a b", "é\n"])
def test_signing_out_leads_to_our_own_pages_only(town, visit, following):
    answer = visit("olga").post("/sign-out/", {"next": following})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith(("//", "/\\"))


def test_signing_out_ends_the_session_and_takes_it_off_the_list(town, visit):
    client = visit()
    sign_in(client)
    key = client.session.session_key
    assert client.get("/sign-out/").status_code == 200
    assert client.get("/dashboard/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/dashboard/").status_code == 302
    assert not Session.objects.filter(session_key=key).exists()
    assert not UserSession.objects.filter(session_key=key).exists()
    assert Event.objects.filter(verb=Verb.SIGNED_OUT, actor=town.olga.user).count() == 1


def test_whoever_may_not_sign_in_any_more_is_told_so_only_with_the_right_password(town, visit):
    User.objects.filter(username="sam").update(is_active=False)
    assert sign_in(visit(), "sam", "wrong").status_code == 422
    assert sign_in(visit(), "sam")["Location"] == "/sign-in/inactive/"
    assert "Support closed it" in visit().get("/sign-in/inactive/").content.decode()


def test_nobody_can_sign_up_through_the_library(visit):
    for address in ("/signup/", "/accounts/signup/", "/accounts/login/", "/accounts/email/"):
        assert visit().get(address).status_code == 404


def test_the_librarys_own_table_of_addresses_stays_empty(town, visit, post):
    client = visit()
    sign_in(client)
    client.post("/security/password/", {"oldpassword": PASSWORD, "password1": "another-Horse-battery-9"})
    client.post("/reset-password/", {"email": "olga@smithcpa.com"})
    client.post("/sign-in/again/", {"password": "another-Horse-battery-9"})
    assert EmailAddress.objects.count() == 0


def test_the_sign_in_page_shows_the_demo_sign_ins_in_demo_mode_only(town, visit, settings):
    assert "Demo sign-ins" not in visit().get("/sign-in/").content.decode()
    settings.DEMO = True
    page = visit().get("/sign-in/").content.decode()
    assert "Demo sign-ins" in page
    assert "owner of Smith CPA" in page


def test_signing_in_counts_as_a_fresh_proof_and_a_longer_stay_does_not(town, visit, time_machine):
    client = visit()
    sign_in(client)
    assert client.get("/profile/username/").status_code == 200
    later(time_machine, 301)
    answer = client.get("/profile/username/")
    assert answer["Location"] == "/sign-in/again/?next=%2Fprofile%2Fusername%2F"
    answer = client.post("/sign-in/again/", {"password": PASSWORD, "next": "/profile/username/"})
    assert answer["Location"] == "/profile/username/"
    assert client.get("/profile/username/").status_code == 200


def test_a_form_sent_after_the_proof_has_gone_stale_is_kept_and_finished(town, visit, time_machine):
    client = visit()
    sign_in(client)
    later(time_machine, 301)
    answer = client.post("/profile/username/", {"username": "olga.field"})
    client.post("/sign-in/again/", {"password": PASSWORD, "next": "/profile/username/"})
    assert answer.status_code == 302
    assert User.objects.get(pk=town.olga.user.pk).username == "olga.field"
