"""The dashboard home: numbers, what waits and ends, the next debits; and choosing between a firm and companies."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clients.models import AccessRequest, Client, Contact
from tests.clients.offers import asked
from tests.town import PAY, age, client, link

pytestmark = pytest.mark.django_db
HOME = "/dashboard/"


def figures(answer) -> dict[str, tuple[int, list[str]]]:
    return {one.label: (one.number, [words for words, _ in one.beside]) for one in answer.context["figures"]}


def test_only_active_clients_count_with_enrolling_and_requested_beside(town, visit):
    link(client("Dent Co", status="enrolling"), town.smith, PAY)
    link(client("Elm Co", status="terminated"), town.smith, PAY)
    asked(town.olga, "someone@elsewhere.example")

    assert figures(visit("mona").get(HOME)) == {
        "Active Payroll clients": (1, ["1 enrolling", "1 requested"]),
        "Active PEO clients": (1, ["0 enrolling", "0 requested"]),
    }
    assert figures(visit("sam").get(HOME))["Active PEO clients"] == (0, ["0 enrolling"])


def test_debits_of_seven_days_of_ones_own_list_soonest_first(town, visit):
    today = datetime.now(ZoneInfo(town.smith.time_zone)).date()
    for one, days in ((town.acme, 6), (town.bloom, 0), (town.cove, 1)):
        Client.objects.filter(pk=one.client_id).update(next_debit_on=today + timedelta(days=days))
    late = link(client("Later Co", next_debit_on=today + timedelta(days=7)), town.smith, PAY)

    assert [entry.name for entry in visit("mona").get(HOME).context["debits"]] == ["Bloom LLC", "Acme Corp"]
    assert [entry.name for entry in visit("sam").get(HOME).context["debits"]] == ["Acme Corp"]
    assert late.client_name not in visit("mona").get(HOME).content.decode()


def test_what_ends_within_two_days_stands_before_who_can_send_it_again(town, visit):
    age(town.ivy, days=6)
    request, _ = asked(town.olga, "someone@elsewhere.example")
    soon = request.expires_at - timedelta(days=6)
    AccessRequest.objects.filter(pk=request.pk).update(expires_at=soon)

    assert {entry.name for entry in visit("olga").get(HOME).context["ending"]} == {"Ivy Field", "Dune Books"}
    assert [entry.name for entry in visit("mona").get(HOME).context["ending"]] == ["Ivy Field"]
    assert visit("sam").get(HOME).context["ending"] == []


def test_the_latest_activity_is_for_who_may_read_it(town, visit):
    visit("sam").post(f"/clients/{town.acme.client.code}/open/")

    events = visit("olga").get(HOME).context["events"]
    assert events[0]["sentence"] == "Sam Field opened the account of Acme Corp."
    assert visit("sam").get(HOME).context["events"] == []


def test_who_belongs_to_a_firm_and_a_company_chooses_and_can_switch(town, visit):
    Contact.objects.create(client=town.acme.client, user=town.olga.user, title="Owner", permissions=PAY)
    olga = visit("olga")

    page = olga.get("/")
    assert [place.name for place in page.context["places"]] == ["Smith CPA", "Acme Corp"]
    assert all(olga.get(place.url).status_code == 200 for place in page.context["places"])
    for path in (HOME, f"/company/{town.acme.client.code}/"):
        assert "Switch account" in olga.get(path).content.decode()


def test_who_belongs_to_one_place_only_is_led_there(town, visit):
    assert visit("carla").get("/")["Location"] == f"/company/{town.acme.client.code}/"
    assert visit("sam").get("/")["Location"] == HOME
    assert "Switch account" not in visit("sam").get(HOME).content.decode()
    assert "Switch account" not in visit("carla").get(f"/company/{town.acme.client.code}/").content.decode()
