"""Clients on the pages of a firm's team, and what a removal asks."""

import pytest
from django.urls import reverse

from clients.models import Assignment
from firms.models import Member
from tests.clients.test_assigning import effective
from tests.town import PAY, PEOPLE, REPORTS, TAXES, THIRD, at_work

pytestmark = pytest.mark.django_db


def remove(town) -> str:
    return reverse("clients:remove_member", args=[town.sam.pk])


def test_a_removal_asks_where_each_client_goes(town, visit):
    at_work(town.sam, town.bloom, PEOPLE)
    at_work(town.mona, town.acme, REPORTS)

    visit("mona").post(remove(town), {f"link-{town.acme.pk}": "MONA@smithcpa.com", "everything": "olga@smithcpa.com"})

    assert not Member.objects.filter(pk=town.sam.pk).exists()
    assert effective(town.mona, town.acme) == PAY | TAXES | REPORTS
    assert effective(town.olga, town.bloom) == PEOPLE
    assert effective(town.olga, town.acme) is None


def test_a_removal_may_leave_the_clients_to_nobody(town, visit):
    visit("mona").post(remove(town), {})

    assert not Assignment.objects.live().exists()


def test_clients_beyond_the_list_go_to_whom_all_are_given(town, visit, monkeypatch):
    monkeypatch.setattr("clients.forms.assigning.LISTED", 1)
    monkeypatch.setattr("clients.views.team.LISTED", 1)
    at_work(town.sam, town.bloom, PEOPLE)
    page = visit("mona").get(remove(town)).content.decode()
    assert "The first 1 clients are listed. The other 1 go to whom you give all clients." in page
    assert f"link-{town.bloom.pk}" not in page

    visit("mona").post(remove(town), {"everything": "olga@smithcpa.com"})

    assert effective(town.olga, town.bloom) == PEOPLE


def test_a_client_is_handed_to_colleagues_only_and_nothing_typed_is_lost(town, visit):
    answer = visit("mona").post(remove(town), {"everything": "rita@rivaltax.com"})

    assert answer.status_code == 422
    assert "rita@rivaltax.com" in answer.content.decode()
    assert Member.objects.filter(pk=town.sam.pk).exists()


def test_the_teams_pages_count_and_list_clients(town, visit):
    rows = {row.name: row.clients for row in visit("mona").get(reverse("firms:info")).context["members"]}
    assert rows == {"Mona Field": 0, "Olga Field": 0, "Sam Field": 1}
    page = visit("mona").get(reverse("firms:member", args=[town.sam.pk])).content.decode()
    assert "Acme Corp" in page


def test_who_does_not_assign_sees_no_clients_of_colleagues_but_shared_ones(town, visit):
    at_work(town.olga, town.bloom, THIRD)
    page = visit("sam").get(reverse("firms:member", args=[town.olga.pk])).content.decode()

    assert "Bloom LLC" not in page
