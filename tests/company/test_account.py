"""The overview, the company's details and its activity."""

from datetime import date

import pytest

from advisor.audit.circumstances import Circumstances, _now
from advisor.audit.models import Event
from advisor.support.models import PlatformContact
from clients.actions.assigning import assign
from clients.actions.granting import change_grant
from clients.actions.opening import open_account
from clients.actions.requesting import request_access
from clients.models import Client
from tests.company.inside import at, inside
from tests.town import PAY, PEOPLE, REPORTS, at_work, link

pytestmark = pytest.mark.django_db
DETAILS = {
    "legal_name": "Acme Corporation",
    "trading_name": "Acme",
    "street": "12 Water Street",
    "city": "Albany",
    "state": "ny",
    "postal_code": "12207",
    "phone": "(518) 555-0133",
}


def of(town, visit, who="carla", name="overview", **query) -> str:
    return inside(visit, who, town.acme).get(at(name, town.acme), query).content.decode()


def test_the_overview_shows_the_company_and_whom_to_ask(town, visit):
    contact = PlatformContact.objects.create(name="Priya Raman", email="priya@platform.example", phone="+12125550142")
    Client.objects.filter(pk=town.acme.client.pk).update(platform_contact=contact, next_debit_on=date(2026, 12, 3))
    for who in ("carla", "dora", "sam"):
        page = of(town, visit, who)
        for words in ("Payroll", "Active", "12-0000001", "Thu 3 Dec 2026", "Priya Raman", "(212) 555-0142"):
            assert words in page
        assert "mailto:priya@platform.example" in page


def test_without_a_platform_contact_it_says_where_to_write(town, visit):
    page = of(town, visit)
    assert "Nobody is assigned yet." in page
    assert "Next debit" not in page


def test_each_sees_what_they_themselves_may_do_here(town, visit):
    assert "Run payroll and pay contractors." in of(town, visit, "sam")
    page = of(town, visit, "sam")
    assert "Change federal and state tax accounts" in page
    assert "Add people, change their pay" not in page
    assert "What you may do here is set at Smith CPA by Mona Field or Olga Field" in page
    assert "Not included" not in of(town, visit, "carla")


def test_who_lets_firms_in_sees_which_have_access(town, visit):
    assert "Firms with access" in of(town, visit, "carla")
    assert "Firms with access" not in of(town, visit, "dora")
    assert "Firms with access" not in of(town, visit, "sam")


def test_details_are_saved_and_recorded(town, visit):
    answer = visit("dora").post(at("details", town.acme), DETAILS, follow=True)
    assert "Company details are saved." in answer.content.decode()
    saved = Client.objects.get(pk=town.acme.client.pk)
    assert (str(saved), saved.state, str(saved.phone)) == ("Acme", "NY", "+15185550133")
    assert Event.objects.latest().facts["after"]["legal_name"] == "Acme Corporation"
    assert 'value="(518) 555-0133"' in visit("dora").get(at("details", town.acme)).content.decode()
    visit("dora").post(at("details", town.acme), DETAILS)
    assert Event.objects.count() == 1, "saving what is already so is not recorded"


def test_the_ein_is_not_among_them(town, visit):
    assert 'name="ein"' not in of(town, visit, "dora", "details")
    visit("dora").post(at("details", town.acme), DETAILS | {"ein": "999999999", "status": "terminated"})
    saved = Client.objects.get(pk=town.acme.client.pk)
    assert (saved.ein, saved.status) == ("120000001", "active")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"legal_name": ""}, "Enter the company&#x27;s legal name"),
        ({"state": "N1"}, "Enter the two letters of a state, like NY"),
        ({"postal_code": "1"}, "Enter a ZIP code, like 10001 or 10001-1234"),
        ({"phone": "12"}, "Enter a phone number, like (212) 555-0199"),
    ],
)
def test_what_is_not_well_formed_is_said_and_nothing_typed_is_lost(town, visit, typed, sentence):
    answer = visit("dora").post(at("details", town.acme), DETAILS | typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="12 Water Street"' in answer.content.decode()


def test_activity_tells_both_sides_and_names_the_firm(town, visit):
    open_account(town.acme, by=town.sam)
    assign(town.acme, town.mona, PEOPLE, by=town.olga)
    change_grant(town.acme, PAY | PEOPLE, by=town.carla, held=town.carla.permissions)
    page = of(town, visit, name="activity")
    assert "Sam Field of Smith CPA opened the account of Acme Corp." in page
    assert "Olga Field of Smith CPA assigned Mona Field to Acme Corp." in page
    assert "Carla Field changed what Smith CPA may do at Acme Corp." in page
    assert "Sam Field" not in of(town, visit, name="activity", person="mona")
    assert "Nothing found" in of(town, visit, name="activity", person="zebra")


def test_activity_keeps_to_itself_what_is_the_firms(town, visit):
    token = _now.set(Circumstances("203.0.113.7", "Browser of Sam"))
    open_account(town.acme, by=town.sam)
    _now.reset(token)
    request_access(town.acme, REPORTS, "I cover for Sam", by=town.mona)
    page = of(town, visit, name="activity")
    assert "Sam Field of Smith CPA opened" in page
    for secret in ("203.0.113.7", "Browser of Sam", "Mona Field asked", "I cover for Sam"):
        assert secret not in page


def test_activity_of_another_company_is_not_there(town, visit):
    change_grant(town.cove, PAY, by=town.rosa, held=town.rosa.permissions)
    page = of(town, visit, name="activity")
    assert "Nothing yet" in page
    assert "Rosa" not in page


def test_activity_is_paged(town, visit):
    for _ in range(60):
        open_account(town.acme, by=town.sam)
    carla = visit("carla")
    first = carla.get(at("activity", town.acme)).context
    second = carla.get(at("activity", town.acme) + first["older_url"]).context
    assert (len(first["events"]), len(second["events"])) == (50, 10)


PAGES = {
    "overview": 2,
    "details": 0,
    "contacts": 3,
    "invite_contact": 0,
    "third_parties": 4,
    "add_firm": 0,
    "activity": 1,
    "contact": 1,
    "remove_contact": 1,
    "third_party": 3,
    "shut_out": 2,
    "end_third_party": 3,
}
COMMON = 7
"""Session, user, firm of the person, contact with company, number of companies; and the two savepoints of a request in
a test."""


@pytest.mark.parametrize(("name", "own"), PAGES.items())
def test_a_page_costs_this_many_queries(town, visit, django_assert_num_queries, name, own):
    numbers = {
        "contact": [town.dora.pk],
        "remove_contact": [town.dora.pk],
        "third_party": [town.acme.pk],
        "end_third_party": [town.acme.pk],
        "shut_out": [town.acme.pk, town.sam.pk],
    }
    link(town.acme.client, town.rival, PAY)
    at_work(town.mona, town.acme, PAY)
    carla, url = visit("carla"), at(name, town.acme, *numbers.get(name, []))
    carla.get(url)
    with django_assert_num_queries(COMMON + own):
        assert carla.get(url).status_code == 200
