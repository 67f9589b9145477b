"""What a sign-up refuses, on which step, and in which words."""

import pytest
from django.utils.html import escape

from advisor.users.models import User
from firms.domains import DIFFERENT_DOMAIN, FIRM_EXISTS
from firms.models import DomainException, Firm, SignUp
from tests.firms.way_in import ACCOUNT, FIRM, PROFILE, walk, words
from tests.town import Town
from tests.visits import Visit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["amy@gmail.com", "amy@chen.github.io", "amy@mailinator.com", "AMY@GMAIL.COM"])
def test_a_public_domain_is_refused_on_the_step_where_it_is_typed(visit: Visit, address: str) -> None:
    client = visit()

    at, answer = walk(client, email=address)

    assert answer.status_code == 422
    assert DIFFERENT_DOMAIN in words(answer)
    assert "Ask your administrator" not in words(answer)
    assert client.get(f"{at}account/")["Location"] == f"{at}profile/"


def test_support_can_allow_a_domain_that_the_list_calls_public(visit: Visit) -> None:
    DomainException.objects.create(domain="gmail.com", allowed=True, reason="a test")

    _, answer = walk(visit(), email="amy@gmail.com")

    assert answer["Location"] == "/"


def test_support_can_disallow_a_domain(visit: Visit) -> None:
    DomainException.objects.create(domain="chenpartners.com", allowed=False, reason="a test")

    _, answer = walk(visit())

    assert DIFFERENT_DOMAIN in words(answer)


@pytest.mark.parametrize("address", ["new@smithcpa.com", "new@mail.SMITHCPA.com", "new+tag@smithcpa.com."])
def test_a_second_firm_for_a_domain_is_refused_and_can_ask(town: Town, visit: Visit, address: str) -> None:
    client = visit()

    at, answer = walk(client, email=address)

    assert answer.status_code == 422
    assert escape(FIRM_EXISTS) in words(answer)
    assert "Ask your administrator for an invitation" in words(answer)
    again = client.get(f"{at}profile/")
    assert again.status_code == 200
    assert escape(FIRM_EXISTS) in words(again)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", '"amy@gmail.com"@chen.com', "Enter a work email, like amy@smith-cpa.com"),
        ("email", "amy@сhenpartners.com", "Enter a work email, like amy@smith-cpa.com"),
        ("email", "a" * 250 + "@chenpartners.com", "Enter a work email, like amy@smith-cpa.com"),
        ("work_phone", "call me", "Enter a phone number, like (212) 555-0199"),
        ("first_name", "Amy\u202eEvil", "Use only letters and signs that can be seen"),
        ("last_name", "Chen\x07", "Use only letters and signs that can be seen"),
        ("first_name", "Win at http://evil.example", "Enter a name without a web or email address"),
        ("last_name", "...", "Enter a name with at least one letter"),
        ("role", "C\u2066PA", "Use only letters and signs that can be seen"),
        ("firm_name", "Chen\u200b Partners", "Use only letters and signs that can be seen"),
        ("firm_name", "x" * 121, "120 characters"),
        ("website", "not a website", "Enter a website, like smithcpa.com"),
        ("username", "amy@chen.com", "A username cannot be an email address"),
        ("username", "admin", "This username is reserved"),
        ("password", "short", "Use at least 15 characters"),
        ("password", "chenpartners.com", "too similar"),
        ("personal_email", "amy", "Enter an email address, like amy@example.com"),
    ],
)
def test_what_is_not_good_is_answered_with_a_sentence(visit: Visit, field: str, value: str, sentence: str) -> None:
    _, answer = walk(visit(), **{field: value})

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Firm.objects.exists()


@pytest.mark.parametrize("name", ["O'Brien-Núñez", "李小龍", "می‌خواهم", "Ma. de los Ángeles", "van der Berg Jr."])
def test_names_of_the_world_are_welcome(visit: Visit, name: str) -> None:
    _, answer = walk(visit(), last_name=name)

    assert answer["Location"] == "/"
    assert User.objects.get().last_name == name


@pytest.mark.parametrize("value", ["\x00", "a\x00b", "\udcff", "x" * 1_000_000, "9" * 1_000_000, "-1", "10" * 20])
@pytest.mark.parametrize("step", ["firm", "profile", "account"])
def test_no_input_breaks_a_step(visit: Visit, step: str, value: str) -> None:
    client = visit()
    at, _ = walk(client, password="short")
    names = {"firm": FIRM, "profile": PROFILE, "account": ACCOUNT}[step]

    for name in names:
        body = f"{name}=".encode() + value.encode("utf-8", "surrogatepass")
        answer = client.post(f"{at}{step}/", body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (400, 422), (name, answer.status_code)


def test_get_started_by_address_alone_begins_nothing(visit: Visit) -> None:
    client = visit()

    assert client.get("/sign-up/")["Location"] == "/welcome/"
    assert client.head("/sign-up/").status_code == 302
    assert not SignUp.objects.exists()
