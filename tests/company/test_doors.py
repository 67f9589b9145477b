"""Who comes into a company's account, how far, and who is told whom to ask."""

import pytest
from django.urls import reverse

from advisor.permissions import LETS_FIRMS_IN
from clients.actions.granting import end_link
from clients.models import Assignment, ClientLink
from tests.company.inside import at, entrust, inside
from tests.town import PAY, SETTINGS, TAXES, THIRD, at_work

pytestmark = pytest.mark.django_db
OPEN = ["overview", "contacts"]
DECIDING = ["third_parties", "add_firm", "invite_contact", "third_party", "end_third_party", "shut_out", "contact"]
DECIDING += ["remove_contact"]
POSTED = ["third_party", "end_third_party", "shut_out", "contact", "remove_contact", "invite_contact", "add_firm"]
EVERY = [*OPEN, *DECIDING, "details", "activity"]


def url_of(name: str, town) -> str:
    numbers = {
        "third_party": [town.acme.pk],
        "end_third_party": [town.acme.pk],
        "shut_out": [town.acme.pk, town.sam.pk],
        "contact": [town.dora.pk],
        "remove_contact": [town.dora.pk],
    }
    return at(name, town.acme, *numbers.get(name, []))


def state() -> list:
    """What an act could have changed."""
    return [list(model.objects.order_by("pk").values()) for model in (ClientLink, Assignment)]


@pytest.mark.parametrize("name", EVERY)
def test_a_contact_who_decides_opens_every_page(town, visit, name):
    assert visit("carla").get(url_of(name, town)).status_code == 200


@pytest.mark.parametrize("who", ["rosa", "rita", "nora", "gus", "root"])
def test_strangers_and_support_find_nothing(town, visit, who):
    client = inside(visit, who, town.acme)
    answers = [client.get(url_of(name, town)) for name in EVERY]
    answers += [client.post(url_of(name, town)) for name in POSTED]
    assert {answer.status_code for answer in answers} == {404}
    assert not any("Acme" in answer.content.decode() for answer in answers)


def test_signed_out_leads_to_sign_in(town, visit):
    answer = visit(None).get(at("overview", town.acme))
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", DECIDING)
def test_a_contact_without_the_permissions_is_told_who_has_them(town, visit, name):
    before = state()
    for answer in (visit("dora").get(url_of(name, town)), visit("dora").post(url_of(name, town))):
        assert answer.status_code == 403
        assert "Carla Field" in answer.content.decode()
        assert "“Manage third-party access” and “Manage employees”" in answer.content.decode()
    assert state() == before


def test_pages_that_one_may_not_open_are_not_offered(town, visit):
    page = visit("dora").get(at("overview", town.acme)).content.decode()
    for name in ("contacts", "details"):
        assert at(name, town.acme) in page
    for name in ("third_parties", "activity"):
        assert at(name, town.acme) not in page
    assert "Carla Field can change that, and decide which firms have access." in page


@pytest.mark.parametrize("name", EVERY)
def test_a_member_comes_as_far_as_granted_and_assigned(town, visit, name):
    sam = inside(visit, "sam", town.acme)
    assert sam.get(url_of(name, town)).status_code == (200 if name in OPEN else 403)

    entrust(town.sam, town.acme, LETS_FIRMS_IN | SETTINGS)
    assert sam.get(url_of(name, town)).status_code == 200


@pytest.mark.parametrize("name", POSTED)
def test_a_member_without_the_permissions_changes_nothing(town, visit, name):
    before = state()
    assert inside(visit, "sam", town.acme).post(url_of(name, town)).status_code == 403
    assert state() == before


def test_what_is_assigned_and_not_granted_opens_nothing(town, visit):
    Assignment.objects.filter(member=town.sam).update(permissions=PAY | THIRD)
    assert inside(visit, "sam", town.acme).get(at("activity", town.acme)).status_code == 403


def test_who_can_give_what_is_missing_depends_on_who_has_not_given_it(town, visit):
    sam = inside(visit, "sam", town.acme)
    by_the_client = sam.get(at("activity", town.acme)).content.decode()
    assert "Carla Field" in by_the_client
    assert "Olga Field" not in by_the_client

    town.acme.granted |= THIRD
    town.acme.save()
    by_the_firm = sam.get(at("activity", town.acme)).content.decode()
    assert "Olga Field" in by_the_firm
    assert "Carla Field" not in by_the_firm


def test_a_member_who_is_not_assigned_is_told_so_and_who_assigns(town, visit):
    answer = inside(visit, "mona", town.acme).get(at("overview", town.acme))
    assert answer.status_code == 403
    assert "You are not assigned to Acme Corp." in answer.content.decode()
    assert reverse("clients:open", args=[town.acme.client.code]) in answer.content.decode()


def test_a_member_comes_in_through_the_recorded_door_only(town, visit):
    answer = visit("sam").get(at("contacts", town.acme))
    assert answer["Location"] == reverse("clients:open", args=[town.acme.client.code])


def test_a_member_sees_for_whom_they_are_here(town, visit):
    page = inside(visit, "sam", town.acme).get(at("overview", town.acme)).content.decode()
    assert "You are here for Smith CPA" in page
    assert reverse("home:dashboard") in page
    assert "You are here for" not in visit("carla").get(at("overview", town.acme)).content.decode()


def test_the_next_request_knows_what_was_taken(town, visit):
    entrust(town.sam, town.acme, THIRD | TAXES)
    sam = inside(visit, "sam", town.acme)
    assert sam.get(at("activity", town.acme)).status_code == 200

    carla = visit("carla")
    carla.post(at("third_party", town.acme, town.acme.pk), {"permissions": ["manage_taxes"]})
    assert sam.get(at("activity", town.acme)).status_code == 403
    assert "Manage company tax information" in sam.get(at("overview", town.acme)).content.decode()

    carla.post(at("shut_out", town.acme, town.acme.pk, town.sam.pk))
    assert sam.get(at("overview", town.acme)).status_code == 403

    at_work(town.sam, town.acme, TAXES)
    end_link(town.acme, by=town.carla)
    assert sam.get(at("overview", town.acme)).status_code == 404


def test_what_belongs_to_another_company_is_not_there(town, visit):
    carla = visit("carla")
    for name, numbers in {
        "third_party": [town.cove.pk],
        "end_third_party": [town.cove.pk],
        "shut_out": [town.acme.pk, town.rita.pk],
        "contact": [town.rosa.pk],
        "remove_contact": [town.rosa.pk],
        "access_request": [1],
    }.items():
        for answer in (carla.get(at(name, town.acme, *numbers)), carla.post(at(name, town.acme, *numbers))):
            assert answer.status_code == 404, name
    for name in ("resend_firm", "withdraw_firm", "resend_contact", "withdraw_contact"):
        assert carla.post(at(name, town.acme, 1)).status_code == 404
        assert carla.get(at(name, town.acme, 1)).status_code == 404


def test_a_payroll_company_has_no_invite_center(town, visit):
    assert visit("carla").get(at("invite_center", town.acme)).status_code == 404
    assert visit("pia").get(at("invite_center", town.bloom)).status_code == 200


RUBBISH = [
    "%00",
    "%ed%a0%80",
    "%e2%80%aeevil",
    "9" * 30,
    "-1",
    "%2500",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "x" * 9000,
]
FIELDS = [
    *(
        "first_name",
        "last_name",
        "email",
        "firm_name",
        "title",
        "legal_name",
        "trading_name",
        "street",
        "city",
        "state",
    ),
    *("postal_code", "phone", "permissions", "acknowledged", "seen", "act", "back", "draft", "page", "before"),
    *("person", "kind", "since", "until"),
]


@pytest.mark.parametrize("rubbish", RUBBISH, ids=range(len(RUBBISH)))
def test_rubbish_in_any_field_or_parameter_is_answered_with_a_page(town, visit, rubbish):
    carla = visit("carla")
    fields = "&".join(f"{field}={rubbish}" for field in FIELDS)
    for name in EVERY:
        url = url_of(name, town)
        assert carla.get(f"{url}?{fields}").status_code < 500, name
        if name not in ("end_third_party", "shut_out", "remove_contact"):
            answer = carla.generic("POST", url, fields, content_type="application/x-www-form-urlencoded")
            assert answer.status_code < 500, name
