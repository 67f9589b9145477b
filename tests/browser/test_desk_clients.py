"""A platform moves its clients over: what support staff do with a file, a company and a connection at the desk."""

from playwright.sync_api import Page, expect

from clients.actions.importing import send_in_turn
from tests.browser.conftest import assert_good
from tests.browser.test_desk import at_the_desk
from tests.clients.files import data, further, line, several
from tests.letters import link_in


def choose(page: Page, content: bytes) -> None:
    page.get_by_label("CSV file").set_input_files(
        {"name": "clients.csv", "mimeType": "text/csv", "buffer": content},
    )
    page.get_by_role("button", name="Check the file").click()


def test_clients_are_imported_from_a_file(someone, standing_town, post):
    page = at_the_desk(someone, standing_town)
    page.get_by_role("link", name="Clients", exact=True).click()
    page.get_by_role("link", name="Import from a CSV file").click()
    assert_good(page)
    choose(page, data(line(ein="12-0000001", zip="2134"), *several(120)))
    expect(page.get_by_role("heading", name="1 of 121 rows cannot be imported")).to_be_visible()
    expect(page.get_by_text("Acme Corp on the platform has 12-0000001 already")).to_be_visible()
    assert_good(page)
    page.get_by_role("link", name="Show all 121 rows").click()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("Every row, 101–121 of 121")).to_be_visible()
    page.get_by_role("link", name="Upload the corrected file").click()
    choose(page, data(line(), further(contact_email="amy@acme-bakery.com", contact_first_name="Amy")))
    expect(page.get_by_text("Another contact. Amy Park gets an invitation by mail.")).to_be_visible()
    assert_good(page)
    page.get_by_role("button", name="Import 2 rows").click()
    expect(page.get_by_text("1 client imported. 2 contacts get an invitation in the next minutes.")).to_be_visible()

    page.get_by_role("textbox", name="Search").fill("13-0000001")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Acme Bakery").click()
    assert_good(page)
    page.get_by_role("link", name="History").click()
    expect(page.get_by_text("Root Field brought Acme Bakery to the platform.")).to_be_visible()
    send_in_turn()
    assert link_in(post.to("amy@acme-bakery.com"), "/invitation/")


def test_a_company_gets_a_contact_and_a_firm_is_put_out(someone, standing_town, post):
    page = at_the_desk(someone, standing_town)
    page.goto(f"/desk/clients/client/{standing_town.acme.client.pk}/change/")
    page.get_by_role("link", name="Invite a contact").click()
    page.get_by_label("First name").fill("Zoe")
    page.get_by_label("Last name").fill("Park")
    page.get_by_label("Work email").fill("zoe")
    page.get_by_label("Make payments").check()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Enter a work email, like")).to_be_visible()
    expect(page.get_by_label("Make payments")).to_be_checked()
    assert_good(page)
    page.get_by_label("Work email").fill("zoe@acme-corp.com")
    page.get_by_role("button", name="Invite a contact").click()
    expect(page.get_by_text("An invitation is on its way to zoe@acme-corp.com.")).to_be_visible()

    page.get_by_role("link", name="1 firm with access").click()
    page.get_by_role("link", name="Acme Corp").click()
    assert_good(page)
    page.get_by_role("button", name="End the firm's access").click()
    expect(page.get_by_text("Nobody of the firm reaches the client's account")).to_be_visible()
    assert_good(page)
    page.get_by_role("button", name="End the firm's access").click()
    expect(page.get_by_text("Smith CPA no longer has access to Acme Corp.")).to_be_visible()
    assert "Acme Corp" in post.to("carla@acme.example").subject
