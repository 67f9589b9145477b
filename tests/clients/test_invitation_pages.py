"""The pages behind the links of letters about clients: who is offered what, and that only a button changes anything."""

from typing import Any

import pytest
from django.urls import reverse

from advisor.users.models import User
from clients.models import Assignment, Client, ClientLink, Contact, FirmInvitation
from tests.clients.offers import arrived, firm_invited, words
from tests.firms.way_in import walk
from tests.letters import Post
from tests.town import PAY, PEOPLE, Town, person
from tests.visits import Visit

pytestmark = pytest.mark.django_db
PAGE = "/invitation/"


def act(name: str, invitation: Any) -> str:
    return reverse(f"clients:{name}", args=[invitation.pk])


def test_a_member_who_adds_clients_accepts_and_works_there_with_everything(
    town: Town, dune: Contact, visit: Visit, post: Post
) -> None:
    made, token = firm_invited(dune, "olga@smithcpa.com")
    browser = arrived(visit("olga"), token)
    page = words(browser.get(PAGE))
    assert "Dune Inc invites your firm to its account" in page
    assert "Justworks Payroll" in page
    assert "Run payroll and pay contractors." in page
    assert ">Accept<" in page
    assert ">Decline<" in page

    answer = browser.post(act("accept", made), {"invitation": made.reference})

    assert answer["Location"] == reverse("clients:client", args=[dune.client.code])
    assert "Dune Inc is now a client of Smith CPA" in words(browser.get(answer["Location"]))
    link = ClientLink.objects.live().get(client=dune.client)
    assert (link.firm, link.granted) == (town.smith, PAY | PEOPLE)
    assert Assignment.objects.get(link=link, member=town.olga).permissions == PAY | PEOPLE
    assert FirmInvitation.objects.get().link == link
    assert post.to("dan@dune.example")


def test_the_invited_person_accepts_without_the_permission(town: Town, dune: Contact, visit: Visit) -> None:
    made, token = firm_invited(dune, "sam@smithcpa.com")
    browser = arrived(visit("sam"), token)
    page = words(browser.get(PAGE))
    assert ">Accept<" in page
    assert "and can assign" not in page
    assert "Whoever assigns clients at your firm can add colleagues." in page

    browser.post(act("accept", made))

    assert Assignment.objects.filter(member=town.sam, link__client=dune.client).exists()


def test_signed_out_with_an_account_one_signs_in_and_comes_back(town: Town, dune: Contact, visit: Visit) -> None:
    _, token = firm_invited(dune, "olga@smithcpa.com")

    page = words(arrived(visit(), token).get(PAGE))

    assert 'href="/sign-in/?next=/invitation/"' in page
    assert ">Accept<" not in page
    assert "Get Started" not in page


def test_without_account_and_firm_one_sets_up_the_firm_and_the_invitation_waits(
    town: Town, dune: Contact, visit: Visit
) -> None:
    made, token = firm_invited(dune, "amy@chenpartners.com")
    browser = arrived(visit(), token)
    assert 'action="/sign-up/"' in words(browser.get(PAGE))

    walk(browser)
    page = words(browser.get(PAGE))
    assert "Confirm your work email first." in page
    assert ">Accept<" not in page
    assert "Dune Inc" not in words(browser.get("/dashboard/"))
    assert "Confirm your work email first." in words(browser.post(act("accept", made), follow=True))

    User.objects.filter(email="amy@chenpartners.com").update(email_confirmed_at="2026-01-01T00:00Z")
    assert act("invitation", made) in words(browser.get("/dashboard/"))
    assert ">Accept<" in words(browser.get(PAGE))
    browser.cookies.pop("invitation", None)
    assert ">Accept<" in words(browser.get(act("invitation", made)))
    browser.post(act("accept", made))
    assert ClientLink.objects.live().get(client=dune.client).firm.name == "Chen & Partners"


def test_an_unconfirmed_founder_is_not_shown_what_was_sent_to_the_domain(
    town: Town, dune: Contact, visit: Visit
) -> None:
    made, _ = firm_invited(dune, "ann@youngbooks.com")
    fred = visit("fred")

    assert "Dune Inc" not in words(fred.get("/dashboard/"))
    assert fred.get(act("invitation", made)).status_code == 404
    assert fred.post(act("accept", made)).status_code == 404


def test_where_the_firm_exists_it_is_passed_on_once_and_the_page_says_so(
    town: Town, dune: Contact, visit: Visit, post: Post
) -> None:
    made, token = firm_invited(dune, "lee@smithcpa.com")
    browser = arrived(visit(), token)
    page = words(browser.get(PAGE))
    assert "your firm is already on Advisor Dashboard" in page
    assert "Smith CPA" not in page
    assert 'action="/invitation/firm/pass-on/"' in page
    assert post.all() == []

    for _ in range(2):
        answer = browser.post("/invitation/firm/pass-on/", {"invitation": made.reference}, follow=True)

    assert "Your firm's administrators have this invitation." in words(answer)
    assert "pass-on" not in words(answer)
    assert post.subjects("mona@smithcpa.com") == []
    assert len(post.subjects("olga@smithcpa.com")) == 1
    assert act("invitation", made) in post.to("olga@smithcpa.com").text
    olga = visit("olga")
    assert ">Accept<" in words(olga.get(act("invitation", made)))
    olga.post(act("accept", made))
    assert ClientLink.objects.live().get(client=dune.client).firm == town.smith


def test_who_may_not_accept_is_told_who_can(town: Town, dune: Contact, visit: Visit, post: Post) -> None:
    made, token = firm_invited(dune, "olga@smithcpa.com")
    browser = arrived(visit("sam"), token)

    page = words(browser.get(PAGE))

    assert "Olga Field" in page
    assert "Mona Field" not in page
    assert ">Accept<" not in page
    assert ">Decline<" not in page
    assert "This invitation is for a colleague" in words(browser.post(act("accept", made), follow=True))
    assert FirmInvitation.objects.open().exists()
    browser.post("/invitation/firm/pass-on/")
    assert post.to("olga@smithcpa.com")


def test_a_letter_passed_around_connects_no_other_firm(town: Town, dune: Contact, visit: Visit) -> None:
    made, token = firm_invited(dune, "olga@smithcpa.com")
    browser = arrived(visit("rita"), token)

    page = words(browser.get(PAGE))

    assert "This invitation is for another firm" in page
    assert "Sign out" in page
    assert ">Accept<" not in page
    assert "This invitation is for another firm" in words(browser.get(act("invitation", made)))
    browser.post(act("accept", made))
    assert not ClientLink.objects.filter(client=dune.client).exists()


def test_an_invitation_to_a_public_mailbox_is_accepted_by_whoever_adds_clients(
    town: Town, dune: Contact, visit: Visit
) -> None:
    made, token = firm_invited(dune, "amy@gmail.com")
    browser = arrived(visit("rita"), token)
    assert ">Accept<" in words(browser.get(PAGE))

    browser.post(act("accept", made))

    assert ClientLink.objects.live().get(client=dune.client).firm == town.rival


@pytest.mark.parametrize("who", ["nora", "gus", "carla"])
def test_who_is_in_no_firm_is_told_so(town: Town, dune: Contact, visit: Visit, who: str) -> None:
    made, token = firm_invited(dune, "olga@smithcpa.com")
    browser = arrived(visit(who), token)

    page = words(browser.get(PAGE))

    assert "who is in no firm on Advisor Dashboard" in page
    assert ">Accept<" not in page
    assert browser.post(act("accept", made)).status_code == 404


def test_a_client_of_the_firm_has_nothing_to_accept(town: Town, visit: Visit) -> None:
    _, token = firm_invited(town.carla, "olga@smithcpa.com")

    page = words(arrived(visit("olga"), token).get(PAGE))

    assert "Smith CPA already works for Acme Corp." in page
    assert ">Accept<" not in page


@pytest.mark.parametrize(("who", "seen"), [("olga", 200), ("sam", 404), ("rita", 404), ("nora", 404), ("carla", 404)])
def test_an_invitation_waits_only_for_its_own_firm(
    town: Town, dune: Contact, visit: Visit, who: str, seen: int
) -> None:
    made, _ = firm_invited(dune, "lee@smithcpa.com")

    answer = visit(who).get(act("invitation", made))

    assert answer.status_code == seen
    assert (seen == 200) == ("Dune Inc" in words(answer))


def test_the_pages_of_a_firm_s_invitation_cost_this_many_queries(
    town: Town, dune: Contact, visit: Visit, queries: Any
) -> None:
    made, token = firm_invited(dune, "lee@smithcpa.com")
    olga = visit("olga")
    olga.get(act("invitation", made))
    with queries(6 + 6):
        olga.get(act("invitation", made))
    browser = arrived(visit(), token)
    with queries(7):
        browser.get(PAGE)


def test_a_person_who_left_the_firm_is_in_no_firm(town: Town, dune: Contact, visit: Visit) -> None:
    _, token = firm_invited(dune, "gone@smithcpa.com")
    person("gone")

    page = words(arrived(visit("gone"), token).get(PAGE))

    assert "who is in no firm" in page
    assert 'action="/invitation/firm/pass-on/"' in page
    assert not Client.objects.filter(links__firm=town.smith, pk=dune.client_id).exists()
