"""Signing in, recovering and securing an account, as people do it."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from advisor.users.models import User
from tests.browser.conftest import assert_good, sign_in
from tests.letters import code_in, link_in
from tests.town import PASSWORD

NEW = "another-Horse-battery-9"


def code_of(secret: str, ahead: int = 0) -> str:
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30 + ahead))


def add_virtual_authenticator(page):
    """A platform authenticator that says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def heading(page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_a_wrong_password_then_the_right_one(someone):
    page = someone()
    page.goto("/firm/")
    page.get_by_label("Username or work email").fill("olga@smithcpa.com")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert").first).to_contain_text("do not match")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("Username or work email")).to_have_value("olga@smithcpa.com")
    assert_good(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Show password").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")
    page.get_by_role("button", name="Sign in", exact=True).click()
    heading(page, "Firm Info")


def test_a_forgotten_password_by_keyboard_and_without_script(someone, post):
    page = someone(java_script_enabled=False)
    page.goto("/sign-in/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    page.get_by_role("link", name="Reset password").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Username or email").focus()
    page.keyboard.type("olga")
    page.keyboard.press("Enter")
    heading(page, "Check your email")
    page.goto(link_in(post.to("olga@example.com"), "/reset-password/"))
    heading(page, "Choose a new password")
    assert page.url.endswith("/set-password/")
    page.get_by_label("New password").focus()
    page.keyboard.type("short")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_contain_text("Use at least 15 characters")
    page.get_by_label("New password").fill(NEW)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    heading(page, "Your password is changed")
    sign_in(page, "olga", NEW)
    heading(page, "Welcome, Olga")


def test_setting_up_two_step_and_signing_in_with_it(someone):
    page = someone("olga")
    heading(page, "Welcome, Olga")
    page.goto("/security/")
    assert_good(page)
    page.get_by_role("link", name="Set up authenticator app").click()
    heading(page, "Set up an authenticator app")
    assert_good(page)
    secret = page.locator(".copyable code").inner_text()
    page.get_by_label("Code", exact=True).fill(code_of(secret))
    page.get_by_role("button", name="Switch on").click()
    heading(page, "Save your recovery codes")
    assert_good(page)
    codes = page.locator("#recovery-codes li").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert re.findall(r"\d{8}", download.value.path().read_text()) == codes
    page.get_by_role("link", name="I have saved them").click()
    expect(page.locator("main")).to_contain_text("10 left")
    assert_good(page)

    other = someone("olga")
    heading(other, "Two-step sign-in")
    assert_good(other)
    other.get_by_label("Code").fill("12")
    other.get_by_role("button", name="Sign in", exact=True).click()
    expect(other.locator(".error-summary")).to_contain_text("not right")
    other.get_by_label("Code").fill(code_of(secret))
    other.get_by_role("button", name="Sign in", exact=True).click()
    heading(other, "Welcome, Olga")


def test_adding_a_passkey_and_signing_in_with_nothing_else(someone):
    page = someone("olga")
    add_virtual_authenticator(page)
    page.goto("/security/passkeys/add/")
    assert_good(page)
    page.get_by_label("Name").fill("Office laptop")
    page.get_by_role("button", name="Add passkey").click()
    heading(page, "Save your recovery codes")
    page.get_by_role("link", name="I have saved them").click()
    expect(page.locator("main")).to_contain_text("Office laptop")
    expect(page.locator("main")).to_contain_text("Not used yet")
    assert_good(page)
    page.goto("/sign-out/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    heading(page, "Sign in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    heading(page, "Welcome, Olga")
    page.goto("/security/")
    expect(page.locator("main")).to_contain_text("Last used")
    page.get_by_role("link", name="Rename Office laptop").click()
    page.get_by_label("Name").fill("Desk")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove Desk").click()
    heading(page, "Remove “Desk”?")
    assert_good(page)
    page.get_by_role("button", name="Remove passkey").click()
    expect(page.locator("main")).to_contain_text("was removed")


def test_a_passkey_as_the_second_step_and_a_browser_without_it(someone):
    page = someone("olga")
    add_virtual_authenticator(page)
    page.goto("/security/passkeys/add/")
    page.get_by_role("button", name="Add passkey").click()
    heading(page, "Save your recovery codes")
    page.context.clear_cookies()
    sign_in(page, "olga")
    heading(page, "Two-step sign-in")
    assert_good(page)
    page.get_by_role("button", name="Use a passkey").click()
    heading(page, "Welcome, Olga")

    stranger = someone()
    session = add_virtual_authenticator(stranger)
    assert session
    stranger.goto("/sign-in/")
    stranger.get_by_role("button", name="Sign in with a passkey").click()
    expect(stranger.get_by_text("The passkey was not used.")).to_be_visible()
    assert_good(stranger)


def test_signing_out_everywhere_else_ends_the_other_browser(someone):
    here, there = someone("mona"), someone("mona")
    heading(there, "Welcome, Mona")
    here.goto("/security/")
    expect(here.locator(".things li")).to_have_count(2)
    expect(here.get_by_text("This device")).to_have_count(1)
    here.get_by_role("button", name="Sign out everywhere else").click()
    expect(here.locator("main")).to_contain_text("Signed out everywhere else.")
    expect(here.locator(".things li")).to_have_count(1)
    there.goto("/dashboard/")
    heading(there, "Sign in")


def test_changing_the_password_ends_the_other_browser_and_keeps_this_one(someone):
    here, there = someone("mona"), someone("mona")
    heading(there, "Welcome, Mona")
    here.goto("/security/password/")
    assert_good(here)
    here.get_by_label("Current password").fill(PASSWORD)
    here.get_by_label("New password").fill(NEW)
    here.get_by_role("button", name="Change password").click()
    here.goto("/security/")
    expect(here.locator(".things li")).to_have_count(1)
    there.goto("/dashboard/")
    heading(there, "Sign in")


def test_another_personal_email_from_profile_to_confirmed(someone, post):
    page = someone("sam")
    page.goto("/profile/")
    assert_good(page)
    page.get_by_role("link", name="Change personal email").click()
    page.get_by_label("Personal Email").fill("sam.new@example.com")
    page.get_by_role("button", name="Save").click()
    heading(page, "Confirm your personal email")
    assert_good(page)
    page.goto("/profile/")
    expect(page.locator("main")).to_contain_text("Waits to be confirmed")
    page.get_by_role("link", name="Enter the code").click()
    page.get_by_label("Code").fill(code_in(post.to("sam.new@example.com")))
    page.get_by_role("button", name="Confirm").click()
    heading(page, "Welcome, Sam")
    page.goto("/profile/")
    expect(page.locator("main")).to_contain_text("sam.new@example.com")


OPEN = ["/sign-in/", "/sign-in/inactive/", "/reset-password/", "/reset-password/sent/", "/reset-password/done/"]
OPEN += ["/reset-password/1/x/", "/forgot-username/", "/forgot-username/sent/", "/confirm/"]
OWN = ["/profile/edit/", "/profile/username/", "/profile/personal-email/", "/profile/confirm/work/", "/sign-out/"]
OWN += ["/sign-in/again/", "/security/two-step/codes/", "/reset-password/1/x/"]


@pytest.mark.parametrize("who", ["olga", "gus"])
def test_every_page_of_ones_own_is_good(someone, who):
    User.objects.filter(username="gus").first().authenticator_set.all().delete()
    page = someone(who)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Sign in")
    for address in [*OWN, "/profile/", "/security/"]:
        page.goto(address)
        assert_good(page)


def test_every_page_of_the_entrance_is_good(someone, settings):
    settings.DEMO = True
    page = someone()
    for address in OPEN:
        page.goto(address)
        assert_good(page)
