"""Invitations in a real browser, seen from both sides."""

import re

import pytest
from playwright.sync_api import Page, expect

from firms.models import Member, MemberInvitation
from tests.browser.conftest import assert_good, sign_in
from tests.browser.test_sign_up import Someone, fill, press, tab_to, type_in
from tests.letters import Post, link_in
from tests.town import PASSWORD, Town, age, person

PROFILE = {"Work Phone": "(212) 555-0160", "Cell Phone": "(212) 555-0161"}
ACCOUNT = {"Personal Email": "jo@example.com", "Username": "jo.field", "Password": "walrus Umbrella 42"}


def invite(page: Page, name: str = "Jo") -> None:
    """Through Firm Info, as an administrator does."""
    page.wait_for_url("**/dashboard/")
    page.goto("/firm/members/add/")
    page.get_by_label("First Name").fill(name)
    page.get_by_label("Last Name").fill("Field")
    page.get_by_label("Email").fill(f"{name.lower()}@smithcpa.com")
    page.get_by_label("Role").fill("Bookkeeper")
    press(page, "Continue")
    page.get_by_text("View firm activity", exact=True).click()
    press(page, "Invite member")
    page.wait_for_url("**/firm/")


def test_inviting_reading_the_letter_accepting_and_signing_in_as_the_new_member(someone: Someone, post: Post) -> None:
    mona = someone("mona")
    invite(mona)
    jo = someone()
    jo.goto(link_in(post.to("jo@smithcpa.com"), "/invitation/"))
    expect(jo).to_have_url(re.compile("/invitation/$"))
    expect(jo.get_by_role("heading", level=1)).to_have_text("Mona Field invited you to join Smith CPA")
    expect(jo.get_by_text("Read and export the firm's activity log.")).to_be_visible()
    press(jo, "Accept")
    expect(jo.get_by_label("First Name")).to_have_value("Jo")
    fill(jo, PROFILE)
    press(jo, "Next")
    fill(jo, ACCOUNT)
    press(jo, "Join Smith CPA")
    expect(jo).to_have_url(re.compile("/dashboard/$"))

    again = someone()
    sign_in(again, "jo@smithcpa.com", ACCOUNT["Password"])
    again.wait_for_url("**/dashboard/")
    expect(again.get_by_role("link", name="Activity")).to_be_visible()
    mona.goto("/firm/")
    expect(mona.get_by_role("row", name=re.compile("Jo Field"))).to_contain_text("Bookkeeper")
    assert "joined" in post.to("mona@smithcpa.com").subject


def test_every_page_of_an_invitation_is_good(someone: Someone, standing_town: Town) -> None:
    page, mona = someone(), someone("mona")
    mona.wait_for_url("**/dashboard/")
    for reader in (page, mona):
        reader.goto(f"/invitation/{standing_town.ivy_token}/")
        assert_good(reader)
    age(standing_town.ivy, days=8)
    page.goto("/invitation/")
    assert_good(page)
    press(page, "Ask for a new invitation")
    assert_good(page)
    for field in ("declined_at", "withdrawn_at", "accepted_at"):
        answered = dict.fromkeys(("declined_at", "withdrawn_at", "accepted_at"))
        MemberInvitation.objects.update(**answered | {field: "2026-01-01T00:00Z"})
        page.goto("/invitation/")
        assert_good(page)
    page.goto(f"/invitation/{'x' * 43}/")
    assert_good(page)


def test_expiry_is_seen_from_both_sides(someone: Someone, standing_town: Town, post: Post) -> None:
    page, olga = someone(), someone("olga")
    olga.wait_for_url("**/dashboard/")
    age(standing_town.ivy, days=7, seconds=1)

    page.goto(f"/invitation/{standing_town.ivy_token}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This invitation has expired")
    press(page, "Ask for a new invitation")
    expect(page.get_by_text("passed on")).to_be_visible()

    olga.goto("/firm/")
    row = olga.get_by_role("row", name=re.compile("Ivy Field"))
    expect(row).to_contain_text("Expired")
    assert "Ivy Field" in post.to("olga@smithcpa.com").subject
    row.get_by_role("button", name=re.compile("Resend invite")).click()
    expect(olga.get_by_role("row", name=re.compile("Ivy Field"))).to_contain_text("Pending")

    page.goto(link_in(post.to("ivy@smithcpa.com"), "/invitation/"))
    expect(page.get_by_role("button", name="Accept")).to_be_visible()


def test_a_resend_kills_the_old_link_for_whoever_has_begun_with_it(
    someone: Someone, standing_town: Town, post: Post
) -> None:
    page, olga = someone(), someone("olga")
    page.goto(f"/invitation/{standing_town.ivy_token}/")
    press(page, "Accept")
    olga.goto("/firm/")
    olga.get_by_role("button", name=re.compile("Resend invite")).click()
    expect(olga.get_by_text("A new invitation is on its way.")).to_be_visible()

    fill(page, PROFILE)
    press(page, "Next")

    expect(page.get_by_role("heading", level=1)).to_have_text("This link does not work")


def test_somebody_with_an_account_signs_in_and_comes_back(someone: Someone, standing_town: Town) -> None:
    person("ivy")
    page = someone()
    page.goto(f"/invitation/{standing_town.ivy_token}/")
    page.get_by_role("link", name="Sign in", exact=True).click()
    page.get_by_label("Username or work email").fill("ivy")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")

    expect(page).to_have_url(re.compile("/invitation/$"))
    press(page, "Accept")

    expect(page.get_by_text("You are now a member of Smith CPA.")).to_be_visible()


def test_whoever_is_signed_in_as_somebody_else_signs_out_and_comes_back(someone: Someone, standing_town: Town) -> None:
    page = someone("rita")
    page.wait_for_url("**/dashboard/")
    page.goto(f"/invitation/{standing_town.ivy_token}/")

    press(page, "Sign out")

    expect(page.get_by_role("button", name="Accept")).to_be_visible()


def test_declining(someone: Someone, standing_town: Town) -> None:
    page = someone()
    page.goto(f"/invitation/{standing_town.ivy_token}/")

    press(page, "Decline")

    expect(page.get_by_role("heading", level=1)).to_have_text("You declined this invitation")


def test_the_token_is_in_no_referer_and_no_later_address(someone: Someone, standing_town: Town) -> None:
    page = someone()
    said: list[str] = []
    page.on("request", lambda request: said.append(f"{request.headers.get('referer', '')} {request.url}"))

    page.goto(f"/invitation/{standing_town.ivy_token}/")
    press(page, "Accept")
    page.get_by_role("link", name="Help").click()

    assert len(said) > 3
    assert [entry for entry in said[1:] if standing_town.ivy_token in entry] == []


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_join_pressed_twice_acts_once(someone: Someone, standing_town: Town, script: bool) -> None:
    page = someone(java_script_enabled=script)
    page.goto(f"/invitation/{standing_town.ivy_token}/")
    press(page, "Accept")
    fill(page, PROFILE)
    press(page, "Next")
    fill(page, ACCOUNT)

    page.get_by_role("button", name="Join Smith CPA").dblclick(no_wait_after=True)

    expect(page).to_have_url(re.compile("/dashboard/$"))
    assert Member.objects.filter(user__email="ivy@smithcpa.com").count() == 1


def test_joining_works_by_keyboard_alone(someone: Someone, standing_town: Town) -> None:
    page = someone()
    page.goto(f"/invitation/{standing_town.ivy_token}/")
    tab_to(page, "Accept")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your profile")).to_be_visible()
    type_in(page, PROFILE, "Next")
    expect(page.get_by_role("heading", name="Complete profile")).to_be_visible()
    type_in(page, ACCOUNT, "Join Smith CPA")

    expect(page).to_have_url(re.compile("/dashboard/$"))
