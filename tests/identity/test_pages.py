"""What every page about one's own account costs and sends; sessions on the security page."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.identity.overview import device
from advisor.identity.tasks import clear_old_sessions
from advisor.users.models import User
from tests.town import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "another-Horse-battery-9"
# Queries, with the two savepoints of every request, the session and the person.
COSTS = {
    "/profile/": 7,
    "/profile/edit/": 9,
    "/profile/username/": 9,
    "/profile/personal-email/": 9,
    "/profile/confirm/work/": 8,
    "/security/": 8,
    "/security/password/": 6,
    "/security/two-step/app/": 12,
    "/security/two-step/codes/": 10,
    "/security/passkeys/add/": 14,
    "/sign-in/again/": 12,
    "/sign-out/": 6,
}
COSTS_SIGNED_OUT = {
    "/sign-in/": 2,
    "/reset-password/": 2,
    "/reset-password/sent/": 2,
    "/reset-password/done/": 2,
    "/forgot-username/": 2,
    "/forgot-username/sent/": 2,
    "/confirm/": 2,
}


def sign_in(client, password: str = PASSWORD, **extra):
    return client.post("/sign-in/", {"login": "olga", "password": password}, **extra)


@pytest.mark.parametrize("address", COSTS)
def test_a_page_of_ones_own_costs(town, visit, queries, address):
    client = visit("olga")
    client.get(address)
    with queries(COSTS[address]):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", COSTS_SIGNED_OUT)
def test_a_page_of_the_entrance_costs(db, visit, queries, address):
    with queries(COSTS_SIGNED_OUT[address]):
        assert visit().get(address).status_code == 200


@pytest.mark.parametrize("address", ["/security/two-step/app/", "/security/two-step/codes/", "/security/passkeys/add/"])
def test_a_page_with_a_secret_is_kept_nowhere(town, visit, address):
    assert "no-store" in visit("olga").get(address)["Cache-Control"]


def test_the_security_page_names_each_session_and_marks_this_one(town, visit):
    here, there = visit(), visit()
    sign_in(there, headers={"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1"})
    sign_in(here, headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"})
    page = here.get("/security/").content.decode()
    assert "Safari on iPhone" in page
    assert page.index("Firefox on Linux") < page.index("This device") < page.index("Safari on iPhone")


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.5.0", "curl"),
        ("", "Unknown device"),
    ],
)
def test_a_device_is_named_in_two_words(agent, name):
    assert device(agent) == name


def test_signing_out_everywhere_else_ends_the_others_and_stands_in_the_book(town, visit):
    here, there = visit(), visit()
    for client in (here, there):
        sign_in(client)
    here.post("/security/sign-out-others/")
    assert there.get("/dashboard/").status_code == 302
    assert here.get("/dashboard/").status_code == 200
    assert Event.objects.get(verb=Verb.SESSIONS_ENDED).facts["number"] == 1


def test_a_new_password_ends_the_others_is_told_and_leads_back(town, visit, post):
    here, there = visit(), visit()
    for client in (here, there):
        sign_in(client)
    answer = here.post("/security/password/", {"oldpassword": PASSWORD, "password1": NEW})
    assert answer["Location"] == "/security/"
    assert "Your password was changed." in here.get("/security/").content.decode()
    assert there.get("/dashboard/").status_code == 302
    assert UserSession.objects.filter(user=town.olga.user).count() == 1
    assert User.objects.get(username="olga").check_password(NEW)
    assert Event.objects.filter(verb=Verb.PASSWORD_CHANGED).count() == 1
    for address in ("olga@smithcpa.com", "olga@example.com"):
        assert "password" in post.to(address).text.lower()


def test_the_last_use_is_noted_at_most_every_five_minutes(town, visit, time_machine, django_assert_num_queries):
    client = visit()
    sign_in(client)
    client.get("/profile/")

    def seen() -> datetime:
        return UserSession.objects.get(session_key=client.session.session_key).last_seen_at

    first = seen()
    time_machine.move_to(datetime.now(UTC) + timedelta(seconds=290))
    client.get("/profile/")
    assert seen() == first
    time_machine.move_to(datetime.now(UTC) + timedelta(seconds=15))
    client.get("/profile/")
    assert seen() > first


def test_leaving_a_firm_after_a_while_ends_the_session_without_an_error(town, visit, time_machine):
    client = visit("sam")
    client.get("/dashboard/")
    sign_in_row = {"user": town.sam.user, "ip": "127.0.0.1", "user_agent": "x"}
    UserSession.objects.create(session_key=client.session.session_key, **sign_in_row)
    time_machine.move_to(datetime.now(UTC) + timedelta(seconds=301))
    assert client.post("/firm/leave/").status_code == 302
    assert client.get("/dashboard/").status_code == 302


def test_a_session_that_ended_by_the_clock_is_off_the_list_also_with_a_dead_worker(town, visit):
    here, there = visit(), visit()
    for client in (here, there):
        sign_in(client)
    Session.objects.filter(session_key=there.session.session_key).update(expire_date=datetime.now(UTC))
    page = here.get("/security/").content.decode()
    assert len(re.findall("Last used", page)) == 1
    clear_old_sessions()
    clear_old_sessions()
    assert UserSession.objects.count() == Session.objects.count() == 1
