"""The page behind the link with which a firm asks a company for access, and buttons without the right link."""

from typing import Any

import pytest
from django.urls import reverse

from advisor.audit.models import Event
from clients.models import Contact, Product
from tests.clients.offers import arrived, asked, words
from tests.letters import Post
from tests.town import Town, client
from tests.visits import Visit

pytestmark = pytest.mark.django_db
PAGE = "/invitation/"


def test_signed_out_the_page_is_the_same_for_a_known_and_an_unknown_address(town: Town, visit: Visit) -> None:
    pages = []
    for email in ("carla@acme.example", "nobody@nowhere-known.example"):
        made, token = asked(town.rita, email, message="Hello,\nwe file your taxes.")
        browser = arrived(visit(), token)
        answer = browser.get(PAGE)
        text = words(answer).replace(email, "…").replace(made.reference, "…")
        pages.append((answer.status_code, [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line]))

    assert pages[0] == pages[1]
    page = "\n".join(pages[0][1])
    assert "Rival Tax asks for access to your Justworks Payroll account" in page
    assert "we file your taxes." in page
    assert "Run payroll and pay contractors." in page
    assert 'href="/sign-in/?next=/invitation/"' in page
    assert "Acme Corp" not in page


def test_a_contact_who_decides_is_led_into_the_company_s_account(town: Town, visit: Visit) -> None:
    made, token = asked(town.rita, "carla@acme.example")

    page = words(arrived(visit("carla"), token).get(PAGE))

    assert f'href="{reverse("company:access_request", args=[town.acme.client.code, made.pk])}"' in page
    assert "Answer for Acme Corp" in page


def test_a_contact_of_several_companies_chooses_among_those_of_the_product(town: Town, visit: Visit) -> None:
    second, third = client("Acre Farm"), client("Peony", Product.PEO)
    for company in (second, third, town.cove.client):
        Contact.objects.create(client=company, user=town.carla.user, permissions=company.offered)
    made, token = asked(town.rita, "carla@acme.example")

    page = words(arrived(visit("carla"), token).get(PAGE))

    for company, there in ((town.acme.client, True), (second, True), (third, False), (town.cove.client, False)):
        url = reverse("company:access_request", args=[company.code, made.pk])
        assert (f'href="{url}"' in page) == there, company


def test_a_firm_that_has_access_already_is_pointed_out(town: Town, visit: Visit) -> None:
    _, token = asked(town.olga, "carla@acme.example")

    page = words(arrived(visit("carla"), token).get(PAGE))

    assert "Smith CPA already has access to Acme Corp." in page
    assert reverse("company:third_parties", args=[town.acme.client.code]) in page


def test_a_contact_who_does_not_decide_is_told_who_does(town: Town, visit: Visit) -> None:
    _, token = asked(town.rita, "dora@acme.example")

    page = words(arrived(visit("dora"), token).get(PAGE))

    assert "Carla Field" in page
    assert "/requests/" not in page


@pytest.mark.parametrize("who", ["nora", "olga", "pia"])
def test_who_is_no_contact_of_such_a_company_is_told_so(town: Town, visit: Visit, who: str) -> None:
    _, token = asked(town.rita, "carla@acme.example")

    page = words(arrived(visit(who), token).get(PAGE))

    assert "who is not a contact of a company with Justworks Payroll" in page
    assert "Acme Corp" not in page


@pytest.mark.parametrize(("who", "name"), [(None, "Dune Books"), ("carla", "Carla Field")])
def test_declining_by_the_link_is_told_to_the_firm(
    town: Town, visit: Visit, post: Post, who: str | None, name: str
) -> None:
    made, token = asked(town.rita, "carla@acme.example")
    browser = arrived(visit(who), token)
    assert browser.get("/invitation/access/decline/").status_code == 405

    answer = browser.post("/invitation/access/decline/", {"invitation": made.reference}, follow=True)

    assert "You declined this request" in words(answer)
    assert Event.objects.latest().actor_name == name
    assert "declined" in post.to("rita@rivaltax.com").subject
    browser.post("/invitation/access/decline/", {"invitation": made.reference})
    assert len(post.subjects("rita@rivaltax.com")) == 1


def test_the_page_of_a_request_costs_this_many_queries(town: Town, visit: Visit, queries: Any) -> None:
    _, token = asked(town.rita, "carla@acme.example")
    carla = arrived(visit("carla"), token)
    with queries(9):
        carla.get(PAGE)


@pytest.mark.parametrize(
    ("end", "sentence"),
    [
        ("withdrawn_at", "This request was withdrawn"),
        ("accepted_at", "This request was accepted"),
        ("expires_at", "Ask for a new request"),
    ],
)
def test_a_request_that_is_no_longer_open_says_why(town: Town, visit: Visit, end: str, sentence: str) -> None:
    _, token = asked(town.rita, "carla@acme.example", **{end: "2026-01-01T00:00Z"})
    browser = arrived(visit("carla"), token)

    assert sentence in words(browser.get(PAGE))
    assert sentence in words(browser.post("/invitation/access/decline/", follow=True))
