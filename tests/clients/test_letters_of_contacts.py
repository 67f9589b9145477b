"""Who hears of a company's own people: joined, changed."""

import pytest
from django.urls import reverse

from clients.actions.contacts import change_contact, invite_contact, join_as_new_person, join_with_account
from tests.letters import link_in
from tests.mail.writing_clients import ACCOUNT, PROFILE
from tests.town import PAY, PEOPLE

pytestmark = pytest.mark.django_db
CARLA, DORA = "carla@acme.example", "dora@acme.example"


def invited(town, email):
    acme = town.acme.client
    return invite_contact(acme, "Lena", "Field", email, acme.offered, "CFO", by=town.carla, held=acme.offered)


def test_who_decides_for_the_company_hears_of_a_new_contact(town, post):
    invitation = invited(town, "lena@acme.example")
    post.news()
    join_as_new_person(invitation, PROFILE, ACCOUNT)

    news = post.news()
    assert set(news) == {CARLA, ACCOUNT["personal_email"]}
    assert news[CARLA].subject == "Lena Field joined the account of Acme Corp"
    assert link_in(news[CARLA]) == reverse("company:contacts", args=[town.acme.client.code])
    assert "\nTitle: CFO\n" in news[CARLA].text


def test_who_joins_with_an_account_gets_no_letter_about_themselves(town, post):
    invitation = invited(town, town.pia.user.email)
    post.news()
    join_with_account(invitation, town.pia.user)

    assert set(post.news()) == {CARLA}


def test_a_contact_hears_what_changed_for_them(town, post):
    change_contact(town.dora, "Controller", PAY | PEOPLE, by=town.carla, held=town.carla.permissions)

    news = post.news()
    assert set(news) == {DORA}
    assert news[DORA].subject == "Carla Field changed your title or permissions at Acme Corp"
    assert link_in(news[DORA]) == reverse("company:overview", args=[town.acme.client.code])
    for said in ("\nYour title: Controller\n", "- Manage employees: ", f"Ask Carla Field: {CARLA}"):
        assert said in news[DORA].text


def test_who_changes_their_own_title_gets_no_letter(town, post):
    change_contact(town.carla, "Founder", town.carla.permissions, by=town.carla, held=town.carla.permissions)

    assert not post.news()
