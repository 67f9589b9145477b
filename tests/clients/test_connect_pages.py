"""Connect existing client, what was asked, and the letters to copy."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from advisor.audit.models import Event
from advisor.mail.models import Letter
from advisor.permissions import ClientPermission, FirmPermission
from clients.models import AccessRequest
from clients.pages.ready_letters import ready_letters
from firms.models.permission import replace
from tests.clients.offers import asked, words
from tests.letters import Post
from tests.town import PAY, Town
from tests.visits import Visit

pytestmark = pytest.mark.django_db
CONNECT = "/clients/connect/"
COMMON = 6
"""Session, user, member, counts of the navigation, and the two savepoints of a request in a test."""
FIELDS = {
    "company_name": "Dune Books",
    "email": "Dan@Dune.example",
    "product": "payroll",
    "permissions": ["make_payments", "manage_taxes"],
    "message": "We file your payroll taxes from May on.",
}


def test_the_firm_asks_a_client(town: Town, visit: Visit, post: Post) -> None:
    answer = visit("olga").post(CONNECT, FIELDS)

    assert answer["Location"] == "/clients/payroll/?tab=requested"
    made = AccessRequest.objects.get()
    assert (made.firm, made.company_name, made.email) == (town.smith, "Dune Books", "dan@dune.example")
    assert made.permissions == PAY | ClientPermission.MANAGE_TAXES
    assert made.message == "We file your payroll taxes from May on."
    assert post.to("dan@dune.example")
    assert Event.objects.latest().verb == "client_asked"


@pytest.mark.parametrize("email", ["carla@acme.example", "nobody@nowhere-known.example"])
def test_the_answer_is_the_same_whether_or_not_the_address_is_known(town: Town, visit: Visit, email: str) -> None:
    client = visit("olga")

    answer = client.post(CONNECT, FIELDS | {"email": email})
    page = words(client.get("/firm/"))

    assert (answer.status_code, answer["Location"]) == (302, "/clients/payroll/?tab=requested")
    assert f"The request to Dune Books is on its way to {email}. It stands here until it is answered." in page
    assert Letter.objects.filter(to=email).count() == 1
    assert client.post(CONNECT, FIELDS | {"email": email}).status_code == 422


def test_a_permission_that_the_product_lacks_is_refused_with_a_sentence(town: Town, visit: Visit) -> None:
    answer = visit("olga").post(CONNECT, FIELDS | {"product": "peo"})

    assert answer.status_code == 422
    assert "This product does not have: Manage company tax information." in words(answer)
    assert 'value="Dune Books"' in words(answer)
    assert "We file your payroll taxes from May on." in words(answer)
    assert not AccessRequest.objects.exists()


def test_the_page_says_which_permissions_only_one_product_has(town: Town, visit: Visit) -> None:
    page = words(visit("olga").get(CONNECT))

    assert "Change federal and state tax accounts, rates and deposit schedules. Payroll only." in page
    assert "Read, correct and approve everybody&#x27;s timecards. PEO only." in page
    assert "Run payroll and pay contractors.<" in page
    assert "checked" not in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"company_name": ""}, "Enter the company&#x27;s name"),
        ({"company_name": "www.dune.example"}, "Enter a name without a web or email address"),
        ({"email": "dan"}, "Enter an email address, like amy@example.com"),
        ({"product": ""}, "Choose the client&#x27;s product"),
        ({"product": "gold"}, "Choose the client&#x27;s product"),
        ({"permissions": []}, "Tick at least one permission"),
        ({"permissions": ["fly"]}, "Choose among the permissions on this page"),
        ({"message": "See https://elsewhere.example"}, "Write without web addresses"),
        ({"message": "\u202egnihtyna"}, "Use only letters and signs that can be seen"),
    ],
)
def test_what_is_not_well_formed_is_answered_with_what_to_do(
    town: Town, visit: Visit, changed: dict, sentence: str
) -> None:
    answer = visit("olga").post(CONNECT, FIELDS | changed)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not AccessRequest.objects.exists()


def test_a_message_keeps_its_lines(town: Town, visit: Visit) -> None:
    visit("olga").post(CONNECT, FIELDS | {"message": "Hello Dan,\r\n\r\nas agreed."})

    assert AccessRequest.objects.get().message == "Hello Dan,\n\nas agreed."


def test_an_unconfirmed_firm_asks_nobody(town: Town, visit: Visit) -> None:
    answer = visit("fred").post(CONNECT, FIELDS)

    assert answer.status_code == 422
    assert "Confirm your work email first." in words(answer)
    assert not AccessRequest.objects.exists()


def test_asking_is_limited(town: Town, visit: Visit) -> None:
    client = visit("olga")
    for _ in range(60):
        client.post(CONNECT, FIELDS | {"email": ""})

    assert client.post(CONNECT, FIELDS).status_code == 429
    assert not AccessRequest.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("olga", 200), ("sam", 403), ("carla", 404), ("nora", 404), ("gus", 404)])
def test_only_who_adds_clients_asks(town: Town, visit: Visit, who: str, status: int) -> None:
    assert visit(who).get(CONNECT).status_code == status


def test_resend_makes_a_new_link_and_seven_new_days(town: Town, visit: Visit, post: Post) -> None:
    made, token = asked(town.olga, "dan@dune.example")
    AccessRequest.objects.update(expires_at=made.expires_at - timedelta(days=3))

    answer = visit("olga").post(reverse("clients:resend_request", args=[made.pk]))

    assert answer["Location"] == "/clients/payroll/?tab=requested"
    assert AccessRequest.objects.get().expires_at > made.expires_at - timedelta(days=1)
    assert visit().get(f"/invitation/{token}/", follow=True).status_code == 404
    assert post.to("dan@dune.example")


def test_cancel_takes_the_request_back(town: Town, visit: Visit) -> None:
    made, token = asked(town.olga, "dan@dune.example")
    client = visit("olga")

    client.post(reverse("clients:cancel_request", args=[made.pk]))
    again = client.post(reverse("clients:cancel_request", args=[made.pk]), follow=True)

    assert AccessRequest.objects.get().withdrawn_at is not None
    assert again.status_code == 200
    assert "withdrawn" in words(visit().get(f"/invitation/{token}/", follow=True))


@pytest.mark.parametrize(("who", "status"), [("sam", 403), ("rita", 404), ("carla", 404)])
@pytest.mark.parametrize("act", ["resend_request", "cancel_request"])
def test_nobody_else_touches_a_request(town: Town, visit: Visit, act: str, who: str, status: int) -> None:
    made, _ = asked(town.olga, "dan@dune.example")

    assert visit(who).post(reverse(f"clients:{act}", args=[made.pk])).status_code == status
    assert visit("olga").get(reverse(f"clients:{act}", args=[made.pk])).status_code == 405
    assert AccessRequest.objects.open().count() == 1


def test_what_was_asked_stands_under_requested_with_its_buttons(town: Town, visit: Visit) -> None:
    client = visit("olga")
    answer = client.post(CONNECT, FIELDS, follow=True)

    page = words(answer)
    assert answer.redirect_chain == [("/clients/payroll/?tab=requested", 302)]
    assert "The request to Dune Books is on its way to dan@dune.example." in page
    number = AccessRequest.objects.get().pk
    for act in ("resend", "cancel"):
        assert f'action="/clients/requested/{number}/{act}/"' in page
    assert "Dune Books" not in words(client.get("/clients/peo/?tab=requested"))


def test_the_letters_hold_the_member_s_name_firm_and_email(town: Town, visit: Visit) -> None:
    page = words(visit("sam").get("/clients/connect/templates/"))

    assert page.count("sam@smithcpa.com") >= 4
    assert "Justworks Payroll" in page
    assert "Justworks PEO" in page
    assert "click Third party admins" in page
    assert "Under Add third party or temp, click Add accountant" in page
    assert "/help/clients-let-your-firm-in/#peo" in page
    assert 'href="/clients/connect/"' not in page


def test_a_mail_program_gets_the_whole_letter_and_can_take_it(town: Town) -> None:
    town.smith.name = "Smith & Sons, 100% <CPA>"
    for letter in ready_letters(town.olga):
        asked_of = parse_qs(urlsplit(letter.mailto).query)
        assert asked_of["subject"] == [letter.subject]
        assert asked_of["body"] == [letter.text.replace("\n", "\r\n")]
        assert "Smith & Sons, 100% <CPA>" in letter.text
        assert len(letter.mailto) < 2000, "some mail programs cut a longer address"


def test_the_help_article_stands_under_the_address_in_the_letter(town: Town, visit: Visit) -> None:
    answer = visit().get("/help/clients-let-your-firm-in/")

    assert answer.status_code == 200
    for product in ("payroll", "peo"):
        assert f'id="{product}"' in words(answer)


@pytest.mark.parametrize("url", [CONNECT, "/clients/connect/templates/"])
def test_a_page_costs_nothing_of_its_own(town: Town, visit: Visit, queries: Any, url: str) -> None:
    client = visit("olga")
    client.get(url)
    with queries(COMMON):
        client.get(url)


def test_who_adds_clients_without_assigning_them_asks_too(town: Town, visit: Visit) -> None:
    replace(town.sam.user, town.smith, FirmPermission.ADD_CLIENTS)

    assert visit("sam").post(CONNECT, FIELDS).status_code == 302
    assert 'href="/clients/connect/"' in words(visit("sam").get("/clients/connect/templates/"))
