"""A firm's administrator at work, and what the others notice at once."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import assert_good
from tests.letters import link_in


def test_inviting_a_colleague_from_firm_info(someone, post, standing_town):
    page = someone("mona")
    page.goto("/firm/")
    page.get_by_role("link", name="Add member").click()
    page.get_by_label("First Name").fill("Ned")
    page.get_by_label("Last Name").fill("Low")
    page.get_by_label("Email").fill("ned@smithcpa.com")
    page.get_by_label("Role").fill("Payroll specialist")
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("View firm activity").click()
    expect(page.get_by_label("View firm activity")).to_be_checked()
    page.get_by_role("button", name="Invite member").click()

    expect(page.get_by_text("Ned Low was invited.")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Ned Low"))).to_contain_text("Pending")
    assert "Mona Field invited you to join Smith CPA" in post.to("ned@smithcpa.com").subject


def test_back_keeps_what_was_typed(someone):
    page = someone("mona")
    page.goto("/firm/members/add/")
    page.get_by_label("First Name").fill("Ned")
    page.get_by_label("Last Name").fill("Low")
    page.get_by_label("Email").fill("ned@smithcpa.com")
    page.get_by_label("Role").fill("Falconer")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.get_by_label("Role")).to_have_value("Falconer")


def test_resend_kills_the_old_link(someone, post, standing_town):
    page = someone("mona")
    page.goto("/firm/")
    page.get_by_role("button", name="Resend invite").click()
    expect(page.get_by_text("A new invitation is on its way.")).to_be_visible()

    visitor = someone()
    visitor.goto(f"/invitation/{standing_town.ivy_token}/")
    expect(visitor.get_by_role("button", name="Accept")).to_have_count(0)
    visitor.goto(link_in(post.to("ivy@smithcpa.com"), "/invitation/"))
    expect(visitor.get_by_role("button", name="Accept")).to_be_visible()


def test_removal_signs_out_a_live_session(someone):
    sam, mona = someone("sam"), someone("mona")
    sam.goto("/firm/")
    expect(sam.get_by_role("heading", name="Firm Info")).to_be_visible()

    mona.goto("/firm/")
    mona.get_by_role("link", name="Sam Field").click()
    mona.get_by_role("link", name="Remove member").click()
    mona.get_by_role("button", name="Remove member").click()
    expect(mona.get_by_text("Sam Field is no longer a member")).to_be_visible()

    sam.goto("/firm/")
    expect(sam).to_have_url(re.compile("/sign-in/"))


def test_a_double_click_on_invite_invites_once(someone, standing_town):
    page = someone("mona")
    page.goto("/firm/members/add/")
    for label, text in {"First Name": "Ned", "Last Name": "Low", "Email": "ned@smithcpa.com", "Role": "CPA"}.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Invite member").dblclick()
    expect(page.get_by_role("heading", name="Firm Info")).to_be_visible()
    expect(page.get_by_text("ned@smithcpa.com")).to_have_count(1)


def test_every_page_of_the_firm_is_good(someone, standing_town):
    page = someone("olga")
    town = standing_town
    for path in [
        "/dashboard/",
        "/firm/",
        "/firm/?q=zebra",
        "/firm/edit/",
        "/firm/leave/",
        "/firm/activity/",
        "/firm/activity/?person=zebra",
        "/firm/members/add/",
        f"/firm/members/{town.sam.pk}/",
        f"/firm/members/{town.sam.pk}/edit/",
        f"/firm/members/{town.sam.pk}/remove/",
        f"/firm/invitations/{town.ivy.pk}/edit/",
        "/profile/role/",
    ]:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert_good(page)


def test_the_pages_for_what_went_wrong_are_good(someone):
    page = someone("sam")
    for path, words in {"/nowhere/": "There is nothing at this address", "/firm/activity/": "Olga Field"}.items():
        page.goto(path)
        expect(page.get_by_role("main")).to_contain_text(words)
        assert_good(page)


def test_the_firms_pages_work_without_script(someone):
    page = someone("mona", java_script_enabled=False)
    page.goto("/firm/")
    page.get_by_label("Search members").fill("sam")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Sam Field").click()
    page.get_by_role("link", name="Edit role and permissions").click()
    page.get_by_label("Role").fill("Auditor")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("role and permissions are saved")).to_be_visible()
