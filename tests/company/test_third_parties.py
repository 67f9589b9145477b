"""The company stays in charge: what a firm may do, who of it has access, one person out, the whole firm out."""

from datetime import UTC, datetime

import pytest

from clients.actions.assigning import assign
from clients.actions.granting import change_grant
from clients.models import Assignment, ClientLink
from tests.company.inside import at, entrust, inside
from tests.town import PAY, PEOPLE, REPORTS, TAXES, THIRD, at_work, member, person

pytestmark = pytest.mark.django_db


def granted(town):
    return ClientLink.objects.get(pk=town.acme.pk).granted


def page_of(town, client, **query) -> str:
    return client.get(at("third_party", town.acme, town.acme.pk), query).content.decode()


def test_each_firm_stands_in_the_list_with_its_people(town, visit):
    Assignment.objects.filter(member=town.sam).update(last_used_at=datetime(2026, 11, 24, 18, 0, tzinfo=UTC))
    page = visit("carla").get(at("third_parties", town.acme)).content.decode()
    assert "Smith CPA" in page
    assert "1 person" in page
    assert "Tue 24 Nov 2026<small>1:00 PM EST</small>" in page
    assert "Rival Tax" not in page


def test_each_person_stands_on_the_firms_page_with_what_since_when_and_last_used(town, visit):
    used = datetime(2026, 7, 1, 16, 30, tzinfo=UTC)
    Assignment.objects.filter(member=town.sam).update(last_used_at=used, assigned_at=datetime(2026, 5, 1, tzinfo=UTC))
    at_work(town.mona, town.acme, PEOPLE)
    page = page_of(town, visit("carla"))
    for words in (
        *("Sam Field", "Accountant · sam@smithcpa.com", "Make payments, Manage company tax information"),
        *("Thu 30 Apr 2026", "Wed 1 Jul 2026<small>12:30 PM EDT</small>", "Mona Field", "Not yet"),
    ):
        assert words in page


def test_permissions_are_taken_and_added_and_the_firm_is_told(town, visit, post):
    page = visit("carla").post(
        at("third_party", town.acme, town.acme.pk), {"permissions": ["make_payments", "manage_documents"]}, follow=True
    )
    assert "What Smith CPA may do is saved." in page.content.decode()
    assert granted(town).codenames == ["make_payments", "manage_documents"]
    assert Assignment.objects.get(member=town.sam).permissions == PAY
    assert post.to("mona@smithcpa.com")


def test_what_one_does_not_hold_stands_off_but_what_is_there_can_be_taken(town, visit):
    entrust(town.sam, town.acme, THIRD | PEOPLE)
    sam, address = inside(visit, "sam", town.acme), at("third_party", town.acme, town.acme.pk)
    page = sam.get(address)
    assert set(page.context["form"].fields["permissions"].widget.off) == {
        "edit_company_settings",
        "manage_bank_account",
        "manage_documents",
    }
    refused = sam.post(address, {"permissions": ["manage_third_parties", "manage_employees", "manage_documents"]})
    assert "You do not hold: Upload &amp; view all documents" in refused.content.decode()
    sam.post(address, {"permissions": ["manage_third_parties", "manage_employees"]})
    assert granted(town) == THIRD | PEOPLE


def test_who_takes_the_page_from_their_own_firm_is_led_to_the_overview(town, visit):
    entrust(town.sam, town.acme, THIRD | PEOPLE)
    sam = inside(visit, "sam", town.acme)
    answer = sam.post(at("third_party", town.acme, town.acme.pk), {"permissions": []}, follow=True)
    assert answer.status_code == 200
    assert "You see this overview and who the contacts are." in answer.content.decode()


def test_a_lost_race_shows_what_changed_meanwhile_and_keeps_the_other_ticks(town, visit):
    carla, address = visit("carla"), at("third_party", town.acme, town.acme.pk)
    seen = carla.get(address).context["seen"]
    change_grant(town.acme, PAY | PEOPLE | THIRD, by=town.carla, held=town.carla.permissions)
    typed = {"permissions": ["make_payments", "manage_taxes", "manage_documents"], "seen": seen}

    answer = carla.post(address, typed)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Somebody changed this meanwhile" in page
    assert "added: Manage third-party access; taken away: View invoices &amp; reporting, Manage company tax" in page
    assert granted(town) == PAY | PEOPLE | THIRD
    ticked = answer.context["form"]["permissions"].value()
    assert ticked == ["manage_third_parties", "make_payments", "manage_documents"]
    assert carla.post(address, {"permissions": ticked, "seen": answer.context["seen"]}).status_code == 302


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "\x00"])
def test_rubbish_in_the_hidden_mask_changes_nothing(town, visit, seen):
    answer = visit("carla").post(at("third_party", town.acme, town.acme.pk), {"permissions": [], "seen": seen})
    assert answer.status_code in (400, 422)
    assert granted(town) == PAY | TAXES | PEOPLE | REPORTS


def test_removing_one_person_asks_first_and_names_what_is_lost(town, visit, post):
    carla, address = visit("carla"), at("shut_out", town.acme, town.acme.pk, town.sam.pk)
    asked = carla.get(address).content.decode()
    assert "Lost: Make payments, Manage company tax information." in asked
    assert Assignment.objects.live().filter(member=town.sam).exists()

    done = carla.post(address, follow=True)

    assert "Sam Field no longer has access." in done.content.decode()
    assert "Nobody has access at the moment" in done.content.decode()
    assert not Assignment.objects.live().filter(member=town.sam).exists()
    assert ClientLink.objects.live().filter(pk=town.acme.pk).exists()
    assert post.to("sam@smithcpa.com")
    assert post.to("olga@smithcpa.com")


def test_ending_the_access_asks_first_and_names_who_loses_it(town, visit, post):
    for name in ("ada", "ben", "cleo", "dan", "eve", "finn"):
        at_work(member(person(name), town.smith, town.sam.permissions), town.acme, PAY)
    carla, address = visit("carla"), at("end_third_party", town.acme, town.acme.pk)
    asked = carla.get(address).content.decode()
    assert "Ada Field, Ben Field, Cleo Field, Dan Field, Eve Field, 2 others." in asked
    assert "Lost: Make payments, View invoices &amp; reporting" in asked

    done = carla.post(address, follow=True)

    assert "Smith CPA no longer has access." in done.content.decode()
    assert "No firm has access" in done.content.decode()
    assert not Assignment.objects.standing().filter(link=town.acme).exists()
    assert post.to("mona@smithcpa.com")


def test_a_button_pressed_twice_leads_to_what_there_is_now(town, visit):
    carla = visit("carla")
    for address, page in {
        at("shut_out", town.acme, town.acme.pk, town.sam.pk): at("third_party", town.acme, town.acme.pk),
        at("end_third_party", town.acme, town.acme.pk): at("third_parties", town.acme),
    }.items():
        assert carla.post(address)["Location"] == page
        assert carla.post(address)["Location"] == page
        assert carla.get(address)["Location"] == page


def test_an_advisor_who_ends_their_own_firms_access_is_out(town, visit, post):
    entrust(town.sam, town.acme, THIRD | PEOPLE)
    sam = inside(visit, "sam", town.acme)
    assert (
        "You lose your own access as well." in sam.get(at("end_third_party", town.acme, town.acme.pk)).content.decode()
    )
    assert sam.post(at("end_third_party", town.acme, town.acme.pk))["Location"] == "/"
    assert post.to("carla@acme.example")


def test_a_long_list_of_people_is_paged(town, visit):
    for number in range(55):
        at_work(member(person(f"helper{number:02}"), town.smith, town.sam.permissions), town.acme, PAY)
    carla = visit("carla")
    assert "1–50 of 56" in page_of(town, carla)
    assert "51–56 of 56" in page_of(town, carla, page=2)


def test_what_ends_by_its_date_says_when(town, visit):
    assign(town.acme, town.mona, PAY, by=town.olga, until=datetime(2030, 1, 2, 5, tzinfo=UTC))
    assert "Until Wed 2 Jan 2030, 12:00 AM EST" in page_of(town, visit("carla"))
