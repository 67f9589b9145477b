"""P8 and P18: guessing is limited by account and by address, in every process, and also while Redis is away."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.cache import cache, caches
from django.db import connection

from advisor.cache import RedisOrDatabase
from tests.conftest import renamed
from tests.town import PASSWORD, give_app, person

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


def wrong(client, login: str = "olga", times: int = 1):
    for _ in range(times):
        answer = client.post("/sign-in/", {"login": login, "password": "wrong-Horse-battery-9"})
    return answer


def right(client, login: str = "olga"):
    return client.post("/sign-in/", {"login": login, "password": PASSWORD})


@pytest.mark.parametrize("login", ["olga", "olga@smithcpa.com", "nobody", "nobody@smithcpa.com"])
def test_the_sixth_wrong_password_in_five_minutes_waits_known_or_not(town, visit, login):
    client = visit()
    assert wrong(client, login, 5).status_code == 422
    answer = wrong(visit(), f" {login.upper()} ")
    assert answer.status_code == 429
    assert 290 < int(answer["Retry-After"]) <= 300
    assert "Too many tries" in answer.content.decode()
    assert "about 5 minutes" in answer.content.decode()


def test_names_of_one_account_are_counted_apart_so_that_a_limit_tells_nothing(town, visit):
    assert wrong(visit(), "olga@smithcpa.com", 6).status_code == 429
    assert wrong(visit(), "olga").status_code == 422


def test_strangers_who_guess_never_lock_the_owner_out_of_a_known_browser(town, visit):
    own = visit()
    right(own)
    own.post("/sign-out/")
    assert wrong(visit(), times=6).status_code == 429
    assert right(visit()).status_code == 429
    assert right(own).status_code == 302


def test_a_browser_known_from_another_account_does_not_help_to_guess(town, visit):
    client = visit()
    right(client, "rita")
    client.post("/sign-out/")
    assert wrong(client, "olga", 6).status_code == 429
    assert wrong(visit(), "olga").status_code == 429


def test_claiming_somebodys_address_does_not_take_their_browser_away(town, visit):
    own = visit()
    right(own)
    own.post("/sign-out/")
    person("aaron", "elsewhere.example", last_name="Aaa", personal_email="olga@smithcpa.com")
    wrong(visit(), "olga@smithcpa.com", 6)
    assert right(own, "olga@smithcpa.com").status_code == 302


def test_a_forged_device_cookie_counts_for_nothing(town, visit):
    wrong(visit(), times=6)
    client = visit()
    client.cookies["device"] = f"{town.olga.user.pk}:00:forged"
    assert right(client).status_code == 429


def test_guessing_in_a_known_browser_is_limited_too(town, visit):
    own = visit()
    right(own)
    own.post("/sign-out/")
    assert wrong(own, times=6).status_code == 429


def test_sixty_sign_ins_a_minute_from_one_address_and_no_more(town, visit):
    client = visit()
    for number in range(60):
        assert wrong(client, f"nobody{number}").status_code == 422
    answer = wrong(client, "somebody")
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert wrong_from(visit, "203.0.113.9").status_code == 422


def wrong_from(visit, address: str):
    return visit().post("/sign-in/", {"login": "somebody", "password": "wrong"}, REMOTE_ADDR=address)


def test_the_second_step_is_limited_with_a_page_that_says_how_long(town, visit):
    give_app(town.olga.user)
    client = visit()
    right(client)
    for _ in range(5):
        assert client.post("/sign-in/two-step/", {"code": "000000"}).status_code == 422
    answer = client.post("/sign-in/two-step/", {"code": "000000"})
    assert answer.status_code == 429
    assert 290 < int(answer["Retry-After"]) <= 300


@pytest.mark.parametrize("address", ["/reset-password/", "/forgot-username/"])
def test_letters_to_one_name_are_limited_by_the_hour_known_or_not(town, visit, address):
    for name in ("olga@example.com", "nobody@example.com"):
        for _ in range(5):
            assert visit().post(address, {"email": name}).status_code == 302
        answer = visit().post(address, {"email": name.upper()})
        assert answer.status_code == 429
        assert 3590 < int(answer["Retry-After"]) <= 3600


def test_codes_and_new_codes_are_limited_by_person_and_not_for_everybody(town, visit):
    fred, sam = visit("fred"), visit("sam")
    for _ in range(5):
        assert fred.post("/profile/confirm/work/resend/").status_code == 302
    assert fred.post("/profile/confirm/work/resend/").status_code == 429
    assert fred.post("/profile/personal-email/", {"personal_email": "new@example.com"}).status_code == 429
    assert sam.post("/profile/personal-email/", {"personal_email": "new@example.com"}).status_code == 302
    for _ in range(10):
        assert fred.post("/profile/confirm/work/", {"code": "1"}).status_code == 422
    assert fred.post("/profile/confirm/work/", {"code": "1"}).status_code == 429


TRY = """
import json, sys
import django
from django.conf import settings
settings.CACHES["default"]["KEY_PREFIX"] = sys.argv[2]
django.setup()
from django.test import Client
answers = [
    Client().post("/sign-in/", {"login": "olga", "password": "wrong"}, headers={"host": "localhost"}).status_code
    for _ in range(int(sys.argv[1]))
]
print(json.dumps(answers))
"""


def in_another_process(times: int) -> list[int]:
    url = renamed(os.environ["DATABASE_URL"], site.DATABASES["default"]["NAME"])
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "advisor.settings"}
    command = [sys.executable, "-c", TRY, str(times), caches["default"].key_prefix]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    return json.loads(ran.stdout)


def test_the_limit_is_one_for_all_processes(standing_town, visit):
    assert in_another_process(3) == [422, 422, 422]
    assert wrong(visit(), times=2).status_code == 422
    assert wrong(visit()).status_code == 429
    assert in_another_process(1) == [429]


@pytest.fixture
def redis_away(settings):
    """A port where nobody listens."""
    settings.CACHES = settings.CACHES | {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    RedisOrDatabase._asleep_until = 0.0
    yield
    RedisOrDatabase._asleep_until = 0.0


@pytest.fixture
def redis_in_a_black_hole(settings, redis_away):
    """A server on this machine that takes connections and never says a word; patience is that of production."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        options = settings.CACHES["default"]["OPTIONS"] | {"socket_connect_timeout": 0.04, "socket_timeout": 0.04}
        location = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        default = settings.CACHES["default"] | {"LOCATION": location, "OPTIONS": options}
        settings.CACHES = settings.CACHES | {"default": default}
        yield


def test_signing_in_goes_on_without_redis_and_stays_limited(town, visit, redis_away):
    assert right(visit()).status_code == 302
    assert wrong(visit(), times=5).status_code == 422
    answer = wrong(visit())
    assert answer.status_code == 429
    assert 290 < int(answer["Retry-After"]) <= 300
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM advisor_cache WHERE cache_key LIKE '%%login_failed%%'")
        assert cursor.fetchone()[0] >= 2


def test_a_second_step_goes_on_without_redis(town, visit, redis_away):
    give_app(town.olga.user)
    client = visit()
    assert right(client)["Location"] == "/sign-in/two-step/"
    assert client.post("/sign-in/two-step/", {"code": "000000"}).status_code == 422


def test_nothing_waits_more_than_50_milliseconds_for_a_redis_that_does_not_answer(db, redis_in_a_black_hole):
    plain, falling_back = (twenty_uses(store) for store in (caches["database"], cache))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM advisor_cache")
        assert cursor.fetchone()[0] == 20
    assert falling_back < 0.05 + 2 * plain + 0.1, (falling_back, plain)


def twenty_uses(store) -> float:
    """Seconds for twenty times of setting and getting."""
    begun = time.perf_counter()
    for number in range(20):
        store.set(f"key{number}", number, 30)
        assert store.get(f"key{number}") == number
    return time.perf_counter() - begun
