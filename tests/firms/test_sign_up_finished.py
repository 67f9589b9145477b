"""A sign-up that has made its account: the same click again is welcome, and nothing else."""

import pytest

from advisor.users.models import User
from firms.models import Firm, SignUp
from tests.firms.way_in import ACCOUNT, FIRM, PROFILE, walk
from tests.town import Town
from tests.visits import Visit

pytestmark = pytest.mark.django_db


def test_the_last_click_sent_again_ends_in_the_same_dashboard(visit: Visit) -> None:
    client = visit()
    at, _ = walk(client)
    client.cookies.pop("session")

    again = client.post(f"{at}account/", ACCOUNT)

    assert again["Location"] == "/"
    assert client.get("/dashboard/").status_code == 200
    assert (User.objects.count(), Firm.objects.count()) == (1, 1)


def test_a_finished_sign_up_opens_nothing_without_its_password(visit: Visit) -> None:
    client = visit()
    at, _ = walk(client)
    client.cookies.pop("session")

    again = client.post(f"{at}account/", ACCOUNT | {"password": "another Umbrella 42"})

    assert again["Location"] == "/sign-in/"
    assert client.get("/dashboard/").status_code == 302


def test_a_finished_sign_up_cannot_be_turned_to_somebody_else(town: Town, visit: Visit) -> None:
    client = visit()
    at, _ = walk(client)
    client.cookies.pop("session")

    for step, fields in (("firm", FIRM), ("profile", PROFILE | {"email": "mona@smithcpa.com"})):
        assert client.post(f"{at}{step}/", fields)["Location"] == "/sign-in/"
        assert client.get(f"{at}{step}/")["Location"] == "/sign-in/"

    assert SignUp.objects.get().email == "amy@chenpartners.com"
