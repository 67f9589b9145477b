"""The company's own people: seen by everybody inside, changed by who lets firms in."""

import pytest

from advisor.permissions import LETS_FIRMS_IN
from clients.actions.contacts import change_contact, invite_contact
from clients.models import Contact, ContactInvitation
from tests.company.inside import at, entrust, inside
from tests.letters import link_in
from tests.town import PAY, PEOPLE, REPORTS, SETTINGS, TAXES, THIRD

pytestmark = pytest.mark.django_db
NINA = {"first_name": "Nina", "last_name": "Park", "email": "Nina@acme.example", "title": "Payroll lead"}


def invited(town, permissions=PAY) -> ContactInvitation:
    return invite_contact(
        town.acme.client, "Nina", "Park", "nina@acme.example", permissions, by=town.carla, held=town.carla.permissions
    )


def now(contact: Contact) -> Contact:
    return Contact.objects.get(pk=contact.pk)


def test_everybody_inside_sees_who_the_contacts_are(town, visit):
    for client in (visit("dora"), inside(visit, "sam", town.acme)):
        page = client.get(at("contacts", town.acme)).content.decode()
        for words in ("Carla Field", "Owner", "All permissions", "Bookkeeper", "Edit company settings, Make payments"):
            assert words in page
        assert "Carla Field can invite contacts and change their permissions." in page
        assert "Rosa" not in page
        for offered in ("Invite contact", "Invitations", at("contact", town.acme, town.dora.pk)):
            assert offered not in page


def test_inviting_a_contact(town, visit, post):
    carla = visit("carla")
    assert "checked" not in carla.get(at("invite_contact", town.acme)).content.decode()
    done = carla.post(at("invite_contact", town.acme), NINA | {"permissions": ["manage_taxes"]}, follow=True)
    for words in ("Nina Park was invited.", "Payroll lead", "Pending", "Resend invite", "Withdraw"):
        assert words in done.content.decode()
    assert ContactInvitation.objects.get().permissions == TAXES
    assert link_in(post.to("nina@acme.example"), "/invitation/")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": "dora@acme.example"}, "This person is already a contact of the company."),
        ({"email": "nina"}, "Enter an email address, like amy@example.com"),
        ({"first_name": ""}, "Enter their first name"),
        ({"title": "www.evil.example"}, "Enter a name without a web or email address"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(town, visit, typed, sentence):
    answer = visit("carla").post(at("invite_contact", town.acme), NINA | {"permissions": ["manage_taxes"]} | typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert 'value="Park"' in page
    assert page.count("checked") == 1


def test_an_advisor_gives_a_contact_only_what_they_hold_themselves(town, visit):
    entrust(town.sam, town.acme, THIRD | PEOPLE)
    sam = inside(visit, "sam", town.acme)
    refused = sam.post(at("invite_contact", town.acme), NINA | {"permissions": ["make_payments"]})
    assert "You do not hold: Make payments" in refused.content.decode()
    refused = sam.post(at("contact", town.acme, town.dora.pk), {"permissions": ["manage_taxes"]})
    assert "You do not hold: Manage company tax information" in refused.content.decode()
    assert now(town.dora).permissions == PAY | SETTINGS


def test_an_advisor_makes_nobody_a_decider_and_puts_none_out(town, visit):
    entrust(town.sam, town.acme, THIRD | PEOPLE)
    sam, both = inside(visit, "sam", town.acme), {"permissions": ["manage_third_parties", "manage_employees"]}

    answers = [
        sam.post(at("invite_contact", town.acme), NINA | both),
        sam.post(at("contact", town.acme, town.dora.pk), both),
        sam.post(at("contact", town.acme, town.carla.pk), {"permissions": ["make_payments"]}),
        sam.post(at("remove_contact", town.acme, town.carla.pk)),
    ]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert all("Only a contact of the company says who manages both" in answer.content.decode() for answer in answers)
    assert now(town.carla).permissions == town.carla.permissions
    assert now(town.dora).permissions == PAY | SETTINGS
    assert not ContactInvitation.objects.exists()
    assert sam.post(at("remove_contact", town.acme, town.dora.pk)).status_code == 302


def test_title_and_permissions_are_changed_and_the_person_is_told(town, visit, post):
    typed = {"title": "Controller", "permissions": ["make_payments", "view_invoices_and_reports"]}
    visit("carla").post(at("contact", town.acme, town.dora.pk), typed)
    dora = now(town.dora)
    assert (dora.title, dora.permissions) == ("Controller", PAY | REPORTS)
    assert post.to("dora@acme.example")


def test_the_second_editor_is_told_what_changed_meanwhile(town, visit):
    carla, address = visit("carla"), at("contact", town.acme, town.dora.pk)
    seen = carla.get(address).context["seen"]
    change_contact(town.dora, "Bookkeeper", TAXES, by=town.carla, held=town.carla.permissions)
    answer = carla.post(address, {"permissions": ["make_payments"], "seen": seen})
    assert answer.status_code == 422
    assert "Somebody changed this meanwhile" in answer.content.decode()
    assert "As it is now: Manage company tax information." in answer.content.decode()
    assert now(town.dora).permissions == TAXES


def test_the_last_one_who_decides_stays(town, visit):
    carla, own = visit("carla"), at("contact", town.acme, town.carla.pk)
    for answer in (
        carla.post(own, {"permissions": ["make_payments"]}),
        carla.post(at("remove_contact", town.acme, town.carla.pk)),
    ):
        assert answer.status_code == 422
        assert "A company needs at least one contact who can manage third-party access" in answer.content.decode()
    assert now(town.carla).permissions == town.acme.client.offered


def test_removing_asks_first_and_shuts_the_next_request_out(town, visit):
    carla, dora = visit("carla"), visit("dora")
    address = at("remove_contact", town.acme, town.dora.pk)
    assert "Dora Field can no longer open this account" in carla.get(address).content.decode()
    assert dora.get(at("overview", town.acme)).status_code == 200
    assert "Dora Field is no longer a contact" in carla.post(address, follow=True).content.decode()
    assert dora.get(at("overview", town.acme)).status_code == 404


def test_who_removes_themselves_is_out(town, visit):
    Contact.objects.filter(pk=town.dora.pk).update(permissions=LETS_FIRMS_IN)
    assert visit("carla").post(at("remove_contact", town.acme, town.carla.pk))["Location"] == "/"
    assert not Contact.objects.filter(pk=town.carla.pk).exists()


def test_resend_and_withdraw(town, visit, post):
    invitation = invited(town)
    carla = visit("carla")
    answer = carla.post(at("resend_contact", town.acme, invitation.pk), follow=True)
    assert "A new invitation to Nina Park is on its way." in answer.content.decode()
    assert len(post.subjects("nina@acme.example")) == 2
    answer = carla.post(at("withdraw_contact", town.acme, invitation.pk), follow=True)
    assert "The invitation of Nina Park was withdrawn." in answer.content.decode()
    assert ContactInvitation.objects.get().state == "withdrawn"


def test_nobody_resends_what_they_could_not_grant(town, visit):
    invitation = invited(town, TAXES)
    Contact.objects.filter(pk=town.carla.pk).update(permissions=LETS_FIRMS_IN)
    answer = visit("carla").post(at("resend_contact", town.acme, invitation.pk), follow=True)
    assert "You do not hold: Manage company tax information" in answer.content.decode()
