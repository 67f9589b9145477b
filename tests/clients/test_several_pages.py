"""Many at once: looked at pair by pair, then done in one act."""

import pytest
from django.urls import reverse

from clients.actions.granting import end_link
from clients.models import Assignment
from clients.pages.several import LOST
from tests.clients.test_assigning import effective
from tests.town import PEOPLE, client, link

pytestmark = pytest.mark.django_db
SEVERAL = reverse("clients:several")


def fields(town, **more) -> dict:
    codes = [town.acme.client.code, town.bloom.client.code]
    return {"client": codes, "member": [town.sam.pk, town.mona.pk], "permissions": ["manage_employees"]} | more


def test_several_are_looked_at_pair_by_pair_before_anything_happens(town, visit):
    page = visit("mona").post(SEVERAL, fields(town))

    assert [(line.client, line.member, line.words) for line in page.context["lines"]] == [
        ("Acme Corp", "Mona Field", "Will be assigned"),
        ("Acme Corp", "Sam Field", "Will change"),
        ("Bloom LLC", "Mona Field", "Will be assigned"),
        ("Bloom LLC", "Sam Field", "Will be assigned"),
    ]
    assert effective(town.sam, town.bloom) is None


def test_several_are_done_in_one_act_and_every_pair_is_listed(town, visit):
    page = visit("mona").post(SEVERAL, fields(town, assign="yes"))

    assert (page.context["done"], page.context["total"]) == (4, 4)
    assert effective(town.sam, town.acme) == effective(town.mona, town.bloom) == PEOPLE


def test_what_a_client_has_not_granted_stays_and_says_why(town, visit):
    page = visit("mona").post(SEVERAL, fields(town, permissions=["make_payments"], assign="yes"))

    outcomes = {(line.client, line.member): (line.words, line.reason) for line in page.context["lines"]}
    assert outcomes["Acme Corp", "Mona Field"] == ("Assigned", "")
    assert outcomes["Bloom LLC", "Sam Field"][0] == "Cannot be assigned"
    assert "Bloom LLC has not granted your firm: Make payments." in outcomes["Bloom LLC", "Sam Field"][1]
    assert effective(town.sam, town.bloom) is None


def test_clients_and_members_of_others_are_not_among_the_several(town, visit):
    page = visit("mona").post(SEVERAL, fields(town, client=[town.cove.client.code], assign="yes"))

    assert "lines" not in page.context
    assert not Assignment.objects.filter(link=town.cove).exists()


def test_the_side_that_is_missing_is_asked_for(town, visit):
    members = visit("mona").get(f"{SEVERAL}?client={town.acme.client.code}")
    clients = visit("mona").get(f"{SEVERAL}?member={town.sam.pk}")

    assert [choice.name for choice in members.context["choices"]] == ["Mona Field", "Olga Field", "Sam Field"]
    assert [choice.name for choice in clients.context["choices"]] == ["Acme Corp", "Bloom LLC"]


def test_what_is_chosen_already_stays_chosen_on_the_next_page_and_without_a_search(town, visit):
    for number in range(50):
        link(client(f"Company {number:02}"), town.smith, PEOPLE)
    page = visit("mona").get(f"{SEVERAL}?member={town.sam.pk}&member={town.mona.pk}&q=company").content.decode()
    more = visit("mona").get(f"{SEVERAL}?member={town.sam.pk}").context

    named = f"member={town.mona.pk}&amp;member={town.sam.pk}"
    assert f'href="{SEVERAL}?{named}">Clear search' in page
    assert f"member={town.sam.pk}" in more["pager"].next_url
    after = visit("mona").get(SEVERAL + more["pager"].next_url)
    assert list(after.context["kept"]) == [("member", town.sam.pk)]


def test_nobody_who_was_chosen_is_left_out_silently(town, visit):
    end_link(town.acme, by=town.olga)

    looked_at = visit("mona").get(SEVERAL, fields(town))
    answer = visit("mona").post(SEVERAL, fields(town, assign="yes"))

    assert LOST in looked_at.content.decode()
    assert answer.status_code == 422
    assert LOST in answer.content.decode()
    assert effective(town.sam, town.bloom) is None
    assert [value for name, value in answer.context["kept"] if name == "client"] == [town.bloom.client.code]
    alone = visit("mona").get(f"{SEVERAL}?client={town.acme.client.code}&member={town.sam.pk}")
    assert LOST in alone.content.decode()


@pytest.mark.parametrize("number", ["9" * 5000, "²", "-1", "nobody", "9" * 19])
def test_a_member_who_cannot_be_is_not_among_the_several(town, visit, number):
    page = visit("mona").get(SEVERAL, {"client": town.acme.client.code, "member": number})

    assert page.status_code == 200
    assert LOST in page.content.decode()


def test_the_button_of_the_list_without_a_tick_says_what_to_do(town, visit):
    assert "Tick at least one client first." in visit("mona").get(SEVERAL, follow=True).content.decode()
