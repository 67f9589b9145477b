"""Letters that hold a link, and who hears what became of it: of a firm, a request for access, a contact."""

import re

import pytest
from django.urls import reverse

from advisor.permissions import LETS_FIRMS_IN
from clients.actions.asking import ask_client, decline_request, grant_request
from clients.actions.connecting import accept_firm_invitation, invite_firm, pass_on
from clients.actions.contacts import invite_contact
from firms.actions.members import remove
from invitations.actions import ask_again, remind_the_invited, resend, tell_of_expiry
from invitations.models import find
from tests.letters import link_in
from tests.town import PAY, REPORTS, TAXES, age, at_work, contact, person

pytestmark = pytest.mark.django_db
OLGA, CARLA, DORA = "olga@smithcpa.com", "carla@acme.example", "dora@acme.example"
LEE, ROSA, LENA = "lee@leeandsons.com", "rosa@cove.example", "lena@acme.example"
REQUESTED = "?tab=requested"


def firm_invited(town, email=LEE, by=None):
    by = by or town.carla
    acme = town.acme.client
    return invite_firm(acme, "Lee", "Field", email, PAY | TAXES, by=by, held=acme.offered, acknowledged=True)


def client_asked(town, email=ROSA, message=""):
    return ask_client(town.smith, "Cove Inc", email, "payroll", PAY | REPORTS, message, by=town.olga)


def contact_invited(town):
    acme = town.acme.client
    return invite_contact(acme, "Lena", "Field", LENA, PAY, "CFO", by=town.carla, held=acme.offered)


INVITING = {"firm": firm_invited, "client": client_asked, "contact": contact_invited}


def opens(letter, invitation) -> bool:
    """The link in the letter is the one of this invitation."""
    return find(link_in(letter, "/invitation/").split("/")[2]) == invitation


@pytest.mark.parametrize(
    ("kind", "to", "subject"),
    [
        ("firm", LEE, "Acme Corp invited you to work in its Payroll account on Advisor Dashboard"),
        ("client", ROSA, "Smith CPA asks Cove Inc for access to its Payroll account"),
        ("contact", LENA, "Carla Field invited you to the Payroll account of Acme Corp"),
    ],
)
def test_an_invitation_goes_to_the_invited_alone_and_so_does_the_one_sent_again(town, post, kind, to, subject):
    invitation = INVITING[kind](town)
    news = post.news()
    assert set(news) == {to}
    assert news[to].subject == subject
    assert opens(news[to], invitation)

    resend(invitation, by=town.olga if kind == "client" else town.carla)
    again = post.news()
    assert set(again) == {to}
    assert opens(again[to], invitation)
    assert find(link_in(news[to], "/invitation/").split("/")[2]) is None


@pytest.mark.parametrize(
    ("kind", "to", "side", "page"),
    [
        ("firm", LEE, CARLA, "company:third_parties"),
        ("client", ROSA, OLGA, "clients:payroll"),
        ("contact", LENA, CARLA, "company:contacts"),
    ],
)
def test_the_invited_are_reminded_and_whoever_invited_hears_that_nobody_answered(town, post, kind, to, side, page):
    invitation = INVITING[kind](town)
    address = reverse(page, args=[] if kind == "client" else [town.acme.client.code])
    post.news()
    age(town.ivy, days=-30)

    age(invitation, days=6)
    remind_the_invited()
    news = post.news()
    assert set(news) == {to}
    assert "expires on" in news[to].subject
    assert opens(news[to], invitation)

    age(invitation, days=1)
    tell_of_expiry()
    news = post.news()
    assert set(news) == {side}
    assert link_in(news[side]) == address
    assert "has not answered" in news[side].subject

    ask_again(invitation, by=person("anna", "nowhere.example"))
    news = post.news()
    assert set(news) == {side}
    assert link_in(news[side]) == address
    assert "again" in news[side].subject or "asks for a new invitation" in news[side].subject


def test_expired_requests_of_peo_clients_lead_to_their_list(town, post):
    request = ask_client(town.smith, "Dune Ltd", "pia@dune.example", "peo", PAY, by=town.olga)
    age(request, days=8)
    tell_of_expiry()

    assert f"{reverse('clients:peo')}{REQUESTED}\n" in post.news()[OLGA].text


def test_where_an_advisor_invited_for_the_client_its_contacts_hear_what_became_of_it(town, post):
    at_work(town.mona, town.acme, LETS_FIRMS_IN)
    invitation = firm_invited(town, by=town.mona)
    age(invitation, days=8)
    tell_of_expiry()

    assert set(post.news()) == {LEE, CARLA}


def test_where_the_asker_has_left_whoever_adds_clients_hears_what_became_of_it(town, post):
    request = ask_client(town.smith, "Cove Inc", ROSA, "payroll", PAY, by=town.mona)
    remove(town.mona, by=town.olga)
    post.news()
    age(request, days=8)
    tell_of_expiry()

    assert set(post.news()) == {OLGA}


def test_the_company_hears_which_firm_accepted(town, post):
    contact("zoe", town.cove.client, PAY)
    offer = invite_firm(
        town.cove.client, "Olga", "Field", OLGA, PAY, by=town.rosa, held=town.rosa.permissions, acknowledged=True
    )
    post.news()
    link = accept_firm_invitation(offer, by=town.olga)

    news = post.news()
    assert set(news) == {ROSA}
    assert news[ROSA].subject == "Smith CPA accepted the invitation to work for Cove Inc"
    assert link_in(news[ROSA]) == reverse("company:third_party", args=[town.cove.client.code, link.pk])
    for said in (f"Olga Field ({OLGA})", "- Make payments: "):
        assert said in news[ROSA].text


def test_an_invitation_of_no_member_is_passed_on_to_who_adds_clients_once(town, post):
    invitation = firm_invited(town, email="lee@rivaltax.com")
    post.news()
    pass_on(invitation)
    pass_on(invitation)

    news = post.news()
    assert set(news) == {"rita@rivaltax.com"}
    (letter,) = news.values()
    assert letter.subject == "Acme Corp invited Rival Tax to work in its Payroll account on Advisor Dashboard"
    assert link_in(letter) == reverse("clients:invitation", args=[invitation.pk])
    assert "you add clients for your firm" in letter.text


def test_a_request_says_who_wants_what_and_that_the_company_decides(town, post):
    client_asked(town, message="Hello Rosa,\nhttps://evil.example\n\nBye")
    letter = post.news()[ROSA]

    for said in ("Smith CPA", "Justworks Payroll account", "- Make payments: ", "- View invoices & reporting: "):
        assert said in letter.text
    assert "\nOlga Field writes:\n\n> Hello Rosa,\n> https://evil.example\n>\n> Bye\n" in letter.text
    assert "Your company decides. It can grant all of this, grant less, or decline." in letter.text
    assert "can change it or end it at any time" in letter.text
    assert f"Ask Olga Field: {OLGA}" in letter.text


def test_a_request_is_the_same_letter_whether_or_not_anybody_has_an_account(town, post):
    for address in (ROSA, DORA, OLGA, "nobody@nowhere.example"):
        client_asked(town, email=address)
    news = post.news()

    assert set(news) == {ROSA, DORA, OLGA, "nobody@nowhere.example"}
    assert len({_without_the_link(letter.subject + letter.text) for letter in news.values()}) == 1
    assert len({_without_the_link(letter.html) for letter in news.values()}) == 1
    assert "with or without an account" in news[ROSA].text


def _without_the_link(part: str) -> str:
    return re.sub(r"/invitation/[\w-]+/", "", part)


def test_the_asker_hears_that_the_client_let_the_firm_in(town, post):
    request = client_asked(town)
    post.news()
    grant_request(request, town.cove.client, PAY, by=town.rosa, held=town.rosa.permissions)

    news = post.news()
    assert set(news) == {OLGA}
    assert news[OLGA].subject == "Cove Inc gave Smith CPA access to its Payroll account"
    assert link_in(news[OLGA]) == reverse("clients:client", args=[town.cove.client.code])
    assert "- Make payments: " in news[OLGA].text
    assert "View invoices" not in news[OLGA].text
    assert "you asked this client for access" in news[OLGA].text


def test_the_asker_hears_that_the_client_said_no(town, post):
    request = client_asked(town)
    post.news()
    decline_request(request, by=town.rosa)

    news = post.news()
    assert set(news) == {OLGA}
    assert news[OLGA].subject == "Cove Inc declined the request of Smith CPA for access"
    assert link_in(news[OLGA]) == reverse("clients:connect")
