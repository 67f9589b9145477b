"""A company's own account: letting a firm in, staying in charge, and a firm's member who works there."""

import re

import pytest
from playwright.sync_api import Page, expect

from clients.actions.asking import ask_client
from clients.actions.connecting import invite_firm
from clients.actions.contacts import invite_contact
from clients.models import FirmInvitation
from tests.browser.conftest import assert_good
from tests.company.inside import at, entrust
from tests.letters import link_in
from tests.town import PAY, PEOPLE, TAXES, THIRD


def tick(page: Page, label: str, ticked: bool = True) -> None:
    """Click the row of a checkbox, as a person does."""
    page.get_by_text(label, exact=True).click()
    expect(page.get_by_label(label)).to_be_checked(checked=ticked)


def test_payroll_people_third_party_admins_add_firm(someone, post, standing_town):
    page = someone("carla")
    page.get_by_role("link", name="Third party admins").first.click()
    page.get_by_role("link", name="Add firm").click()
    for label, text in {"First name": "Ned", "Last name": "Low", "Email": "ned@lowbooks.com"}.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Accountant or accountant firm")).to_be_visible()
    tick(page, "Make payments")
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("Email")).to_have_value("ned@lowbooks.com")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("Make payments")).to_be_checked()
    page.get_by_role("button", name="Invite firm").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick the box to say that you have understood")
    assert_good(page)

    tick(page, "We understand")
    page.get_by_role("button", name="Invite firm").dblclick()

    expect(page.get_by_text("Ned Low was invited. The invitation expires in 7 days.")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Ned Low"))).to_contain_text("Pending")
    assert FirmInvitation.objects.get().permissions == PAY
    letter = post.to("ned@lowbooks.com")
    assert link_in(letter, "/invitation/")
    assert "Acme Corp" in letter.subject
    assert "Make payments" in letter.text
    assert len(post.subjects("ned@lowbooks.com")) == 1


def test_peo_manage_third_party_admin_invite_center_add_accountant(someone, post, standing_town):
    """The other path, without script."""
    page = someone("pia", java_script_enabled=False)
    page.get_by_role("link", name="Third-party admin").first.click()
    page.get_by_role("link", name="Invite center").click()
    expect(page.get_by_role("heading", name="Add third party or temp")).to_be_visible()
    page.get_by_role("link", name="Add accountant").click()
    typed = {"First name": "Ned", "Last name": "Low", "Email": "ned@lowbooks.com", "Firm name": "Low Books"}
    for label, text in typed.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Continue").click()
    tick(page, "Manage company benefits")
    tick(page, "We understand")
    page.get_by_role("button", name="Send Invite").click()

    expect(page.get_by_role("row", name=re.compile("Low Books"))).to_contain_text("Manage company benefits")
    assert link_in(post.to("ned@lowbooks.com"), "/invitation/")
    page.get_by_role("button", name="Resend invite").click()
    expect(page.get_by_text("A new invitation to Ned Low is on its way.")).to_be_visible()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("No open invitations")).to_be_visible()


def inside_acme(someone, town) -> Page:
    """Sam's browser, in the account of Acme through the recorded door."""
    entrust(town.sam, town.acme, THIRD | PEOPLE)
    page = someone("sam")
    expect(page).to_have_url(re.compile("/dashboard/"))
    page.goto(at("overview", town.acme))
    page.get_by_role("button", name="Open account").click()
    expect(page.get_by_text("You are here for Smith CPA")).to_be_visible()
    return page


def test_what_the_company_takes_is_gone_with_the_members_next_click(someone, standing_town):
    carla, sam = someone("carla"), inside_acme(someone, standing_town)
    sam.get_by_role("link", name="Activity").click()
    expect(sam.get_by_role("heading", name="Activity")).to_be_visible()

    carla.get_by_role("link", name="Third party admins").first.click()
    carla.get_by_role("link", name="Edit Smith CPA").click()
    tick(carla, "Manage third-party access", False)
    carla.get_by_role("button", name="Save").click()
    expect(carla.get_by_text("What Smith CPA may do is saved.")).to_be_visible()

    sam.get_by_role("link", name="Activity").click()
    expect(sam.get_by_role("heading", level=1)).to_have_text("You need a permission for this")
    expect(sam.get_by_role("main")).to_contain_text("Carla Field")
    sam.get_by_role("link", name="Back to Acme Corp").click()
    expect(sam.get_by_role("heading", level=1)).to_have_text("Acme Corp")
    expect(sam.get_by_role("link", name="Activity")).to_have_count(0)


def test_who_is_put_out_is_out_with_the_next_click(someone, standing_town):
    carla, sam = someone("carla"), inside_acme(someone, standing_town)
    carla.goto(at("third_party", standing_town.acme, standing_town.acme.pk))
    carla.get_by_role("link", name="Remove Sam Field").click()
    carla.get_by_role("button", name="Remove").click()
    expect(carla.get_by_text("Sam Field no longer has access.")).to_be_visible()
    sam.reload()
    expect(sam.get_by_role("main")).to_contain_text("You are not assigned to Acme Corp.")

    carla.get_by_role("link", name="End access").click()
    carla.get_by_role("button", name="End access").click()
    expect(carla.get_by_text("No firm has access")).to_be_visible()
    sam.reload()
    expect(sam.get_by_role("heading", level=1)).to_have_text("There is nothing at this address")


def test_a_request_for_access_is_answered(someone, standing_town):
    town = standing_town
    ask_client(town.rival, "Acme", "carla@acme.example", "payroll", PAY | TAXES, "As agreed.", by=town.rita)
    page = someone("carla")
    page.get_by_role("link", name="Answer Rival Tax").click()
    page.get_by_role("button", name="Grant selected").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick at least one permission, or decline the request.")
    tick(page, "Manage company tax information")
    page.get_by_role("button", name="Grant selected").click()
    expect(page.get_by_text("Rival Tax now has access.")).to_be_visible()
    expect(page.get_by_label("Manage company tax information")).to_be_checked()
    expect(page.get_by_label("Make payments")).not_to_be_checked()


@pytest.fixture
def lively(standing_town):
    """Something in every list."""
    town, may = standing_town, standing_town.carla.permissions
    invite_firm(town.acme.client, "Ned", "Low", "ned@lowbooks.com", PAY, by=town.carla, held=may, acknowledged=True)
    invite_contact(town.acme.client, "Nina", "Park", "nina@acme.example", PAY, "Clerk", by=town.carla, held=may)
    town.wish = ask_client(town.rival, "Acme", "carla@acme.example", "payroll", PAY, "As agreed.", by=town.rita)
    return town


def test_every_page_of_the_account_is_good(someone, lively):
    town = lively
    carla, pia, dora = someone("carla"), someone("pia"), someone("dora")
    visits = [(carla, town.acme, name, []) for name in ("overview", "details", "contacts", "invite_contact")]
    visits += [(carla, town.acme, name, []) for name in ("third_parties", "add_firm", "activity")]
    visits += [(carla, town.acme, name, [town.dora.pk]) for name in ("contact", "remove_contact")]
    visits += [(carla, town.acme, name, [town.acme.pk]) for name in ("third_party", "end_third_party")]
    visits += [(carla, town.acme, "shut_out", [town.acme.pk, town.sam.pk])]
    visits += [(carla, town.acme, "access_request", [town.wish.pk])]
    visits += [(pia, town.bloom, "invite_center", [])]
    visits += [(dora, town.acme, name, []) for name in ("overview", "third_parties")]
    for page, link, name, numbers in visits:
        page.goto(at(name, link, *numbers))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert_good(page)


def test_a_members_page_in_the_account_is_good(someone, standing_town):
    page = inside_acme(someone, standing_town)
    assert_good(page)
    page.goto(at("third_party", standing_town.acme, standing_town.acme.pk))
    expect(page.get_by_text("You are here for Smith CPA")).to_be_visible()
    assert_good(page)
    page.get_by_role("link", name="Back to your dashboard").click()
    expect(page).to_have_url(re.compile("/dashboard/"))
