"""How clients and firms get connected, in a real browser."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from clients.actions.connecting import invite_firm
from clients.actions.contacts import invite_contact
from clients.models import ClientLink, Contact
from tests.browser.conftest import assert_good, sign_in
from tests.browser.test_sign_up import ACCOUNT, FIRM, PROFILE, Someone, fill, press, tab_to
from tests.clients.offers import asked, contact_invited, firm_invited
from tests.letters import Post, code_in, link_in
from tests.town import PASSWORD, PAY, PEOPLE, TAXES, THIRD, Town, client, contact

HEADING = "Dune Inc invites your firm to its account"
JOINING = {
    "Work Phone": "(212) 555-0160",
    "Cell Phone": "(212) 555-0161",
    "Personal Email": "cleo@example.com",
    "Username": "cleo",
    "Password": "walrus Umbrella 42",
}


@pytest.fixture
def dan(standing_town: Town) -> Contact:
    """He decides for Dune Inc, a Payroll client of nobody yet."""
    return contact("dan", client("Dune Inc"))


def choose(page: Page, *labels: str) -> None:
    """Tick, untick or choose what has these labels: the whole row takes the click."""
    for label in labels:
        page.locator("label").filter(has_text=re.compile(f"^{re.escape(label)}$")).click()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_a_client_s_letter_waits_while_its_reader_signs_up_and_is_then_offered_on_the_dashboard(
    someone: Someone, dan: Contact, post: Post
) -> None:
    held = dan.permissions
    email = "amy@chenpartners.com"
    invite_firm(dan.client, "Amy", "Chen", email, PAY | TAXES, by=dan, held=held, acknowledged=True)
    amy = someone()
    amy.goto(link_in(post.to(email), "/invitation/"))
    heading(amy, HEADING)
    expect(amy.get_by_text("set up your firm on Advisor Dashboard first")).to_be_visible()
    assert_good(amy)
    press(amy, "Get Started")
    for fields, button in [(FIRM, "Next"), (PROFILE, "Next"), (ACCOUNT, "Create firm")]:
        fill(amy, fields)
        press(amy, button)
    expect(amy).to_have_url(re.compile("/dashboard/$"))
    expect(amy.get_by_text("Dune Inc")).to_have_count(0)
    amy.get_by_role("link", name="Enter the code").click()
    amy.get_by_label("Code").fill(code_in(post.to(email)))
    press(amy, "Confirm")

    amy.goto("/dashboard/")
    amy.get_by_role("link", name=re.compile("See the invitation")).click()
    heading(amy, HEADING)
    expect(amy.get_by_text("Run payroll and pay contractors.")).to_be_visible()
    assert_good(amy)
    press(amy, "Accept")

    expect(amy.get_by_text("Dune Inc is now a client of Chen & Partners, and you are assigned to it.")).to_be_visible()
    assert ClientLink.objects.live().get(client=dan.client).granted == PAY | TAXES
    assert "Chen & Partners" in post.to(dan.user.email).subject


def test_a_member_signs_in_from_the_letter_and_accepts_with_the_keyboard(
    someone: Someone, dan: Contact, standing_town: Town
) -> None:
    _, token = firm_invited(dan, "olga@smithcpa.com")
    olga = someone(java_script_enabled=False)
    olga.goto(f"/invitation/{token}/")
    olga.get_by_role("link", name="Sign in", exact=True).click()
    olga.get_by_label("Username or work email").fill("olga")
    olga.get_by_label("Password", exact=True).fill(PASSWORD)
    press(olga, "Sign in")
    expect(olga).to_have_url(re.compile("/invitation/$"))

    tab_to(olga, "Accept")
    olga.keyboard.press("Enter")

    expect(olga.get_by_text("Dune Inc is now a client of Smith CPA")).to_be_visible()


def test_every_page_of_a_client_s_invitation_is_good(someone: Someone, dan: Contact, standing_town: Town) -> None:
    _, token = firm_invited(dan, "lee@smithcpa.com")
    stranger, sam, rita, nora = someone(), someone("sam"), someone("rita"), someone("nora")
    for page in (sam, rita):
        page.wait_for_url("**/dashboard/")
    expect(nora.get_by_role("heading", name="You are not in a firm")).to_be_visible()
    for page in (stranger, sam, rita, nora):
        page.goto(f"/invitation/{token}/")
        heading(page, HEADING)
        assert_good(page)
    tab_to(stranger, "Pass it on to the firm's administrators")
    stranger.keyboard.press("Enter")
    expect(stranger.get_by_text("Your firm's administrators have this invitation.")).to_be_visible()
    assert_good(stranger)


def test_the_firm_asks_and_the_client_s_contact_comes_to_the_answer(
    someone: Someone, standing_town: Town, post: Post
) -> None:
    rita = someone("rita")
    rita.wait_for_url("**/dashboard/")
    rita.goto("/clients/")
    rita.get_by_role("link", name="Connect existing client").click()
    assert_good(rita)
    press(rita, "Send request")
    expect(rita.get_by_role("alert")).to_be_focused()
    fill(rita, {"Company name": "Acme", "Contact email": "carla@acme.example"})
    choose(rita, "PEO", "Make payments", "Manage company tax information")
    rita.get_by_label("Message and why (optional)").fill("Hello Carla,\nas we said on the phone.")
    press(rita, "Send request")
    expect(rita.get_by_role("alert")).to_contain_text("This product does not have: Manage company tax information.")
    expect(rita.get_by_label("Company name")).to_have_value("Acme")
    assert_good(rita)
    choose(rita, "Payroll")
    press(rita, "Send request")
    expect(rita.get_by_role("row", name=re.compile("Acme"))).to_contain_text("Make payments")

    carla = someone()
    carla.goto(link_in(post.to("carla@acme.example"), "/invitation/"))
    heading(carla, "Rival Tax asks for access to your Justworks Payroll account")
    assert_good(carla)
    carla.get_by_role("link", name="Sign in", exact=True).click()
    carla.get_by_label("Username or work email").fill("carla")
    carla.get_by_label("Password", exact=True).fill(PASSWORD)
    press(carla, "Sign in")
    expect(carla).to_have_url(re.compile("/invitation/$"))
    answer = carla.get_by_role("link", name="Answer for Acme Corp")
    expect(answer).to_have_attribute("href", re.compile(f"/company/{standing_town.acme.client.code}/requests/"))
    assert_good(carla)


def test_the_pages_of_a_request_to_a_company_are_good_for_everybody(someone: Someone, standing_town: Town) -> None:
    second = client("Acre Farm")
    Contact.objects.create(client=second, user=standing_town.carla.user, permissions=second.offered)
    _, token = asked(standing_town.rita, "carla@acme.example", message="Hello Carla,\nas we said on the phone.")
    for who in ("carla", "dora", "nora"):
        page = someone(who)
        page.wait_for_load_state()
        page.goto(f"/invitation/{token}/")
        assert_good(page)
    press(page, "Decline")
    heading(page, "You declined this request")


def test_a_contact_joins_on_one_page(someone: Someone, standing_town: Town, post: Post) -> None:
    carla = standing_town.carla
    email = "cleo@acme.example"
    invite_contact(carla.client, "Cleo", "Field", email, PAY, "Controller", by=carla, held=carla.permissions)
    cleo = someone(java_script_enabled=False)
    cleo.goto(link_in(post.to(email), "/invitation/"))
    cleo.get_by_role("link", name="Set up your account").click()
    press(cleo, "Join Acme Corp")
    expect(cleo.get_by_role("alert")).to_be_visible()
    expect(cleo.get_by_label("First Name")).to_have_value("Cleo")
    fill(cleo, JOINING)
    cleo.get_by_role("button", name="Join Acme Corp").dblclick(no_wait_after=True)
    expect(cleo).to_have_url(re.compile(reverse("company:overview", args=[carla.client.code])))
    assert Contact.objects.filter(user__email=email).count() == 1

    again = someone()
    sign_in(again, "cleo", JOINING["Password"])
    expect(again).to_have_url(re.compile(f"/company/{carla.client.code}/"))


def test_the_pages_of_a_contact_s_invitation_are_good(someone: Someone, standing_town: Town) -> None:
    _, token = contact_invited(standing_town.carla, "cleo@acme.example", PAY | PEOPLE | THIRD)
    page = someone()
    page.goto(f"/invitation/{token}/")
    assert_good(page)
    page.get_by_role("link", name="Set up your account").click()
    assert_good(page)
    press(page, "Join Acme Corp")
    assert_good(page)
    _, token = contact_invited(standing_town.carla, "nora@nowhere.example")
    nora = someone("nora")
    expect(nora.get_by_role("heading", name="You are not in a firm")).to_be_visible()
    nora.goto(f"/invitation/{token}/")
    assert_good(nora)
    press(nora, "Accept")
    expect(nora).to_have_url(re.compile(f"/company/{standing_town.acme.client.code}/$"))


def test_the_letters_are_copied_and_opened(someone: Someone, standing_town: Town) -> None:
    sam = someone("sam", permissions=["clipboard-read", "clipboard-write"])
    sam.wait_for_url("**/dashboard/")
    sam.goto("/clients/connect/templates/")
    assert_good(sam)

    section = sam.get_by_role("region", name="Justworks PEO")
    section.get_by_role("button", name="Copy text").click()

    expect(section.get_by_text("Copied")).to_be_visible()
    text = sam.evaluate("navigator.clipboard.readText()")
    assert "4. Under Add third party or temp, click Add accountant.\n5. Enter Sam (first name)" in text
    expect(section.get_by_role("link", name=re.compile("Open in your mail program"))).to_have_attribute(
        "href", re.compile(r"^mailto:\?subject=Access%20to")
    )
    section.get_by_role("link", name=re.compile("How to let a firm in")).click()
    expect(sam).to_have_url(re.compile("/help/clients-let-your-firm-in/#peo$"))
    assert_good(sam)


def test_a_member_asks_for_access_and_a_colleague_grants_less(
    someone: Someone, standing_town: Town, post: Post
) -> None:
    sam, mona = someone("sam", java_script_enabled=False), someone("mona")
    mona.wait_for_url("**/dashboard/")
    sam.wait_for_url("**/dashboard/")
    code = standing_town.bloom.client.code
    sam.goto(f"/clients/{code}/open/")
    sam.get_by_role("link", name="Request access").click()
    sam.get_by_label("Reason").fill("Payroll of May, while Olga is away.")
    choose(sam, "Manage employees", "Manage third-party access")
    sam.get_by_label("Until (optional)").fill("2031-05-31")
    press(sam, "Request access")
    expect(sam.get_by_text("and wait for the answer")).to_be_visible()

    mona.goto(link_in(post.to("mona@smithcpa.com"), "/clients/requests/"))
    heading(mona, "Sam Field asks for access to Bloom LLC")
    assert_good(mona)
    expect(mona.get_by_label("Until (optional)")).to_have_value("2031-05-31")
    choose(mona, "Manage third-party access")
    press(mona, "Grant")
    expect(mona.get_by_text("Sam Field now works on Bloom LLC.")).to_be_visible()

    page = someone("sam")
    page.wait_for_url("**/dashboard/")
    page.goto(f"/clients/{code}/request/")
    expect(page.get_by_text("Your access: Manage employees.")).to_be_visible()
    assert_good(page)
