"""From the welcome page to a firm, without script: three steps, and nothing lost on the way."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.html import escape

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.permissions import FirmPermission
from advisor.users.models import User
from firms.actions.signing_up import clear_abandoned
from firms.forms import ROLES
from firms.models import FirmDomain, Member, SignUp
from tests.firms.way_in import ACCOUNT, FIRM, PROFILE, begun, walk, words
from tests.letters import Post
from tests.town import Town
from tests.visits import Visit

SAVEPOINT = 2  # statements: each request is a transaction, here inside the test's own

pytestmark = pytest.mark.django_db


def test_the_welcome_page_says_what_the_product_is_and_leads_on(visit: Visit) -> None:
    page = words(visit().get("/welcome/"))

    for promise in ("One-click access", "Seamless team collaboration", "Dedicated support"):
        assert promise in page
    assert "Get Started" in page
    assert 'href="/sign-in/"' in page
    assert "/help/your-firm-may-already-have-an-account/" in page
    assert 'href="/help/demo-tour/"' in page
    assert "demo sign-ins" not in page.lower()


@pytest.mark.parametrize(
    ("step", "in_order"),
    [
        ("firm", ["Firm Name", "Website", ">Next<"]),
        (
            "profile",
            [
                "First Name",
                "Last Name",
                "Work Email",
                "All team members must use the same email domain",
                "Role",
                *ROLES,
                "Work Phone",
                "Cell Phone",
                "Used to verify your identity when you contact support",
                ">Next<",
            ],
        ),
        (
            "account",
            ["Personal Email", "For password reset", "Username", "Cannot be an email", "Password", ">Create firm<"],
        ),
    ],
)
def test_each_step_has_the_product_s_words_in_its_order(visit: Visit, step: str, in_order: list[str]) -> None:
    client = visit()
    at = begun(client)
    client.post(f"{at}firm/", FIRM)
    client.post(f"{at}profile/", PROFILE)

    page = words(client.get(f"{at}{step}/"))

    page = page[page.index('<main id="content"') :]
    places = [page.index(text) for text in in_order]
    assert places == sorted(places)


def test_creating_a_firm_makes_user_firm_domain_and_founder_and_signs_in(visit: Visit, post: Post) -> None:
    client = visit()

    _, answer = walk(client)

    assert answer["Location"] == "/"
    member = Member.objects.whole().get()
    assert (member.firm.name, member.firm.website, member.role) == (
        "Chen & Partners",
        "https://chenpartners.com",
        "Tax whisperer",
    )
    assert [str(domain) for domain in member.firm.domains.all()] == ["chenpartners.com"]
    user = member.user
    assert (user.username, user.email, str(user.cell_phone)) == ("amy.chen", "amy@chenpartners.com", "+12125550145")
    assert user.email_confirmed_at is None
    assert user.personal_email_confirmed_at is None
    assert member.permissions == FirmPermission.every()
    assert client.get("/dashboard/").status_code == 200
    assert {letter.to for letter in post.all()} == {"amy@chenpartners.com", "amy@example.com"}
    assert Event.objects.filter(verb=Verb.FIRM_CREATED, firm_id=member.firm_id, actor=user).count() == 1


def test_no_password_is_stored_on_the_way(visit: Visit) -> None:
    client = visit()
    walk(client, username="x@y.example", password="walrus Umbrella 42")

    rows = str(list(SignUp.objects.values()))
    sessions = "".join(str(row.get_decoded()) for row in Session.objects.all())
    assert "x@y.example" in rows
    assert "walrus" not in rows + sessions


def test_back_keeps_what_was_typed_even_when_it_was_not_good(visit: Visit) -> None:
    client = visit()
    at = begun(client)
    client.post(f"{at}firm/", FIRM)
    typed = PROFILE | {"email": "amy at chen", "work_phone": "12"}

    answer = client.post(f"{at}profile/", typed | {"back": "1"})

    assert answer["Location"] == f"{at}firm/"
    page = words(client.get(f"{at}profile/"))
    assert 'value="amy at chen"' in page
    assert 'value="12"' in page
    assert escape(FIRM["firm_name"]) in words(client.get(f"{at}firm/"))


def test_back_from_the_last_step_keeps_all_but_the_password(visit: Visit) -> None:
    client = visit()
    at, _ = walk(client, password="short")

    client.post(f"{at}account/", ACCOUNT | {"username": "amy", "back": "1"})

    page = words(client.get(f"{at}account/"))
    assert 'value="amy"' in page
    assert "walrus" not in page


def test_a_refresh_after_a_step_repeats_nothing(visit: Visit) -> None:
    client = visit()
    at = begun(client)
    assert client.post(f"{at}firm/", FIRM)["Location"] == f"{at}profile/"

    for _ in range(2):
        client.get(f"{at}profile/")

    assert SignUp.objects.count() == 1


def test_two_tabs_do_not_disturb_each_other(visit: Visit) -> None:
    client = visit()
    first, second = begun(client), begun(client)

    client.post(f"{first}firm/", FIRM)
    client.post(f"{second}firm/", {"firm_name": "Other Books", "website": "otherbooks.com"})

    assert escape(FIRM["firm_name"]) in words(client.get(f"{first}firm/"))
    assert "Other Books" in words(client.get(f"{second}firm/"))


@pytest.mark.parametrize("step", ["firm", "profile", "account", "ask", "asked"])
def test_another_browser_finds_nothing(visit: Visit, step: str) -> None:
    at, _ = walk(visit(), password="short")
    stranger = visit()
    begun(stranger)

    assert stranger.get(f"{at}{step}/").status_code == 404
    assert stranger.post(f"{at}{step}/", ACCOUNT).status_code == 404


def test_a_forged_cookie_finds_nothing(visit: Visit) -> None:
    at = begun(visit())
    stranger = visit()
    stranger.cookies["sign_up"] = "anything:forged"

    assert stranger.get(f"{at}firm/").status_code == 404


def test_an_abandoned_sign_up_is_gone_after_a_day_even_before_it_is_cleared(visit: Visit) -> None:
    client = visit()
    at = begun(client)
    SignUp.objects.update(created_at=Now() - timedelta(hours=24, seconds=1))

    assert client.get(f"{at}firm/").status_code == 404
    assert clear_abandoned() == 1


def test_a_sign_up_in_progress_is_not_cleared(visit: Visit) -> None:
    begun(visit())
    SignUp.objects.update(created_at=Now() - timedelta(hours=23, minutes=59))

    assert clear_abandoned() == 0


def test_the_last_step_leads_back_while_the_profile_is_missing(visit: Visit) -> None:
    client = visit()
    at = begun(client)

    assert client.get(f"{at}account/")["Location"] == f"{at}profile/"
    assert client.post(f"{at}account/", ACCOUNT)["Location"] == f"{at}profile/"
    assert not User.objects.exists()


def test_a_taken_username_is_said_with_everything_else_kept(town: Town, visit: Visit) -> None:
    _, answer = walk(visit(), username="MONA")

    assert answer.status_code == 422
    assert "This username is taken" in words(answer)
    assert ACCOUNT["personal_email"] in words(answer)


def test_somebody_signed_in_does_not_begin_a_sign_up(town: Town, visit: Visit) -> None:
    client = visit("mona")

    assert client.post("/sign-up/")["Location"] == "/"
    assert "Go to your dashboard" in words(client.get("/welcome/"))


@pytest.mark.parametrize(("step", "number"), [("firm", 1), ("profile", 3), ("account", 3)])
def test_each_step_costs_a_fixed_number_of_queries(visit: Visit, queries: Any, step: str, number: int) -> None:
    client = visit()
    at, _ = walk(client, password="short")

    with queries(number + SAVEPOINT):
        assert client.get(f"{at}{step}/").status_code == 200


def test_the_welcome_page_asks_the_database_nothing(visit: Visit, queries: Any) -> None:
    with queries(SAVEPOINT):
        visit().get("/welcome/")


def test_the_steps_forge_no_host_in_letters(visit: Visit, post: Post, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = visit()
    client.defaults["HTTP_HOST"] = "evil.example"

    walk(client)

    assert "evil.example" not in "".join(letter.text + letter.html for letter in post.all())


def test_the_domain_row_alone_forbids_a_second_firm(town: Town) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FirmDomain.objects.create(firm=town.rival, domain="smithcpa.com")
