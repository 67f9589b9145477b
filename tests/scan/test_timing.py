"""P7: time does not tell whether a person exists. Medians of 200 tries each, in turn, with the real password hasher.

Slow, so `make test` leaves it out: `make scan` runs it.
"""

import random
import statistics
import time

import pytest
from django.conf import settings as site
from django.contrib.auth.hashers import make_password

from advisor.users.models import User
from tests.town import PASSWORD

pytestmark = pytest.mark.scan
TRIES = 200
SHARE, SECONDS = 0.05, 0.010
FORMS = {
    "sign-in by username": ("/sign-in/", "login", "olga", "nobody"),
    "sign-in by email": ("/sign-in/", "login", "olga@smithcpa.com", "nobody@smithcpa.com"),
    "reset": ("/reset-password/", "email", "olga@smithcpa.com", "nobody@smithcpa.com"),
    "forgotten username": ("/forgot-username/", "email", "olga@example.com", "nobody@example.com"),
}


@pytest.fixture
def as_in_production(settings, standing_town):
    """The hasher of production, its work factor for everybody; no limits, which would answer instead."""
    settings.PASSWORD_HASHERS = [hasher for hasher in site.PASSWORD_HASHERS if "MD5" not in hasher]
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(site.ACCOUNT_RATE_LIMITS, "")
    User.objects.update(password=make_password(PASSWORD))


def seconds(visit, address: str, field: str, name: str) -> float:
    client = visit()
    begun = time.perf_counter()
    answer = client.post(address, {field: name, "password": "wrong-Horse-battery-9"})
    taken = time.perf_counter() - begun
    assert answer.status_code in (302, 422)
    return taken


@pytest.mark.parametrize("form", FORMS)
def test_known_and_unknown_take_the_same_time(as_in_production, visit, form):
    address, field, known, unknown = FORMS[form]
    taken: dict[str, list[float]] = {known: [], unknown: []}
    for _ in range(3):
        seconds(visit, address, field, known)
    for _ in range(TRIES):
        for name in random.sample([known, unknown], 2):
            taken[name].append(seconds(visit, address, field, name))
    medians = [statistics.median(times) for times in taken.values()]
    difference = abs(medians[0] - medians[1])
    print(f"{form}: known {medians[0] * 1000:.2f} ms, unknown {medians[1] * 1000:.2f} ms")
    assert difference < SECONDS
    assert difference < SHARE * max(medians), medians
