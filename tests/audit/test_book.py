"""The book cannot be changed (P6), and every line says who, what, where, before and after."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from advisor.audit.book import CLOCK, Visitor, plain, record
from advisor.audit.models import Event
from advisor.audit.verbs import SENTENCES, Verb
from advisor.permissions import FirmPermission

pytestmark = pytest.mark.django_db
CHANGES = [
    "UPDATE audit_event SET actor_name = 'nobody'",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event",
    "DROP TABLE audit_event",
    "ALTER TABLE audit_event DISABLE TRIGGER ALL",
    "DROP TRIGGER no_change ON audit_event",
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_applications_role_can_neither_change_nor_empty_the_book(town, change):
    record(Verb.MEMBER_JOINED, by=town.sam, firm=town.smith, about=town.sam)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert Event.objects.get().actor_name == "Sam Field"


def test_the_application_owns_nothing():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize("verb", Verb.values)
def test_every_verb_has_a_sentence(verb):
    assert SENTENCES[verb].endswith(".")


def test_a_line_copies_names_and_numbers(town):
    event = record(Verb.MEMBER_CHANGED, by=town.mona, firm=town.smith, about=town.sam, before={"a": 1}, after={"a": 2})
    event.refresh_from_db()
    assert (event.actor_id, event.actor_name, event.capacity) == (town.mona.user_id, "Mona Field", "member")
    assert (event.firm_id, event.about_kind, event.about_id) == (town.smith.pk, "user", town.sam.user_id)
    assert event.facts == {"before": {"a": 1}, "after": {"a": 2}}


@pytest.mark.parametrize(("by", "capacity"), [(CLOCK, "clock"), (Visitor("Ivy"), "visitor")])
def test_the_clock_and_visitors_can_sign(town, by, capacity):
    assert record(Verb.INVITATION_DECLINED, by=by, firm=town.smith).capacity == capacity


def test_staff_sign_as_staff(town):
    assert record(Verb.DESK_CHANGED, by=town.gus, about=town.sam).capacity == "staff"


def test_address_and_browser_are_those_of_the_request(town, visit):
    visit("sam").post(
        reverse("firms:own_role"), {"role": "Auditor"}, REMOTE_ADDR="198.51.100.7", HTTP_USER_AGENT="Lynx/2.8\x00"
    )
    event = Event.objects.get(verb=Verb.MEMBER_CHANGED)
    assert (event.address, event.user_agent) == ("198.51.100.7", "Lynx/2.8")


def test_a_forwarded_address_is_believed_only_behind_a_known_proxy(town, visit, settings):
    post = {"data": {"role": "Auditor"}, "REMOTE_ADDR": "198.51.100.7", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}
    visit("sam").post(reverse("firms:own_role"), **post)
    assert Event.objects.latest().address == "198.51.100.7"


def test_permissions_stand_in_the_book_by_codename():
    assert plain({"p": FirmPermission.MANAGE_FIRM | FirmPermission.VIEW_ACTIVITY}) == {
        "p": ["manage_firm", "view_activity"]
    }


def test_an_act_that_fails_leaves_no_line(town):
    class Oops(RuntimeError):
        pass

    def act():
        with transaction.atomic():
            record(Verb.MEMBER_JOINED, by=town.sam, firm=town.smith)
            raise Oops

    with pytest.raises(Oops):
        act()
    assert not Event.objects.exists()
