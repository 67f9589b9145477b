"""Advisors at their clients' door: one click, both ways of assigning, and many at once."""

import re

from playwright.sync_api import Page, expect

from clients.models import Assignment
from tests.browser.conftest import assert_good
from tests.browser.test_sign_up import Someone, press, tab_to
from tests.clients.test_assigning import effective
from tests.town import PAY, PEOPLE, TAXES, Town, at_work


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def tick(page: Page, permission: str) -> None:
    """The whole line takes the click."""
    page.get_by_text(permission, exact=True).click()


def test_one_click_opens_the_account_in_a_new_tab_and_is_recorded(someone: Someone, standing_town: Town) -> None:
    page = someone("sam")
    page.get_by_role("link", name="Manage all clients").click()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name=re.compile("Acme Corp")).click()

    expect(opened.value).to_have_url(re.compile(f"/company/{standing_town.acme.client.code}/$"))
    heading(page, "Manage all clients")
    assert Assignment.objects.get(member=standing_town.sam).last_used_at is not None


def test_assigning_from_the_clients_side(someone: Someone, standing_town: Town) -> None:
    page = someone("mona", java_script_enabled=False)
    page.get_by_role("link", name="Manage all clients").click()
    page.get_by_role("link", name="Manage Acme Corp").click()
    page.get_by_role("link", name="Assign firm member").first.click()
    page.get_by_role("link", name="Mona Field (you)", exact=True).click()
    heading(page, "Mona Field at Acme Corp")
    expect(page.get_by_label("Edit company settings")).to_be_disabled()
    tick(page, "Manage employees")
    press(page, "Assign member")

    expect(page.get_by_text("Mona Field now works on Acme Corp.")).to_be_visible()
    assert effective(standing_town.mona, standing_town.acme) == PEOPLE


def test_assigning_from_the_members_side(someone: Someone, standing_town: Town) -> None:
    page = someone("mona")
    page.get_by_role("link", name="Firm Info").click()
    page.get_by_role("link", name="Sam Field").click()
    page.get_by_role("link", name="Assign client", exact=True).click()
    page.get_by_label("Search clients").fill("acm")
    press(page, "Search")
    page.get_by_role("link", name="Acme Corp", exact=True).click()
    expect(page.get_by_label("Make payments")).to_be_checked()
    tick(page, "Manage employees")
    tick(page, "Make payments")
    expect(page.locator(".outcome")).to_have_text(
        "Sam Field will be able to see the overview and: Manage company tax information, Manage employees. "
        "Not: Make payments, View invoices & reporting."
    )
    assert_good(page)
    press(page, "Assign member")

    expect(page.get_by_text("Sam Field now works on Acme Corp.")).to_be_visible()
    assert effective(standing_town.sam, standing_town.acme) == PEOPLE | TAXES


def test_many_at_once_from_the_list(someone: Someone, standing_town: Town) -> None:
    page = someone("mona")
    page.goto("/clients/")
    page.get_by_label("Choose Acme Corp").check()
    page.get_by_label("Choose Bloom LLC").check()
    press(page, "Assign members to chosen clients")
    assert_good(page)
    page.get_by_label("Choose Sam Field").check()
    page.get_by_label("Choose Mona Field").check()
    press(page, "Continue with those ticked")
    heading(page, "Permissions for several")
    assert_good(page)
    tick(page, "Make payments")
    press(page, "Continue")
    heading(page, "Look before you assign")
    assert_good(page)
    page.get_by_role("button", name=re.compile("^Assign")).dblclick()

    heading(page, "2 of 4 changed")
    expect(page.get_by_text("Bloom LLC has not granted your firm: Make payments.")).to_have_count(2)
    assert_good(page)
    assert effective(standing_town.mona, standing_town.acme) == PAY


def test_assigning_by_keyboard_alone(someone: Someone, standing_town: Town) -> None:
    page = someone("mona")
    page.goto(f"/clients/{standing_town.acme.client.code}/members/{standing_town.mona.pk}/")
    tab_to(page, "Make payments")
    page.keyboard.press("Space")
    tab_to(page, "Assign member")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Mona Field now works on Acme Corp.")).to_be_visible()


def test_every_page_of_the_clients_is_good(someone: Someone, standing_town: Town) -> None:
    page, town = someone("olga"), standing_town
    at_work(town.olga, town.bloom, PEOPLE)
    code = town.acme.client.code
    for path in [
        "/places/",
        "/dashboard/",
        "/clients/",
        "/clients/?q=zebra",
        "/clients/?tab=requested",
        "/clients/peo/?tab=terminated",
        f"/clients/{code}/",
        f"/clients/{code}/open/",
        f"/clients/{code}/assign/",
        f"/clients/{code}/members/{town.sam.pk}/end/",
        f"/clients/{code}/end/",
        f"/firm/members/{town.sam.pk}/remove/",
    ]:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert_good(page)
