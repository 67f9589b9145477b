"""Many at once: looked at pair by pair, then done in one act."""

import pytest
from django.urls import reverse

from clients.models import Assignment
from tests.clients.test_assigning import effective
from tests.town import PEOPLE

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
