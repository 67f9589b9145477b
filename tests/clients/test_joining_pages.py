"""The pages behind the link with which a company invites its own contact."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from advisor.users.models import User
from clients.models import Contact
from firms.models import Member
from tests.clients.offers import arrived, contact_invited, words
from tests.letters import Post
from tests.town import PAY, Town, age
from tests.visits import Visit

pytestmark = pytest.mark.django_db
PAGE = "/invitation/"
JOINED = {
    "first_name": "Cleo",
    "last_name": "Field",
    "work_phone": "212 555 0160",
    "cell_phone": "212 555 0161",
    "personal_email": "cleo@example.com",
    "username": "cleo",
    "password": "walrus Umbrella 42",
}
JOIN = "/invitation/contact/join/"


def invited(town: Town, browser: Browser, email: str = "cleo@acme.example") -> Browser:
    return arrived(browser, contact_invited(town.carla, email)[1])


def test_somebody_new_makes_an_account_and_is_in(town: Town, visit: Visit, post: Post) -> None:
    browser = invited(town, visit())
    page = words(browser.get(PAGE))
    assert "Carla Field invited you to the account of Acme Corp" in page
    assert f'href="{JOIN}"' in page
    form = words(browser.get(JOIN))
    assert 'value="Cleo"' in form
    assert "cleo@acme.example" in form
    assert 'name="email"' not in form
    assert ">Join Acme Corp<" in form

    answer = browser.post(JOIN, JOINED | {"email": "someone@else.example"}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("company:overview", args=[town.acme.client.code])
    cleo = Contact.objects.get(user__username="cleo")
    assert (cleo.client, cleo.permissions, cleo.title) == (town.acme.client, PAY, "Controller")
    assert cleo.user.email == "cleo@acme.example"
    assert cleo.user.email_confirmed_at is not None
    assert len(post.subjects("cleo@example.com")) == 1
    assert "joined" in post.to("carla@acme.example").subject


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"username": "olga"}, "This username is taken. Choose another one."),
        ({"password": "cleo"}, "characters"),
        ({"password": "Cleo@acme.example"}, "too similar"),
        ({"first_name": ""}, "Enter your first name"),
        ({"cell_phone": "1"}, "Enter"),
    ],
)
def test_nothing_typed_is_lost_on_the_way_in(town: Town, visit: Visit, changed: dict[str, str], sentence: str) -> None:
    answer = invited(town, visit()).post(JOIN, JOINED | changed)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert 'value="cleo@example.com"' in words(answer)
    assert not User.objects.filter(email="cleo@acme.example").exists()


def test_join_sent_twice_makes_one_person_who_is_in(town: Town, visit: Visit) -> None:
    _, token = contact_invited(town.carla, "cleo@acme.example")
    first, second, guess = (arrived(visit(), token) for _ in range(3))
    assert first.post(JOIN, JOINED)["Location"] == "/"

    again = second.post(JOIN, JOINED)

    assert again["Location"] == "/"
    assert second.get("/")["Location"] == reverse("company:overview", args=[town.acme.client.code])
    assert guess.post(JOIN, JOINED | {"password": "another Umbrella 42"}).status_code == 422
    assert guess.get(JOIN)["Location"] == PAGE
    assert User.objects.filter(email="cleo@acme.example").count() == 1


def test_somebody_with_an_account_signs_in_and_accepts(town: Town, visit: Visit) -> None:
    made, token = contact_invited(town.carla, "nora@nowhere.example")
    signed_out = arrived(visit(), token)
    page = words(signed_out.get(PAGE))
    assert 'href="/sign-in/?next=/invitation/"' in page
    assert signed_out.get(JOIN)["Location"] == PAGE
    assert signed_out.post("/invitation/contact/accept/")["Location"] == PAGE
    nora = arrived(visit("nora"), token)
    assert ">Accept<" in words(nora.get(PAGE))
    assert nora.get("/invitation/contact/accept/").status_code == 405

    answer = nora.post("/invitation/contact/accept/", {"invitation": made.reference})

    assert answer["Location"] == reverse("company:overview", args=[town.acme.client.code])
    assert Contact.objects.get(user=town.nora).permissions == PAY


@pytest.mark.parametrize("who", ["olga", "carla", "gus"])
def test_somebody_else_is_asked_to_sign_out(town: Town, visit: Visit, who: str) -> None:
    browser = invited(town, visit(who))

    page = words(browser.get(PAGE))

    assert "this invitation is for somebody else" in page
    assert ">Accept<" not in page
    assert browser.post("/invitation/contact/accept/")["Location"] == PAGE
    assert browser.post(JOIN, JOINED)["Location"] == PAGE
    assert not Contact.objects.filter(user__username__in=["olga", "gus", "cleo"]).exists()


def test_who_is_a_contact_already_goes_to_the_company(town: Town, visit: Visit) -> None:
    browser = invited(town, visit("dora"), "dora@acme.example")

    assert "You are already a contact of Acme Corp." in words(browser.get(PAGE))
    answer = browser.post("/invitation/contact/accept/")
    assert answer["Location"] == reverse("company:overview", args=[town.acme.client.code])


def test_a_member_of_a_firm_becomes_a_contact_too(town: Town, visit: Visit) -> None:
    browser = invited(town, visit("sam"), "sam@smithcpa.com")

    browser.post("/invitation/contact/accept/")

    assert Contact.objects.filter(user=town.sam.user, client=town.acme.client).exists()
    assert Member.objects.filter(user=town.sam.user).exists()


def test_an_expired_invitation_lets_nobody_in(town: Town, visit: Visit) -> None:
    made, token = contact_invited(town.carla, "cleo@acme.example")
    age(made, days=7, seconds=1)
    browser = arrived(visit(), token)

    assert "This invitation has expired" in words(browser.get(PAGE))
    assert browser.get(JOIN)["Location"] == PAGE
    assert browser.post(JOIN, JOINED)["Location"] == PAGE
    assert not User.objects.filter(email="cleo@acme.example").exists()
