"""A firm asks a client for access: it goes to an address, and only an answer shows that a company is behind it."""

import pytest

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.permissions import ClientPermission
from clients.actions.asking import WRONG_PRODUCT, ask_client, decline_request, grant_request
from clients.actions.connecting import CONNECTED, NOT_OPEN, UNCONFIRMED
from clients.actions.granting import end_link
from clients.models import AccessRequest, Assignment, ClientLink
from firms.actions.members import remove
from invitations.actions import resend, withdraw
from tests.clients.test_assigning import effective
from tests.letters import Post, link_in
from tests.town import PAY, PEOPLE, REPORTS, TAXES, Town, age

pytestmark = pytest.mark.django_db
EVERYTHING = ClientPermission.every()
NONE = ClientPermission.none()
BENEFITS = ClientPermission.MANAGE_BENEFITS


def asked(
    town: Town,
    email: str = "dan@dune.example",
    permissions: ClientPermission = PAY | TAXES,
    product: str = "payroll",
) -> AccessRequest:
    return ask_client(town.smith, "Dune", email, product, permissions, "As we said.", by=town.olga)


class TestAsking:
    def test_keeps_the_request_and_mails_the_address(self, town, post: Post):
        made = asked(town, "Dan@Dune.example")

        assert (made.email, made.firm, made.company_name) == ("dan@dune.example", town.smith, "Dune")
        event = Event.objects.get(verb=Verb.CLIENT_ASKED)
        assert (event.firm_id, event.client_id, event.about_name) == (town.smith.pk, None, "Dune")
        assert event.facts["after"] == ["make_payments", "manage_taxes"]
        assert "As we said." in post.to("dan@dune.example").text

    def test_reveals_no_company(self, town, dune, post: Post):
        """A decider, a contact who does not decide, a member, somebody of nothing, nobody, a company that works with
        the firm already, one of another product: the same answer, record and letter."""
        told, books = set(), set()
        addresses = ["dan@dune.example", "dora@acme.example", "rita@rivaltax.com", "nora@nowhere.example"]
        for email in [*addresses, "nobody@unknown.example", "carla@acme.example", "pia@bloom.example"]:
            made = asked(town, email)
            letter = post.to(email)
            told.add((letter.subject, letter.text.replace(link_in(letter, "/invitation/"), "").replace(email, "")))
            event = Event.objects.get(verb=Verb.CLIENT_ASKED, pk=Event.objects.latest().pk)
            books.add((event.about_name, event.client_id, str(event.facts)))
            assert (made.state, made.link, made.company_name) == ("pending", None, "Dune")
        assert len({text.split("expires on")[0] for _, text in told}) == 1
        assert len(books) == 1

    def test_needs_a_confirmed_firm(self, town):
        with pytest.raises(Refused, match=UNCONFIRMED):
            ask_client(town.young, "Dune", "dan@dune.example", "payroll", PAY, by=town.fred)

    def test_needs_a_permission(self, town):
        with pytest.raises(Refused, match="Tick at least one permission: without any") as refusal:
            asked(town, permissions=NONE)
        assert refusal.value.field == "permissions"

    def test_asks_for_nothing_that_the_product_does_not_have(self, town):
        with pytest.raises(Refused, match="This product does not have: Manage company tax information"):
            asked(town, product="peo")

    def test_of_one_address_and_product_twice_is_refused_until_the_first_is_over(self, town):
        first = asked(town)
        assert asked(town, permissions=PAY, product="peo"), "another product is another request"
        with pytest.raises(Refused, match="stands under Requested"):
            asked(town, "DAN@dune.example")

        age(first, days=7, seconds=1)
        second = asked(town)

        assert AccessRequest.objects.open().get(product="payroll") == second

    def test_may_be_repeated_after_a_no(self, town, dune):
        decline_request(asked(town), by=dune)

        assert asked(town).is_open


class TestGranting:
    def test_all_connects_and_assigns_who_asked(self, town, dune, post: Post):
        made = asked(town)

        link = grant_request(made, dune.client, PAY | TAXES, by=dune, held=dune.client.offered)

        assert (link.granted, link.firm) == (PAY | TAXES, town.smith)
        assert effective(town.olga, link) == PAY | TAXES
        made.refresh_from_db()
        assert (made.link, made.state) == (link, "accepted")
        assert "Dune Inc" in post.to("olga@smithcpa.com").text
        event = Event.objects.get(verb=Verb.CLIENT_CONNECTED)
        assert (event.actor_name, event.capacity) == ("Dan Field", "contact")

    def test_less_gives_less(self, town, dune):
        link = grant_request(asked(town), dune.client, PAY, by=dune, held=dune.client.offered)

        assert link.granted == effective(town.olga, link) == PAY

    def test_more_than_was_asked_is_refused(self, town, dune):
        with pytest.raises(Refused, match="The firm did not ask for: Manage employees"):
            grant_request(asked(town), dune.client, PAY | PEOPLE, by=dune, held=dune.client.offered)

    def test_nothing_is_no_answer(self, town, dune):
        with pytest.raises(Refused, match="Tick at least one permission, or decline"):
            grant_request(asked(town), dune.client, NONE, by=dune, held=dune.client.offered)

    def test_what_the_contact_does_not_hold_is_refused(self, town, dune):
        with pytest.raises(Refused, match="You do not hold: Make payments"):
            grant_request(asked(town), dune.client, PAY | TAXES, by=dune, held=TAXES)

    def test_another_product_is_refused(self, town):
        made = asked(town)

        with pytest.raises(Refused, match=WRONG_PRODUCT):
            grant_request(made, town.bloom.client, PAY, by=town.pia, held=EVERYTHING)

        assert AccessRequest.objects.open().get() == made

    def test_where_the_firm_has_access_says_so_to_the_company(self, town):
        made = asked(town, "carla@acme.example")

        with pytest.raises(Refused, match=CONNECTED):
            grant_request(made, town.acme.client, PAY, by=town.carla, held=EVERYTHING)

        assert AccessRequest.objects.open().get() == made

    @pytest.mark.parametrize("end", ["granted", "declined", "cancelled", "expired"])
    def test_is_over_with_the_request(self, town, dune, end):
        made, dan = asked(town), dune
        if end == "granted":
            end_link(grant_request(made, dune.client, PAY, by=dan, held=EVERYTHING), by=dan)
        if end == "declined":
            decline_request(made, by=dan)
        if end == "cancelled":
            withdraw(made, by=town.olga)
        if end == "expired":
            age(made, days=7, seconds=1)

        with pytest.raises(Refused, match=NOT_OPEN):
            grant_request(made, dune.client, PAY, by=dan, held=EVERYTHING)
        with pytest.raises(Refused, match="no longer open"):
            decline_request(made, by=dan)

        assert not ClientLink.objects.live().filter(client=dune.client).exists()

    def test_works_until_the_last_second_of_seven_days_and_anew_after_a_resend(self, town, dune):
        made = asked(town)
        age(made, days=6, hours=23, minutes=59, seconds=50)  # the test itself takes part of the rest
        assert AccessRequest.objects.open().filter(pk=made.pk).exists()

        age(made, seconds=11)
        assert not AccessRequest.objects.open().filter(pk=made.pk).exists()
        resend(made, by=town.olga)

        assert grant_request(made, dune.client, PAY, by=dune, held=EVERYTHING).granted == PAY

    def test_assigns_nobody_when_the_asker_has_left_and_tells_those_who_add_clients(self, town, dune, post: Post):
        made = ask_client(town.smith, "Dune", "dan@dune.example", "payroll", PAY, by=town.sam)
        remove(town.sam, by=town.olga)

        link = grant_request(made, dune.client, PAY, by=dune, held=EVERYTHING)

        assert not Assignment.objects.filter(link=link).exists()
        assert "Dune Inc" in post.to("olga@smithcpa.com").text

    def test_to_an_asker_who_has_joined_another_firm_assigns_nobody_there(self, town, dune):
        made = ask_client(town.smith, "Dune", "dan@dune.example", "payroll", REPORTS, by=town.sam)
        AccessRequest.objects.update(invited_by=town.rita.user)
        made.refresh_from_db()

        link = grant_request(made, dune.client, REPORTS, by=dune, held=EVERYTHING)

        assert not Assignment.objects.filter(link=link).exists()


def test_a_no_is_recorded_and_told_to_who_asked(town, dune, post: Post):
    made = asked(town)

    decline_request(made, by=dune)

    made.refresh_from_db()
    assert made.state == "declined"
    assert Event.objects.get(verb=Verb.INVITATION_DECLINED).firm_id == town.smith.pk
    assert post.to("olga@smithcpa.com")
    assert not ClientLink.objects.filter(client=dune.client).exists()
