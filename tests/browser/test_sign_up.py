"""Signing up in a real browser: with the mouse, by keyboard alone, without script, and impatiently."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from firms.models import Firm, Member, SignUp
from tests.browser.conftest import assert_good
from tests.letters import Post, code_in

FIRM = {"Firm Name": "Chen & Partners", "Website": "chenpartners.com"}
PROFILE = {
    "First Name": "Amy",
    "Last Name": "Chen",
    "Work Email": "amy@chenpartners.com",
    "Role": "CPA",
    "Work Phone": "(212) 555-0144",
    "Cell Phone": "(212) 555-0145",
}
ACCOUNT = {"Personal Email": "amy@example.com", "Username": "amy.chen", "Password": "walrus Umbrella 42"}

Someone = Callable[..., Page]


def fill(page: Page, fields: dict[str, str]) -> None:
    for label, text in fields.items():
        page.get_by_label(label, exact=True).fill(text)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def go_through(page: Page, upto: int = 3, **changed: str) -> None:
    """The first so many steps, filled in and sent."""
    page.goto("/welcome/")
    press(page, "Get Started")
    for fields, button in [(FIRM, "Next"), (PROFILE, "Next"), (ACCOUNT, "Create firm")][:upto]:
        fill(page, fields | {label: text for label, text in changed.items() if label in fields})
        press(page, button)


def test_a_firm_signs_up_and_confirms_with_the_code_from_the_letter(someone: Someone, post: Post) -> None:
    page = someone()

    go_through(page)

    expect(page).to_have_url(re.compile("/dashboard/$"))
    expect(page.get_by_text("Confirm your work email.")).to_be_visible()
    page.get_by_role("link", name="Enter the code").click()
    page.get_by_label("Code").fill(code_in(post.to("amy@chenpartners.com")))
    press(page, "Confirm")
    expect(page.get_by_text("Your work email is confirmed.")).to_be_visible()
    expect(page.get_by_text("Confirm your work email.")).to_have_count(0)
    assert Member.objects.filter(user__username="amy.chen", user__email_confirmed_at__isnull=False).exists()


def test_every_page_of_the_way_in_is_good(someone: Someone) -> None:
    page = someone()
    page.goto("/welcome/")
    assert_good(page)
    press(page, "Get Started")
    assert_good(page)
    press(page, "Next")
    expect(page.get_by_role("heading", name="2 things to fix")).to_be_visible()
    assert_good(page)
    fill(page, FIRM)
    press(page, "Next")
    assert_good(page)
    fill(page, PROFILE | {"Work Email": "new@smithcpa.com"})
    press(page, "Next")
    assert_good(page)
    press(page, "Ask your administrator for an invitation")
    assert_good(page)
    page.get_by_role("link", name="Use another work email").click()
    fill(page, {"Work Email": PROFILE["Work Email"]})
    press(page, "Next")
    assert_good(page)


def test_help_is_good(someone: Someone) -> None:
    for who in (None, "mona"):
        page = someone(who)
        if who:
            page.wait_for_url("**/dashboard/")
        for path in ("/help/", "/help/?q=elephant", "/help/clients-let-your-firm-in/"):
            page.goto(path)
            assert_good(page)


def test_the_error_of_a_known_firm_stands_where_the_email_is_typed(someone: Someone) -> None:
    page = someone()

    go_through(page, 2, **{"Work Email": "new@smithcpa.com"})

    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".field.wrong")).to_contain_text("It looks like your firm is already on Advisor Dashboard.")
    page.get_by_role("link", name=re.compile("Work Email:")).click()
    expect(page.get_by_label("Work Email")).to_be_focused()
    press(page, "Ask your administrator for an invitation")
    expect(page.get_by_role("heading", name="We pass it on to your administrator")).to_be_visible()


def test_back_and_the_browser_s_own_back_keep_everything(someone: Someone) -> None:
    page = someone()
    go_through(page, 2)
    fill(page, ACCOUNT | {"Password": "half-typed"})

    press(page, "Back")
    expect(page.get_by_label("Cell Phone")).to_have_value("(212) 555-0145")
    page.get_by_label("Last Name").fill("Chen-Lee")
    press(page, "Back")
    expect(page.get_by_label("Firm Name")).to_have_value("Chen & Partners")
    press(page, "Next")
    expect(page.get_by_label("Last Name")).to_have_value("Chen-Lee")
    page.go_back()
    expect(page.get_by_label("Firm Name")).to_have_value("Chen & Partners")
    page.go_forward()
    press(page, "Next")
    expect(page.get_by_label("Username")).to_have_value("amy.chen")
    expect(page.get_by_label("Personal Email")).to_have_value("amy@example.com")
    expect(page.get_by_label("Password", exact=True)).to_have_value("")


def test_two_tabs_of_one_browser_are_two_sign_ups(someone: Someone) -> None:
    first = someone()
    go_through(first, 1)
    second = first.context.new_page()
    go_through(second, 1, **{"Firm Name": "Other Books", "Website": "otherbooks.com"})

    fill(first, PROFILE)
    press(first, "Next")
    fill(first, ACCOUNT)
    press(first, "Create firm")

    expect(first).to_have_url(re.compile("/dashboard/$"))
    assert Firm.objects.filter(name="Chen & Partners").count() == 1
    second.reload()
    press(second, "Back")
    expect(second.get_by_label("Firm Name")).to_have_value("Other Books")


def test_another_browser_cannot_open_the_address(someone: Someone) -> None:
    page, stranger = someone(), someone()
    go_through(page, 1)

    answer = stranger.goto(page.url)

    assert answer
    assert answer.status == 404


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_create_firm_pressed_twice_acts_once(someone: Someone, script: bool) -> None:
    page = someone(java_script_enabled=script)
    go_through(page, 2)
    fill(page, ACCOUNT)

    page.get_by_role("button", name="Create firm").dblclick(no_wait_after=True)

    expect(page).to_have_url(re.compile("/dashboard/$"))
    assert Firm.objects.filter(name="Chen & Partners").count() == 1
    assert Member.objects.filter(user__username="amy.chen").count() == 1


def test_the_last_step_sent_again_through_back_ends_in_the_dashboard(someone: Someone) -> None:
    page = someone()
    go_through(page)
    expect(page).to_have_url(re.compile("/dashboard/$"))

    page.goto(f"/sign-up/{SignUp.objects.get().pk}/account/")

    expect(page).to_have_url(re.compile("/dashboard/$"))
    assert Firm.objects.filter(name="Chen & Partners").count() == 1


def test_the_whole_way_works_without_script(someone: Someone) -> None:
    page = someone(java_script_enabled=False)

    go_through(page)

    expect(page).to_have_url(re.compile("/dashboard/$"))


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control with this name has the focus."""
    said = "e => (e.labels?.[0] ?? e).innerText.trim()"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(":focus").evaluate(said) == name:
            return
    raise AssertionError(f"Tab never comes to {name}")


def type_in(page: Page, fields: dict[str, str], send: str) -> None:
    for label, text in fields.items():
        tab_to(page, label)
        page.keyboard.type(text)
    tab_to(page, send)
    page.keyboard.press("Enter")


def test_the_whole_way_works_by_keyboard_alone(someone: Someone) -> None:
    page = someone()
    page.goto("/welcome/")
    tab_to(page, "Get Started")
    page.keyboard.press("Enter")
    for heading, fields, send in [
        ("Your firm", FIRM, "Next"),
        ("Your profile", PROFILE, "Next"),
        ("Complete profile", ACCOUNT, "Create firm"),
    ]:
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        type_in(page, fields, send)

    expect(page).to_have_url(re.compile("/dashboard/$"))


def test_enter_in_a_field_means_next_and_never_back_or_ask(someone: Someone) -> None:
    page = someone()
    go_through(page, 2, **{"Work Email": "new@smithcpa.com"})
    page.get_by_label("Work Email").fill("amy@chenpartners.com")

    page.get_by_label("Work Email").press("Enter")

    expect(page.get_by_role("heading", name="Complete profile")).to_be_visible()


def test_going_back_stores_no_password(someone: Someone) -> None:
    page = someone()
    go_through(page, 2)
    fill(page, ACCOUNT)

    press(page, "Back")

    assert "walrus" not in str(SignUp.objects.values().get())
