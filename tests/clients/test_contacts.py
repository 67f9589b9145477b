"""The company's own people: invited, joined, changed, removed; and the company's details."""

from typing import Any

import pytest

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.permissions import ClientPermission
from advisor.users.models import User
from clients.actions.contacts import (
    GONE,
    LAST_DECIDER,
    change_company,
    change_contact,
    invite_contact,
    join_as_new_person,
    join_with_account,
    remove_contact,
)
from clients.models import Client, ClientLink, Contact, ContactInvitation
from invitations.actions import decline, resend, withdraw
from tests.letters import Post
from tests.town import PAY, PEOPLE, REPORTS, SETTINGS, TAXES, THIRD, Town, age, contact, person

pytestmark = pytest.mark.django_db
EVERYTHING = ClientPermission.every()
BENEFITS = ClientPermission.MANAGE_BENEFITS
DECIDES = THIRD | PEOPLE
PROFILE = {"first_name": "Lena", "last_name": "Lee", "work_phone": "+12125550101", "cell_phone": "+12125550102"}
ACCOUNT = {"username": "lena", "password": "walrus Umbrella 42", "personal_email": "lena@example.com"}


def invited(town: Town, email: str = "lena@acme.example", permissions: ClientPermission = PAY) -> ContactInvitation:
    acme = town.acme.client
    return invite_contact(acme, "Lena", "Lee", email, permissions, "CFO", by=town.carla, held=EVERYTHING)


class TestInviting:
    def test_mails_and_records(self, town, post: Post):
        made = invited(town, "Lena@Acme.example")

        assert (made.email, made.title, made.permissions) == ("lena@acme.example", "CFO", PAY)
        event = Event.objects.get(verb=Verb.CONTACT_INVITED)
        assert (event.client_id, event.facts["after"]) == (town.acme.client_id, ["make_payments"])
        assert "Acme Corp" in post.to("lena@acme.example").text

    def test_gives_nothing_that_the_signer_does_not_hold_or_the_product_does_not_have(self, town):
        for permissions, held, sentence in (
            (PAY | TAXES, PAY, "You do not hold: Manage company tax information"),
            (BENEFITS, EVERYTHING, "This account does not have: Manage company benefits"),
        ):
            with pytest.raises(Refused, match=sentence):
                invite_contact(town.acme.client, "L", "L", "l@a.example", permissions, by=town.dora, held=held)

    def test_of_a_contact_of_this_company_is_refused_and_of_another_s_is_not(self, town):
        with pytest.raises(Refused, match="already a contact of the company") as refusal:
            invited(town, "Dora@acme.example")
        assert refusal.value.field == "email"

        assert invited(town, "rosa@cove.example").is_open

    def test_twice_is_refused_until_the_first_is_over(self, town):
        first = invited(town)
        with pytest.raises(Refused, match="already been invited"):
            invited(town)

        age(first, days=7, seconds=1)
        second = invited(town)

        assert ContactInvitation.objects.open().get() == second


class TestJoining:
    def test_a_new_person_has_an_account_whose_work_email_is_confirmed(self, town, post: Post):
        made = join_as_new_person(invited(town), PROFILE, ACCOUNT)

        assert (made.client, made.title, made.permissions) == (town.acme.client, "CFO", PAY)
        assert made.user.email == "lena@acme.example"
        assert made.user.email_confirmed_at is not None
        assert made.user.personal_email_confirmed_at is None
        assert made.user.has_perm("clients.make_payments", town.acme.client)
        assert Event.objects.get(verb=Verb.CONTACT_JOINED).actor_name == "Lena Lee"
        assert post.to("lena@example.com")
        assert "Lena Lee" in post.to("carla@acme.example").text

    def test_a_name_or_an_address_that_is_taken_is_refused_and_the_invitation_stays(self, town):
        made = invited(town)
        with pytest.raises(Refused, match="This username is taken") as refusal:
            join_as_new_person(made, PROFILE, ACCOUNT | {"username": "sam"})
        assert refusal.value.field == "username"

        person("other", "acme.example", email="lena@acme.example")
        with pytest.raises(Refused, match="This address has an account already"):
            join_as_new_person(made, PROFILE, ACCOUNT)
        assert ContactInvitation.objects.open().get() == made

    def test_somebody_with_an_account_joins_with_it_also_a_member_of_a_firm(self, town):
        made = join_with_account(invited(town, "olga@smithcpa.com"), town.olga.user)

        assert (made.user, made.permissions) == (town.olga.user, PAY)
        assert town.olga.user.has_perm("clients.make_payments", town.acme.client)
        assert not town.olga.user.has_perm("clients.make_payments", town.acme), "a contact is no member"

    def test_nobody_else_joins_with_it(self, town):
        made = invited(town)
        for somebody in (town.nora, town.sam.user, town.root):
            with pytest.raises(Refused, match="This invitation is for lena@acme"):
                join_with_account(made, somebody)
        assert ContactInvitation.objects.open().get() == made

    def test_a_contact_already_is_refused(self, town):
        made = invited(town, "nora@nowhere.example")
        Contact.objects.create(client=town.acme.client, user=town.nora, permissions=TAXES)

        with pytest.raises(Refused, match="You are already a contact of this company"):
            join_with_account(made, town.nora)

        assert Contact.objects.get(user=town.nora).permissions == TAXES

    @pytest.mark.parametrize("end", ["accepted", "declined", "withdrawn", "expired"])
    def test_is_over_with_the_invitation(self, town, end):
        made = invited(town, "nora@nowhere.example")
        if end == "accepted":
            remove_contact(join_with_account(made, town.nora), by=town.carla)
        if end == "declined":
            decline(made, by=town.nora)
        if end == "withdrawn":
            withdraw(made, by=town.carla)
        if end == "expired":
            age(made, days=7, seconds=1)

        with pytest.raises(Refused, match=GONE):
            join_with_account(made, town.nora)

        assert not Contact.objects.filter(user=town.nora).exists()

    def test_works_until_the_last_second_of_seven_days_and_anew_after_a_resend(self, town):
        made = invited(town, "nora@nowhere.example")
        age(made, days=6, hours=23, minutes=59, seconds=50)  # the test itself takes part of the rest
        assert ContactInvitation.objects.open().exists()
        age(made, seconds=11)
        assert not ContactInvitation.objects.open().exists()

        resend(made, by=town.carla)

        assert join_with_account(made, town.nora).client == town.acme.client


class TestChanging:
    def change(self, somebody: Contact, permissions: ClientPermission, by: Any, held=EVERYTHING, title="Owner") -> None:
        change_contact(somebody, title, permissions, by=by, held=held)

    def test_works_from_the_next_question_on_and_is_recorded_and_told(self, town, post: Post):
        self.change(town.dora, SETTINGS | REPORTS, town.carla, title="Controller")

        assert not town.dora.user.has_perm("clients.make_payments", town.acme.client)
        assert town.dora.user.has_perm("clients.view_invoices_and_reports", town.acme.client)
        facts = Event.objects.get(verb=Verb.CONTACT_CHANGED).facts
        assert facts["before"] == {"title": "Bookkeeper", "permissions": (PAY | SETTINGS).codenames}
        assert facts["after"] == {"title": "Controller", "permissions": (SETTINGS | REPORTS).codenames}
        assert [letter.to for letter in post.all()] == ["dora@acme.example"]

    def test_that_does_not_change_says_nothing(self, town, post: Post):
        self.change(town.dora, PAY | SETTINGS, town.carla, title="Bookkeeper")

        assert not Event.objects.exists()
        assert post.all() == []

    def test_gives_nothing_that_the_signer_does_not_hold_and_leaves_what_is_there(self, town):
        with pytest.raises(Refused, match="You do not hold: Manage company tax information"):
            self.change(town.dora, PAY | SETTINGS | TAXES, town.carla, held=DECIDES)

        self.change(town.dora, PAY | SETTINGS | PEOPLE, town.carla, held=DECIDES)
        assert Contact.objects.get(pk=town.dora.pk).permissions == PAY | SETTINGS | PEOPLE

    @pytest.mark.parametrize("left", [THIRD, PEOPLE, PAY])
    def test_leaves_the_company_somebody_who_decides(self, town, left):
        with pytest.raises(Refused, match=LAST_DECIDER):
            self.change(town.carla, left, town.carla)

        contact("dan", town.acme.client, DECIDES)
        self.change(town.carla, left, town.carla)
        assert Contact.objects.get(pk=town.carla.pk).permissions == left

    def test_somebody_who_may_not_sign_in_decides_nothing(self, town):
        dan = contact("dan", town.acme.client, DECIDES)
        User.objects.filter(pk=dan.user_id).update(is_active=False)

        with pytest.raises(Refused, match=LAST_DECIDER):
            remove_contact(town.carla, by=town.carla)

    def test_removing_ends_access_there_and_nowhere_else(self, town):
        elsewhere = Contact.objects.create(client=town.bloom.client, user=town.dora.user, permissions=PEOPLE)

        remove_contact(town.dora, by=town.carla)

        assert list(Contact.objects.filter(user=town.dora.user)) == [elsewhere]
        assert not town.dora.user.has_perm("clients.make_payments", town.acme.client)
        event = Event.objects.get(verb=Verb.CONTACT_REMOVED)
        assert (event.about_name, event.facts["before"]) == ("Dora Field", (PAY | SETTINGS).codenames)
        assert User.objects.get(pk=town.dora.user_id).is_active

    def test_of_who_is_gone_is_refused(self, town):
        remove_contact(town.dora, by=town.carla)

        for act in (
            lambda: remove_contact(town.dora, by=town.carla),
            lambda: self.change(town.dora, PAY, town.carla),
        ):
            with pytest.raises(Refused, match="no longer a contact of the company"):
                act()


class TestTheCompany:
    def test_changes_are_recorded_with_what_differs_alone(self, town):
        change_company(town.acme.client, {"trading_name": "Acme", "city": "", "phone": "+12125550199"}, by=town.carla)

        facts = Event.objects.get(verb=Verb.CLIENT_CHANGED).facts
        assert facts["before"] == {"trading_name": "", "phone": ""}
        assert facts["after"] == {"trading_name": "Acme", "phone": "+12125550199"}
        assert Client.objects.get(pk=town.acme.client_id).name == "Acme"
        assert ClientLink.objects.get(pk=town.acme.pk).client_name == "Acme"

    def test_that_does_not_change_says_nothing(self, town):
        change_company(town.acme.client, {"legal_name": "Acme Corp"}, by=town.carla)

        assert not Event.objects.exists()
