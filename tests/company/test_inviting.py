"""The company lets a firm in: two pages, an acknowledgement, a letter; and the invitation in the list."""

import pytest

from advisor.audit.models import Event
from advisor.permissions import LETS_FIRMS_IN
from clients.acknowledgement import TEXT, VERSION
from clients.actions.connecting import invite_firm
from clients.models import Contact, FirmInvitation
from tests.company.inside import at, entrust, inside
from tests.letters import link_in
from tests.town import PAY, PEOPLE, TAXES, THIRD

pytestmark = pytest.mark.django_db
NED = {"first_name": "Ned", "last_name": "Low", "email": "ned@lowbooks.com"}
TICKED = {"permissions": ["make_payments"], "acknowledged": "on"}


def invited(town, **fields) -> FirmInvitation:
    known = {"first_name": "Ned", "last_name": "Low", "email": "ned@lowbooks.com", "permissions": PAY}
    held = town.carla.permissions
    return invite_firm(town.acme.client, **(known | fields), by=town.carla, held=held, acknowledged=True)


def second_page(client, link, typed=NED) -> str:
    """The address of the second page after this was typed on the first."""
    answer = client.post(at("add_firm", link), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer["Location"]


def test_two_pages_and_a_letter(town, visit, post):
    carla = visit("carla")
    page = second_page(carla, town.acme)
    shown = carla.get(page).content.decode()
    assert "Accountant or accountant firm" in shown
    assert TEXT in shown
    assert "checked" not in shown
    assert "Manage company benefits" not in shown, "Payroll has none"

    answer = carla.post(page, TICKED)

    assert answer["Location"] == at("third_parties", town.acme)
    invitation = FirmInvitation.objects.get()
    assert (invitation.permissions, invitation.acknowledged_version) == (PAY, VERSION)
    assert link_in(post.to("ned@lowbooks.com"), "/invitation/")
    listed = carla.get(at("third_parties", town.acme)).content.decode()
    assert "Ned Low" in listed
    assert "Pending" in listed


def test_peo_asks_for_the_firms_name_and_has_its_own_words(town, visit):
    pia = visit("pia")
    assert pia.post(at("add_firm", town.bloom), NED).status_code == 422
    page = second_page(pia, town.bloom, NED | {"firm_name": "Low Books"})
    shown = pia.get(page).content.decode()
    assert "Send Invite" in shown
    assert "Manage company tax information" not in shown
    pia.post(page, {"permissions": ["manage_benefits"], "acknowledged": "on"})
    assert FirmInvitation.objects.get().firm_name == "Low Books"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"permissions": ["make_payments"]}, "Tick the box to say that you have understood"),
        ({"acknowledged": "on"}, "Tick at least one permission"),
        ({"permissions": ["manage_benefits"], "acknowledged": "on"}, "Choose among the permissions on this page"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_sent(town, visit, typed, sentence):
    carla = visit("carla")
    answer = carla.post(second_page(carla, town.acme), typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not FirmInvitation.objects.exists()


def test_nobody_gives_what_they_do_not_hold(town, visit):
    Contact.objects.filter(pk=town.carla.pk).update(permissions=LETS_FIRMS_IN)
    carla = visit("carla")
    page = second_page(carla, town.acme)
    assert "You do not hold this permission yourself." in carla.get(page).content.decode()
    answer = carla.post(page, TICKED)
    assert "You do not hold: Make payments" in answer.content.decode()
    assert not FirmInvitation.objects.exists()


def test_back_keeps_everything_that_was_typed_and_ticked(town, visit):
    carla = visit("carla")
    page = second_page(carla, town.acme)
    first = carla.post(page, TICKED | {"back": "1"})["Location"]
    assert 'value="ned@lowbooks.com"' in carla.get(first).content.decode()

    page = carla.post(first, NED | {"first_name": "Edward"})["Location"]
    shown = carla.get(page).content.decode()
    assert "Edward Low" in shown
    assert shown.count("checked") == 2


def test_two_tabs_do_not_disturb_each_other_and_a_draft_stays_at_its_company(town, visit):
    carla = visit("carla")
    ned = second_page(carla, town.acme)
    ada = second_page(carla, town.acme, NED | {"first_name": "Ada", "email": "ada@brightbooks.com"})
    assert "Ned Low" in carla.get(ned).content.decode()
    assert "Ada Low" in carla.get(ada).content.decode()

    Contact.objects.create(user=town.carla.user, client=town.bloom.client, permissions=town.bloom.client.offered)
    elsewhere = ned.replace(town.acme.client.code, town.bloom.client.code)
    assert carla.get(elsewhere)["Location"] == at("third_parties", town.bloom)


def test_sent_twice_it_invites_once(town, visit):
    carla = visit("carla")
    page = second_page(carla, town.acme)
    carla.post(page, TICKED)
    assert carla.post(page, TICKED)["Location"] == at("third_parties", town.acme)
    assert FirmInvitation.objects.count() == 1


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("olga@smithcpa.com", "This firm already has access. Change its permissions instead."),
        ("ned@lowbooks.com", "This person has already been invited. Resend that invitation instead."),
        ("ned", "Enter"),
    ],
)
def test_whom_one_cannot_invite_is_said_where_it_is_typed(town, visit, email, sentence):
    invited(town)
    answer = visit("carla").post(at("add_firm", town.acme), NED | {"email": email})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_an_advisor_with_both_permissions_invites_for_the_client(town, visit):
    entrust(town.sam, town.acme, THIRD | PEOPLE)
    sam = inside(visit, "sam", town.acme)
    page = second_page(sam, town.acme)
    assert "You do not hold: Make payments" in sam.post(page, TICKED).content.decode()
    sam.post(page, {"permissions": ["manage_employees"], "acknowledged": "on"})
    assert FirmInvitation.objects.get().permissions == PEOPLE
    assert Event.objects.latest().capacity == "member"


def test_resend_and_withdraw(town, visit, post):
    invitation = invited(town)
    old = invitation.token_digest
    carla = visit("carla")

    answer = carla.post(at("resend_firm", town.acme, invitation.pk), follow=True)
    assert "A new invitation to Ned Low is on its way." in answer.content.decode()
    invitation.refresh_from_db()
    assert invitation.token_digest != old
    assert len(post.subjects("ned@lowbooks.com")) == 2

    answer = carla.post(at("withdraw_firm", town.acme, invitation.pk), follow=True)
    assert "The invitation of Ned Low was withdrawn." in answer.content.decode()
    assert "No open invitations" in answer.content.decode()
    answer = carla.post(at("resend_firm", town.acme, invitation.pk), follow=True)
    assert "This invitation was accepted or withdrawn meanwhile." in answer.content.decode()


def test_nobody_resends_what_they_could_not_grant(town, visit):
    invitation = invited(town, permissions=TAXES)
    Contact.objects.filter(pk=town.carla.pk).update(permissions=LETS_FIRMS_IN)
    answer = visit("carla").post(at("resend_firm", town.acme, invitation.pk), follow=True)
    assert "You do not hold: Manage company tax information" in answer.content.decode()


def test_each_state_stands_in_the_list(town, visit):
    invitation = invited(town)
    FirmInvitation.objects.filter(pk=invitation.pk).update(declined_at=invitation.sent_at)
    page = visit("carla").get(at("third_parties", town.acme)).content.decode()
    assert "Declined" in page
    assert "Resend invite" in page
