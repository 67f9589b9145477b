"""The client's page, the way into its account, the editors behind both views, several at once, and removals."""

import pytest
from django.urls import reverse

from advisor.audit.models import Event
from advisor.permissions import ClientPermission
from clients.actions.granting import change_grant
from clients.models import Assignment, ClientLink
from tests.clients.test_assigning import effective
from tests.town import PEOPLE, TAXES

pytestmark = pytest.mark.django_db


def door(name: str, link: ClientLink, *more: object) -> str:
    return reverse(f"clients:{name}", args=[link.client.code, *more])


def test_opening_is_recorded_kept_and_leads_into_the_account(town, visit):
    sam = visit("sam")
    answer = sam.post(door("open", town.acme))

    assert answer["Location"] == reverse("company:overview", args=[town.acme.client.code])
    assert Event.objects.latest().sentence == "opened the account of Acme Corp."
    assert Event.objects.latest().facts["may"] == ["make_payments", "manage_taxes"]
    assert Assignment.objects.get(member=town.sam).last_used_at is not None
    assert sam.session["opened"] == [town.acme.client.code]


def test_looking_at_the_door_opens_nothing(town, visit):
    sam = visit("sam")
    for _ in range(2):
        assert sam.get(door("open", town.acme)).status_code == 200
    sam.head(door("open", town.acme))

    assert not Event.objects.filter(verb="client_opened").exists()
    assert Assignment.objects.get(member=town.sam).last_used_at is None
    assert "opened" not in sam.session


def test_who_is_not_assigned_is_told_whom_to_ask_and_can_ask(town, visit):
    page = visit("sam").get(door("open", town.bloom)).content.decode()

    assert "You are not assigned to Bloom LLC" in page
    assert "Olga Field" in page
    assert "Mona Field" in page
    assert door("request_access", town.bloom) in page
    assert visit("sam").post(door("open", town.bloom)).status_code == 422
    refused = visit("sam").get(door("client", town.bloom))
    assert refused.status_code == 403
    assert "Request access" in refused.content.decode()


def test_who_has_been_granted_nothing_is_told_who_at_the_client_can_change_it(town, visit):
    change_grant(town.acme, ClientPermission.none(), by=town.carla, held=town.carla.permissions)

    page = visit("sam").get(door("open", town.acme)).content.decode()

    assert "You may only see the overview of Acme Corp" in page
    assert "Carla Field" in page


def test_the_client_page_says_what_one_may_do_and_why_not_the_rest(town, visit):
    page = visit("sam").get(door("client", town.acme))
    words = {row.label: row.words for row in page.context["permissions"]}

    assert words["Make payments"] == "yes"
    assert words["Manage employees"] == "not assigned to you"
    assert words["Edit company settings"] == "not granted by the client"
    assert "Assign firm member" not in page.content.decode()


def test_the_editor_ticks_nothing_at_first_and_switches_off_what_is_not_granted(town, visit):
    page = visit("mona").get(door("assignment", town.acme, town.mona.pk)).content.decode()

    assert " checked" not in page
    assert page.count("Not granted by the client.") == 4
    assert "Mona Field does not work here yet." in page


def test_both_views_lead_to_the_same_editor(town, visit):
    editor = door("assignment", town.acme, town.sam.pk)

    assert editor in visit("mona").get(door("assign", town.acme)).content.decode()
    team = reverse("clients:assign_client", args=[town.sam.pk])
    assert team in visit("mona").get(reverse("firms:member", args=[town.sam.pk])).content.decode()
    assert editor in visit("mona").get(team).content.decode()


def test_a_member_gets_exactly_the_ticked_permissions_through_the_editor(town, visit):
    mona, editor = visit("mona"), door("assignment", town.acme, town.sam.pk)
    seen = mona.get(editor).context["seen"]

    answer = mona.post(editor, {"seen": seen, "permissions": ["manage_employees"]})

    assert answer["Location"] == door("client", town.acme)
    assert effective(town.sam, town.acme) == PEOPLE


def test_the_second_editor_is_shown_what_changed_meanwhile(town, visit):
    mona, olga, editor = visit("mona"), visit("olga"), door("assignment", town.acme, town.sam.pk)
    seen = mona.get(editor).context["seen"]
    olga.post(editor, {"seen": seen, "permissions": ["manage_employees"]})

    answer = mona.post(editor, {"seen": seen, "permissions": ["make_payments"]})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Somebody changed this meanwhile" in page
    assert "Sam Field can see the overview and: Manage employees." in page
    assert effective(town.sam, town.acme) == PEOPLE


def test_a_permission_taken_by_the_client_while_the_editor_is_open_is_not_given(town, visit):
    mona, editor = visit("mona"), door("assignment", town.acme, town.mona.pk)
    seen = mona.get(editor).context["seen"]
    change_grant(town.acme, TAXES, by=town.carla, held=town.carla.permissions)

    answer = mona.post(editor, {"seen": seen, "permissions": ["make_payments"]})

    assert answer.status_code == 422
    assert "Not granted by the client." in answer.content.decode()
    assert effective(town.mona, town.acme) is None


def test_ending_an_assignment(town, visit):
    assert visit("mona").get(door("end_assignment", town.acme, town.sam.pk)).status_code == 200
    assert effective(town.sam, town.acme) is not None

    visit("mona").post(door("end_assignment", town.acme, town.sam.pk))

    assert effective(town.sam, town.acme) is None


def test_the_firm_ends_a_connection_and_the_client_is_told(town, visit, post):
    visit("olga").post(door("end", town.acme))

    assert effective(town.sam, town.acme) is None
    assert visit("olga").get(door("client", town.acme)).status_code == 404
    assert post.subjects("carla@acme.example")


COSTS = {"client": 3, "open": 2, "assign": 3, "assignment": 2, "end_assignment": 1, "end": 0}


@pytest.mark.parametrize(("name", "own"), COSTS.items())
def test_a_page_about_a_client_costs_this_many_queries(town, visit, django_assert_num_queries, name, own):
    more = [town.sam.pk] if "assignment" in name else []
    client = visit("olga")
    client.get(door(name, town.acme, *more))
    with django_assert_num_queries(COMMON + own):
        assert client.get(door(name, town.acme, *more)).status_code == 200


COMMON = 7
"""Session, user, member, counts of the navigation, the client; and the two savepoints of a request in a test."""


def test_whoever_assigns_sees_what_each_may_do_already(town, visit):
    by_client = visit("mona").get(door("assign", town.acme)).content.decode()
    by_member = visit("mona").get(reverse("clients:assign_client", args=[town.sam.pk])).content.decode()

    for page in (by_client, by_member):
        assert '<td data-label="Permissions now">Make payments, Manage company tax information</td>' in page
        assert '<td data-label="Permissions now">Not assigned</td>' in page


def test_whoever_assigns_is_not_told_to_request_access(town, visit):
    page = visit("mona").get(door("client", town.bloom)).content.decode()

    assert "You are not assigned to Bloom LLC" in page
    assert "Request access" not in page
    assert "Assign firm member" in page
