"""The lists of clients: who sees what, under which tab, found how, at what cost."""

import pytest
from django.urls import reverse

from advisor.permissions import ClientPermission
from advisor.support.models import PlatformContact
from clients.models import Client, ClientLink
from clients.pages.lists import access_words
from tests.town import PAY, TAXES, at_work, client, link

pytestmark = pytest.mark.django_db
ALL, PAYROLL, PEO = reverse("clients:all"), reverse("clients:payroll"), reverse("clients:peo")


def names(answer) -> list[str]:
    """The clients on the page, in its order."""
    return [row.name for row in answer.context["rows"]]


def test_a_member_sees_the_own_clients_and_who_assigns_sees_all(town, visit):
    assert names(visit("sam").get(ALL)) == ["Acme Corp"]
    assert names(visit("mona").get(ALL)) == ["Acme Corp", "Bloom LLC"]
    assert names(visit("rita").get(ALL)) == ["Cove Inc"]


def test_what_one_may_not_open_is_marked(town, visit):
    mine, all_of_them = visit("sam").get(ALL), visit("mona").get(ALL)

    assert [row.access for row in mine.context["rows"]] == ["2 of 4 permissions"]
    assert [row.access for row in all_of_them.context["rows"]] == ["Not assigned", "Not assigned"]


def test_each_product_has_its_list_and_only_active_clients_count(town, visit):
    link(client("Dent Co", status="enrolling"), town.smith, PAY)
    page = visit("mona").get(PAYROLL)

    assert names(page) == ["Acme Corp"]
    assert {tab.label: tab.count for tab in page.context["tabs"]} == {
        "Active": 1,
        "Enrolling": 1,
        "Requested": 0,
        "Terminated": 0,
    }
    assert names(visit("mona").get(f"{PAYROLL}?tab=enrolling")) == ["Dent Co"]
    assert names(visit("mona").get(PEO)) == ["Bloom LLC"]
    items = [item for group in page.context["room"].nav for item in group.items]
    assert {item.label: item.count for item in items if item.count is not None} == {"Payroll": 1, "PEO": 1}


def test_who_neither_adds_nor_assigns_is_shown_no_requests(town, visit):
    assert "Requested" not in [tab.label for tab in visit("sam").get(ALL).context["tabs"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=acm", ["Acme Corp"]),
        ("q=corp+acme", ["Acme Corp"]),
        ("q=old+name", ["Bloom LLC"]),
        ("q=zebra", []),
        ("q=%25", []),
        ("assigned=sam", ["Acme Corp"]),
        ("assigned=field", ["Acme Corp"]),
        ("nobody=yes", ["Bloom LLC"]),
        ("access=open", ["Bloom LLC"]),
        ("access=closed", ["Acme Corp"]),
        ("contact=dana", ["Bloom LLC"]),
    ],
)
def test_searching_and_filtering(town, visit, query, found):
    dana = PlatformContact.objects.create(name="Dana Wu", email="dana@platform.example", phone="+12125550150")
    Client.objects.filter(pk=town.bloom.client_id).update(
        legal_name="Old Name LLC", trading_name="Bloom LLC", platform_contact=dana
    )
    if "access" in query:
        at_work(town.mona, town.bloom, ClientPermission.none())

    assert names(visit("mona").get(f"{ALL}?{query}")) == found


def test_the_lists_follow_the_name_and_status_of_the_client(town, visit):
    Client.objects.filter(pk=town.acme.client_id).update(trading_name="Zenith", status="terminated")

    assert names(visit("mona").get(f"{ALL}?tab=terminated")) == ["Zenith"]
    assert ClientLink.objects.get(pk=town.acme.pk).client_name == "Zenith"


def test_pages_hold_fifty_and_an_absurd_number_is_the_nearest(town, visit):
    for number in range(60):
        link(client(f"Client {number:02}"), town.smith, PAY)
    first, last = visit("mona").get(ALL), visit("mona").get(f"{ALL}?page=99999999999")

    assert (first.context["pager"].total, len(names(first)), len(names(last))) == (62, 50, 12)
    assert last.context["pager"].next_url == ""
    assert names(visit("mona").get(f"{ALL}?page=2"))[-1] == "Client 59"


def test_sorting_by_next_debit_puts_those_without_last(town, visit):
    Client.objects.filter(pk=town.bloom.client_id).update(next_debit_on="2026-12-01")

    page = visit("mona").get(f"{ALL}?sort=debit")

    assert names(page) == ["Bloom LLC", "Acme Corp"]
    assert "Tue 1 Dec 2026" in page.content.decode()


def test_the_export_is_what_the_filters_show_with_formulas_escaped(town, visit):
    Client.objects.filter(pk=town.acme.client_id).update(trading_name="=SUM(A1)")
    answer = visit("mona").get(f"{reverse('clients:export')}?assigned=sam")
    lines = b"".join(answer.streaming_content).decode().splitlines()

    assert lines == [
        "Client,Product,Next debit,Platform contact,Assigned,Your access",
        "'=SUM(A1),Payroll,,,Sam Field,Not assigned",
    ]


@pytest.mark.parametrize("query", ["", "?tab=terminated", "?q=acme&assigned=sam&contact=d&access=open&nobody=yes"])
def test_a_list_costs_at_most_eight_queries_however_many_clients(town, visit, django_assert_max_num_queries, query):
    reader = visit("mona")
    for number in range(30):
        at_work(town.sam, link(client(f"Client {number:02}"), town.smith, PAY | TAXES), PAY)
    reader.get(ALL)
    with django_assert_max_num_queries(8 + 2):  # two are the savepoint of a request within a test
        assert reader.get(f"{ALL}{query}").status_code == 200


@pytest.mark.parametrize(
    ("granted", "assigned", "words"),
    [
        (PAY, PAY, "1 permission"),
        (PAY, TAXES, "Overview only"),
        (PAY | TAXES, PAY | TAXES, "All 2 permissions"),
        (PAY | TAXES, PAY, "1 of 2 permissions"),
        (PAY, None, "Not assigned"),
    ],
)
def test_access_is_said_in_words(granted, assigned, words):
    assert access_words(granted, assigned) == words
