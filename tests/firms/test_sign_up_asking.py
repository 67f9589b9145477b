"""Ask your administrator for an invitation: once a day, the same answer always; and the limits of signing up."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from firms.models import AdministratorAsk
from tests.firms.way_in import walk, without, words
from tests.letters import Post
from tests.town import Town
from tests.visits import Visit

pytestmark = pytest.mark.django_db


def ask(visit: Visit, address: str, name: str = "Amy") -> Any:
    client = visit()
    at, _ = walk(client, email=address, first_name=name)
    return client.post(f"{at}ask/", follow=True)


def test_asking_mails_every_member_who_may_invite_and_names_nobody(town: Town, visit: Visit, post: Post) -> None:
    answer = ask(visit, "new@smithcpa.com")

    assert {letter.to for letter in post.all()} == {"olga@smithcpa.com", "mona@smithcpa.com"}
    assert "new@smithcpa.com" in post.to("mona@smithcpa.com").text
    assert not any(name in words(answer) for name in ("Olga", "Mona", "olga@", "mona@", "Smith CPA"))
    assert Event.objects.filter(verb=Verb.ADMINISTRATOR_ASKED, firm_id=town.smith.pk).count() == 1


def test_asking_twice_a_day_mails_once_and_the_next_day_again(town: Town, visit: Visit, post: Post) -> None:
    first, second = ask(visit, "new@smithcpa.com"), ask(visit, "new@smithcpa.com")

    assert len(post.subjects("olga@smithcpa.com")) == 1
    assert without(first, "new@smithcpa.com") == without(second, "new@smithcpa.com")
    AdministratorAsk.objects.update(asked_at=Now() - timedelta(days=1, seconds=1))
    ask(visit, "new@smithcpa.com")
    assert len(post.subjects("olga@smithcpa.com")) == 2


def test_many_askers_do_not_flood_a_firm(town: Town, visit: Visit, post: Post) -> None:
    for number in range(10):
        AdministratorAsk.objects.create(firm=town.smith, email=f"a{number}@smithcpa.com", name="A", asked_at=Now())

    ask(visit, "new@smithcpa.com")

    assert post.all() == []


def test_the_answer_is_the_same_for_a_domain_that_nobody_holds(town: Town, visit: Visit, post: Post) -> None:
    known, unknown = ask(visit, "new@smithcpa.com"), ask(visit, "new@unheard-of.com")

    assert without(known, "new@smithcpa.com") == without(unknown, "new@unheard-of.com")
    assert known.status_code == unknown.status_code == 200


def test_asking_is_limited_by_address(town: Town, visit: Visit) -> None:
    client = visit()
    at, _ = walk(client, email="new@smithcpa.com")

    answers = [client.post(f"{at}ask/") for _ in range(11)]

    assert [answer.status_code for answer in answers[:10]] == [302] * 10
    assert answers[10].status_code == 429
    assert int(answers[10]["Retry-After"]) > 0


def test_signing_up_is_limited_by_address(visit: Visit) -> None:
    client = visit()

    answers = [client.post("/sign-up/").status_code for _ in range(31)]

    assert answers == [302] * 30 + [429]
