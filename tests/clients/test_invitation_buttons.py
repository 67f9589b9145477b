"""The buttons behind the links of letters about clients: only they change anything, and only what their page shows."""

import pytest

from advisor.audit.models import Event
from advisor.permissions import ClientPermission, FirmPermission
from advisor.users.models import User
from clients.models import ClientLink, Contact, FirmInvitation
from firms.models.permission import replace
from tests.clients.offers import arrived, asked, contact_invited, firm_invited, words
from tests.clients.test_invitation_pages import act
from tests.clients.test_joining_pages import JOIN, JOINED
from tests.town import Town
from tests.visits import Visit

pytestmark = pytest.mark.django_db
PAGE = "/invitation/"


def test_opening_a_link_changes_nothing_and_accepting_twice_acts_once(town: Town, dune: Contact, visit: Visit) -> None:
    made, token = firm_invited(dune, "olga@smithcpa.com")
    browser = arrived(visit("olga"), token)
    for _ in range(2):
        browser.get(PAGE)
        browser.head(PAGE)
        assert browser.get(act("accept", made)).status_code == 405
    assert FirmInvitation.objects.open().exists()

    first = browser.post(act("accept", made))
    second = browser.post(act("accept", made))

    assert first["Location"] == second["Location"]
    assert ClientLink.objects.filter(client=dune.client).count() == 1
    assert browser.get(act("invitation", made))["Location"] == first["Location"]


@pytest.mark.parametrize("end", ["withdrawn_at", "declined_at", "accepted_at", "expires_at"])
def test_what_is_no_longer_open_is_not_accepted(town: Town, dune: Contact, visit: Visit, end: str) -> None:
    made, token = firm_invited(dune, "olga@smithcpa.com", **{end: "2026-01-01T00:00Z"})
    browser = arrived(visit("olga"), token)

    answer = browser.post(act("accept", made), follow=True)

    assert "This invitation is no longer open." in words(answer)
    assert not ClientLink.objects.filter(client=dune.client).exists()
    assert browser.get(act("invitation", made))["Location"] == PAGE
    assert visit("olga").post(act("accept", made)).status_code == 404


def test_declining_as_a_member_is_signed_by_them(town: Town, dune: Contact, visit: Visit) -> None:
    made, _ = firm_invited(dune, "sam@smithcpa.com")

    answer = visit("olga").post(act("decline", made), follow=True)

    assert "You declined the invitation of Dune Inc." in words(answer)
    assert FirmInvitation.objects.get().declined_at is not None
    event = Event.objects.latest()
    assert (event.verb, event.actor_name) == ("invitation_declined", "Olga Field")


def test_declining_by_the_link_needs_no_account(town: Town, dune: Contact, visit: Visit) -> None:
    made, token = firm_invited(dune, "amy@chenpartners.com")
    browser = arrived(visit(), token)
    assert ">Decline<" in words(browser.get(PAGE))

    browser.post("/invitation/decline/", {"invitation": made.reference})

    assert "You declined this invitation" in words(browser.get(PAGE))


def test_a_permission_taken_from_the_adder_counts_at_the_moment_of_accepting(
    town: Town, dune: Contact, visit: Visit
) -> None:
    made, token = firm_invited(dune, "lee@smithcpa.com", ClientPermission.none())
    replace(town.olga.user, town.smith, FirmPermission.every() & ~FirmPermission.ADD_CLIENTS)
    browser = arrived(visit("olga"), token)

    browser.post(act("accept", made))

    assert not ClientLink.objects.filter(client=dune.client).exists()
    page = words(browser.get(PAGE))
    assert "Nobody in your firm holds it." in page
    assert "Your firm sees the company's overview." in page


HELD = ["/invitation/firm/pass-on/", "/invitation/access/decline/", JOIN, "/invitation/contact/accept/"]


@pytest.mark.parametrize("url", HELD)
def test_without_a_link_or_with_that_of_another_kind_nothing_happens(town: Town, visit: Visit, url: str) -> None:
    for browser in (visit(), arrived(visit(), town.ivy_token)):
        assert browser.post(url, JOINED)["Location"] == PAGE
    assert not User.objects.filter(username="cleo").exists()
    town.ivy.refresh_from_db()
    assert town.ivy.is_open


@pytest.mark.parametrize("url", HELD)
def test_a_button_acts_only_on_what_its_page_shows(town: Town, dune: Contact, visit: Visit, url: str) -> None:
    offers = [
        firm_invited(dune, "lee@smithcpa.com"),
        asked(town.rita, "carla@acme.example"),
        contact_invited(town.carla, "cleo@acme.example"),
    ]
    for made, token in offers:
        browser = arrived(visit(), token)
        browser.post(url, JOINED | {"invitation": town.ivy.reference})
        made.refresh_from_db()
        assert made.is_open
    assert FirmInvitation.objects.get().passed_on_at is None
    assert not User.objects.filter(username="cleo").exists()
