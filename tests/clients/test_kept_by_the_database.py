"""What the database refuses whoever writes, and what it keeps the same by itself: asked in raw SQL."""

import secrets
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from clients.actions.granting import end_link
from clients.models import Assignment, AssignmentRequest, Client, ClientLink, Contact
from firms.models import Firm, Member
from tests.town import PAY, PEOPLE, Town, at_work, client

pytestmark = pytest.mark.django_db
LINK = (
    "INSERT INTO clients_clientlink (client_id, firm_id, granted, product, status, client_name) "
    "VALUES (%s, %s, 1, %s, %s, %s)"
)
ASSIGNMENT = (
    "INSERT INTO clients_assignment (link_id, member_id, firm_id, permissions, assigned_by_name) "
    "VALUES (%s, %s, %s, 4, 'x')"
)
REQUEST = (
    "INSERT INTO clients_assignmentrequest (link_id, member_id, firm_id, permissions, reason, answered_by_name) "
    "VALUES (%s, %s, %s, 4, 'x', '')"
)
CLIENT = (
    "INSERT INTO clients_client (code, product, status, legal_name, trading_name, name, names, ein, street, city, "
    "state, postal_code, phone, pay_frequency) VALUES (%s, 'peo', 'active', %s, %s, 'forged', 'forged', %s, "
    "'', '', '', '', '', '') RETURNING name, names"
)


def execute(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(by: str, statement: str, *values: object) -> None:
    """The database refuses this by the constraint of this name."""
    with pytest.raises(IntegrityError, match=by), transaction.atomic():
        execute(statement, *values)


def unchangeable(by: str, rows: Any, **values: object) -> None:
    with pytest.raises(IntegrityError, match=by), transaction.atomic():
        rows.update(**values)


def new_client(legal: str, trading: str = "", ein: str = "") -> tuple[str, str]:
    """Its names as the database wrote them."""
    with connection.cursor() as cursor:
        cursor.execute(CLIENT, [secrets.token_hex(5), legal, trading, ein])
        return cursor.fetchone()


class TestOneLivingRow:
    def test_one_live_link_a_client_and_firm(self, town):
        acme = town.acme
        copy = (acme.client_id, town.smith.pk, "payroll", "active", "Acme Corp")
        refused("one_live_link_per_firm_and_client", LINK, *copy)

        end_link(acme, by=town.carla)
        execute(LINK, *copy)

        refused("one_live_link_per_firm_and_client", "UPDATE clients_clientlink SET ended_at = NULL")

    def test_one_live_assignment_a_member_and_link(self, town):
        pair = (town.acme.pk, town.sam.pk, town.smith.pk)
        refused("one_live_assignment_per_member_and_link", ASSIGNMENT, *pair)

        execute("UPDATE clients_assignment SET ended_at = now()")
        execute(ASSIGNMENT, *pair)

        refused("one_live_assignment_per_member_and_link", "UPDATE clients_assignment SET ended_at = NULL")

    def test_one_open_request_a_member_and_link(self, town):
        pair = (town.acme.pk, town.sam.pk, town.smith.pk)
        execute(REQUEST, *pair)

        refused("one_open_request_per_member_and_link", REQUEST, *pair)

    def test_one_contact_a_person_and_client(self, town):
        refused(
            "one_contact_per_person_and_client",
            "INSERT INTO clients_contact (client_id, user_id, title, permissions) VALUES (%s, %s, '', 1)",
            town.acme.client_id,
            town.carla.user_id,
        )


class TestOneFirm:
    """An assignment or a request joins a link and a member of one firm."""

    @pytest.mark.parametrize(
        ("statement", "membership", "link"),
        [
            (ASSIGNMENT, "assignment_falls_with_the_membership", "assignment_copies_its_link"),
            (REQUEST, "request_falls_with_the_membership", "request_is_of_the_links_firm"),
        ],
    )
    def test_joins_no_member_of_one_with_a_link_of_another(self, town, statement, membership, link):
        acme, rita = town.acme, town.rita
        refused(membership, statement, acme.pk, rita.pk, town.smith.pk)
        refused(link, statement, acme.pk, rita.pk, town.rival.pk)
        refused(link, statement, town.cove.pk, town.sam.pk, town.smith.pk)

    @pytest.mark.parametrize(("column", "value"), [("member_id", "rita"), ("link_id", "cove"), ("firm_id", "rival")])
    def test_cannot_be_carried_to_another(self, town, column, value):
        unchangeable("assignment_(falls|copies)", Assignment.objects, **{column: getattr(town, value).pk})

    def test_a_link_cannot_be_carried_away_from_its_assignments(self, town):
        refused(
            "assignment_falls_with_the_membership",
            "UPDATE clients_clientlink SET firm_id = %s WHERE id = %s",
            town.rival.pk,
            town.acme.pk,
        )

    def test_falls_with_the_membership_whoever_ends_it(self, town: Town):
        execute(REQUEST, town.acme.pk, town.sam.pk, town.smith.pk)
        at_work(town.olga, town.acme, PAY)

        execute("DELETE FROM firms_firmuserpermission WHERE user_id = %s", town.sam.user_id)
        execute("DELETE FROM firms_member WHERE id = %s", town.sam.pk)

        assert Assignment.objects.get().member == town.olga
        assert not AssignmentRequest.objects.exists()

    def test_falls_with_the_link(self, town):
        execute(REQUEST, town.acme.pk, town.sam.pk, town.smith.pk)

        execute("DELETE FROM clients_clientlink WHERE id = %s", town.acme.pk)

        assert not Assignment.objects.exists()
        assert not AssignmentRequest.objects.exists()
        assert Member.objects.filter(pk=town.sam.pk).exists()


class TestCopies:
    """What a link copies of its client, and an assignment of its link, is theirs."""

    @pytest.mark.parametrize(
        ("column", "value"), [("product", "peo"), ("status", "terminated"), ("client_name", "Acme"), ("client_id", 0)]
    )
    def test_cannot_be_anything_else(self, town, column, value):
        rows = ClientLink.objects.filter(pk=town.acme.pk)
        unchangeable("link_copies_its_client", rows, **{column: value or town.cove.client_id})

    @pytest.mark.parametrize(("column", "value"), [("product", "peo"), ("status", "terminated")])
    def test_of_an_assignment_neither(self, town, column, value):
        unchangeable("assignment_copies_its_link", Assignment.objects, **{column: value})

    def test_follow_the_client_also_where_access_has_ended(self, town):
        end_link(town.acme, by=town.carla)
        rows = Client.objects.filter(pk=town.acme.client_id)

        rows.update(status="terminated", trading_name="Acme")

        town.acme.refresh_from_db()
        assert (town.acme.status, town.acme.client_name) == ("terminated", "Acme")
        assert (Assignment.objects.get().product, Assignment.objects.get().status) == ("payroll", "terminated")

    def test_keep_their_row_a_link_cannot_begin_with_another_name(self, town):
        made = client("Dune Co")
        refused("link_copies_its_client", LINK, made.pk, town.smith.pk, "payroll", "active", "Dune")
        refused("link_copies_its_client", LINK, made.pk, town.smith.pk, "payroll", "enrolling", "Dune Co")
        execute(LINK, made.pk, town.smith.pk, "payroll", "active", "Dune Co")


class TestNames:
    def test_are_written_by_the_database_whatever_is_said(self, town):
        assert new_client("Dune LLC") == ("Dune LLC", "Dune LLC")
        assert new_client("Elm LLC", "Elm & Sons") == ("Elm & Sons", "Elm & Sons Elm LLC")

    def test_follow_either_name(self, town):
        made = client("Dune LLC", trading_name="Dune")
        for column, value, names in (
            ("trading_name", "Dunes", ("Dunes", "Dunes Dune LLC")),
            ("legal_name", "Dune Inc", ("Dunes", "Dunes Dune Inc")),
            ("trading_name", "", ("Dune Inc", "Dune Inc")),
            ("name", "forged", ("Dune Inc", "Dune Inc")),
            ("names", "forged", ("Dune Inc", "Dune Inc")),
        ):
            Client.objects.filter(pk=made.pk).update(**{column: value})
            made.refresh_from_db()
            assert (made.name, made.names) == names


class TestEmployerNumbers:
    def test_are_nine_digits_of_one_client_or_missing(self, town):
        new_client("Dune LLC", ein="123456789")
        new_client("Elm LLC")
        new_client("Fern LLC")

        for ein, name in (
            ("123456789", "one_client_per_ein"),
            ("12345678", "ein_is_nine_digits"),
            ("12345678x", "ein_"),
        ):
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                new_client("Gorse LLC", ein=ein)


def test_a_client_takes_everything_of_its_own_with_it_and_nothing_of_the_firm(town):
    Client.objects.get(pk=town.acme.client_id).delete()

    assert not ClientLink.objects.filter(pk=town.acme.pk).exists()
    assert not Assignment.objects.exists()
    assert set(Contact.objects.values_list("client__legal_name", flat=True)) == {"Bloom LLC", "Cove Inc"}
    assert Firm.objects.filter(pk=town.smith.pk).exists()


def test_bits_are_asked_in_the_database(town):
    """`granted__has`: every permission of the mask; none is held by all."""
    assert ClientLink.objects.filter(granted__has=PAY | PEOPLE).count() == 2
    assert ClientLink.objects.filter(granted__has=PEOPLE).count() == 3
    assert ClientLink.objects.filter(granted__has=0).count() == 3
