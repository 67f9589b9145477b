"""Clients from a file: all of it or nothing, recorded, quick; contacts come in or are invited in turn."""

import time

import pytest
from django.core.management import CommandError, call_command

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.mail.models import Letter
from advisor.permissions import ClientPermission
from advisor.support.models import PlatformContact
from advisor.users.models import User
from clients.actions import importing
from clients.actions.contacts import invite_contact
from clients.actions.importing import check_file, import_upload, send_in_turn
from clients.models import Client, Contact, ContactInvitation, Status, Upload
from invitations.actions import resend, withdraw
from tests.clients.files import data, further, line, several
from tests.letters import link_in
from tests.town import person

pytestmark = pytest.mark.django_db


def imported(town, *rows):
    return import_upload(check_file(data(*rows), "clients.csv", by=town.gus), by=town.gus)


def everything() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Client, Contact, ContactInvitation, Event, Letter))


class TestImporting:
    def test_makes_clients_as_the_rows_say(self, town):
        PlatformContact.objects.create(name="Petra Lang", email="Petra@platform.example", phone="+12125550150")
        other = line(ein="13-0000002", status="terminated", contact_email="amy@other.com")
        imported(town, line(platform_contact_email="petra@platform.example"), other)
        second, first = Client.objects.order_by("-pk")[:2]
        assert (first.name, first.legal_name, first.ein) == ("Acme Bakery", "Acme Bakery LLC", "130000001")
        assert (first.city, first.state, first.postal_code) == ("New York", "NY", "10005")
        assert (str(first.phone), str(first.platform_contact)) == ("+12125550150", "Petra Lang")
        assert (first.pay_frequency, first.first_pay_on.isoformat()) == ("biweekly", "2026-12-04")
        assert first.next_debit_on is not None
        assert (second.status, second.next_debit_on) == (Status.TERMINATED, None)

    def test_a_known_person_becomes_a_contact_at_once_and_others_are_invited(self, town):
        amy = person("amy", "acme-bakery.com")
        person("bob", "acme-bakery.com", email_confirmed_at=None)
        rows = [
            line(contact_email="AMY@acme-bakery.com", contact_permissions="make_payments"),
            further(contact_email="bob@acme-bakery.com"),
            further(contact_email="zoe@acme-bakery.com"),
        ]
        assert imported(town, *rows) == (1, 1, 2)
        contact = Contact.objects.get(user=amy)
        assert (contact.client.name, contact.title) == ("Acme Bakery", "Owner")
        assert contact.permissions == ClientPermission.MAKE_PAYMENTS
        letter = Letter.objects.get()
        assert (letter.to, letter.kind) == ("amy@acme-bakery.com", "contact_added")
        assert "You can open its Justworks Payroll account with the sign-in that you have." in letter.text
        invited = ContactInvitation.objects.order_by("email")
        assert [one.email for one in invited] == ["bob@acme-bakery.com", "zoe@acme-bakery.com"]
        assert {one.permissions for one in invited} == {ClientPermission.offered("payroll")}

    def test_is_recorded_with_one_line_a_client_and_a_total(self, town):
        imported(town, line(), line(ein="13-0000002", contact_email="amy@other.com"))
        total = Event.objects.latest()
        assert (total.verb, total.actor, total.capacity) == (Verb.CLIENTS_IMPORTED, town.gus, "staff")
        assert total.facts == {
            "file": "clients.csv",
            "after": {"clients": 2, "contacts": 0, "invitations": 2},
            "before": None,
        }
        client = Client.objects.get(ein="130000001")
        event = Event.objects.of_client(client.pk).get()
        assert event.sentence == "brought Acme Bakery to the platform."
        assert event.facts["after"]["contacts"] == ["Zoe Park <zoe@acme-bakery.com>"]
        assert event.facts["after"]["status"] == "active"

    @pytest.mark.parametrize("wrong", [{"ein": "x"}, {"ein": "12-0000001"}, {"contact_email": "gus@platform.example"}])
    def test_one_wrong_row_stops_all_of_it(self, town, wrong):
        before = everything()
        with pytest.raises(Refused, match="1 of 2 rows cannot be imported"):
            imported(town, line(), line(**({"ein": "13-0000002"} | wrong)))
        assert everything() == before

    def test_staff_and_people_who_may_not_sign_in_become_no_contacts(self, town):
        User.objects.filter(pk=town.gus.pk).update(email="gus@platform.com")
        User.objects.filter(pk=town.nora.pk).update(email="nora@nowhere.com", is_active=False)
        rows = [line(contact_email="gus@platform.com"), line(ein="13-0000002", contact_email="nora@nowhere.com")]
        upload = check_file(data(*rows), "clients.csv", by=town.gus)
        assert "This is somebody of support staff" in upload.verdicts
        assert "may not sign in any more" in upload.verdicts

    def test_a_file_is_imported_once_and_then_gone(self, town):
        upload = check_file(data(line()), "clients.csv", by=town.gus)
        import_upload(upload, by=town.gus)
        with pytest.raises(Refused, match="imported or put away meanwhile"):
            import_upload(upload, by=town.gus)
        assert not Upload.objects.exists()
        assert Client.objects.filter(ein="130000001").count() == 1

    def test_what_was_taken_since_the_dry_run_is_refused_and_the_file_kept(self, town):
        upload = check_file(data(line()), "clients.csv", by=town.gus)
        Client.objects.create(legal_name="Quicker Inc", product="peo", ein="130000001")
        with pytest.raises(Refused, match="1 of 1 rows"):
            import_upload(upload, by=town.gus)
        assert Upload.objects.filter(pk=upload.pk).exists()

    def test_an_ein_taken_in_the_same_instant_is_refused_by_the_database(self, town, monkeypatch):
        upload = check_file(data(line()), "clients.csv", by=town.gus)
        seen = importing.judged
        monkeypatch.setattr(importing, "judged", lambda rows: (seen(rows), quicker())[0])
        with pytest.raises(Refused, match="added one of these companies meanwhile"):
            import_upload(upload, by=town.gus)
        assert not ContactInvitation.objects.exists()

    def test_nobody_imports_the_file_of_somebody_else(self, town):
        upload = check_file(data(line()), "clients.csv", by=town.gus)
        with pytest.raises(Refused):
            import_upload(upload, by=town.root)

    def test_what_a_file_says_is_sealed_and_forgotten_after_a_day(self, town):
        upload = check_file(data(line()), "clients.csv", by=town.gus)
        raw = Upload.objects.filter(pk=upload.pk).extra(select={"raw": "text || verdicts"})
        assert "Acme" not in raw.values_list("raw", flat=True)[0]
        assert importing.forget_abandoned() == 0
        Upload.objects.update(uploaded_at="2026-01-01T00:00:00Z")
        assert not Upload.objects.of_person(town.gus).exists()
        assert importing.forget_abandoned() == 1

    def test_many_rows_are_few_statements(self, town, django_assert_max_num_queries):
        with django_assert_max_num_queries(30):
            upload = check_file(data(*several(1_000)), "clients.csv", by=town.gus)
            assert import_upload(upload, by=town.gus) == (1_000, 0, 1_000)

    @pytest.mark.bench
    def test_ten_thousand_rows_take_less_than_ten_seconds(self, town):
        """Of this process's own time, judging twice; the database's part is some sixty statements."""
        content, started = data(*several(10_000)), time.process_time()
        upload = check_file(content, "clients.csv", by=town.gus)
        assert import_upload(upload, by=town.gus) == (10_000, 0, 10_000)
        assert time.process_time() - started < 10


def quicker() -> None:
    Client.objects.create(legal_name="Quicker Inc", product="peo", ein="130000001")


class TestLettersInTurn:
    def test_nobody_holds_the_link_until_the_clock_writes_the_letter(self, town, post):
        imported(town, line())
        assert not Letter.objects.exists()
        assert send_in_turn() == 1
        letter = post.to("zoe@acme-bakery.com")
        assert "Justworks" in letter.text
        assert "gus@platform" not in letter.text
        assert link_in(letter, "/invitation/")
        assert send_in_turn() == 0

    def test_seven_days_count_from_the_letter(self, town):
        imported(town, line())
        ContactInvitation.objects.update(expires_at="2026-01-01T00:00:00Z")
        send_in_turn()
        assert ContactInvitation.objects.get().is_open

    def test_wait_while_the_outbox_is_full(self, town, monkeypatch):
        monkeypatch.setattr(importing, "LETTERS_AT_ONCE", 2)
        imported(town, *several(5))
        assert send_in_turn() == 2
        assert send_in_turn() == 0
        Letter.objects.all().delete()
        assert send_in_turn() == 2

    def test_one_sent_by_hand_or_withdrawn_meanwhile_is_not_sent_again(self, town):
        imported(town, *several(2))
        one, other = ContactInvitation.objects.order_by("pk")
        resend(one, by=town.gus)
        withdraw(other, by=town.gus)
        assert send_in_turn() == 0
        assert Letter.objects.count() == 1

    def test_an_ordinary_invitation_does_not_wait(self, town):
        client = town.acme.client
        invite_contact(client, "Zoe", "Park", "zoe@acme.com", client.offered, by=town.carla, held=client.offered)
        assert Letter.objects.count() == 1
        assert send_in_turn() == 0


class TestTheCommand:
    @pytest.fixture
    def file(self, tmp_path):
        written = tmp_path / "clients.csv"
        written.write_bytes(data(line(), further(contact_email="amy@acme-bakery.com", contact_first_name="Amy")))
        return written

    def test_says_every_row_and_imports(self, town, file, capsys):
        call_command("import_clients", str(file), by="gus")
        said = capsys.readouterr().out
        assert "2  good   Acme Bakery: New Payroll client, Active. Zoe Park gets an invitation by mail." in said
        assert "3  good   Acme Bakery: Another contact. Amy Park gets an invitation by mail." in said
        assert "1 client imported. 2 contacts get an invitation in the next minutes." in said
        assert Event.objects.latest().actor == town.gus

    def test_changes_nothing_in_a_dry_run(self, town, file, capsys):
        before = everything()
        call_command("import_clients", str(file), dry_run=True)
        assert "2 rows can be imported, 0 cannot. Nothing was changed." in capsys.readouterr().out
        assert everything() == before

    def test_without_a_name_is_signed_by_the_program(self, town, file):
        call_command("import_clients", str(file))
        assert Event.objects.latest().actor_name == "Advisor Dashboard"

    def test_refuses_in_words(self, town, file, tmp_path):
        with pytest.raises(CommandError, match="nobody of support staff called sam"):
            call_command("import_clients", str(file), by="sam")
        with pytest.raises(CommandError, match="cannot be read: No such file"):
            call_command("import_clients", str(tmp_path / "nothing.csv"))
        call_command("import_clients", str(file))
        with pytest.raises(CommandError, match="1 of 2 rows cannot be imported"):
            call_command("import_clients", str(file))
        file.write_bytes(b"PK\x03\x04")
        with pytest.raises(CommandError, match="no CSV file"):
            call_command("import_clients", str(file))
