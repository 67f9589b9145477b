"""Importing clients at the desk: the page, the dry run, and that only whoever may add clients gets there."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from advisor.audit.models import Event
from clients.actions.importing import check_file
from clients.importing.columns import NAMES
from clients.models import Client, ContactInvitation, Upload
from tests.clients.files import data, line, several
from tests.desk.doing import give, list_of, page_of, said

pytestmark = pytest.mark.django_db
START = "/desk/clients/client/import/"


def upload(client, content: bytes, name: str = "clients.csv"):
    return client.post(START, {"file": SimpleUploadedFile(name, content, "text/csv")})


def outcome(client, content: bytes) -> str:
    """The address of the dry run of this file."""
    answer = upload(client, content)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


class TestTheWayThroughThePages:
    def test_from_the_list_to_the_clients(self, town, visit):
        client = visit("root")
        assert START in client.get(list_of(Client)).content.decode()
        page = outcome(client, data(*several(2)))
        shown = client.get(page).content.decode()
        assert "2 rows can be imported" in shown
        assert "New Payroll client, Active. Zoe Park gets an invitation by mail." in shown
        assert not Client.objects.filter(legal_name="Company 0 LLC").exists()
        answer = client.post(page, follow=True)
        assert said(answer) == "2 clients imported. 2 contacts get an invitation in the next minutes."
        assert "Company 1 LLC" in answer.content.decode()
        assert client.get(page).status_code == 404
        history = client.get(
            page_of(ContactInvitation.objects.get(client__legal_name="Company 1 LLC"), "history")
        ).content.decode()
        assert "Root Field brought Company 1 LLC to the platform." in history

    def test_a_second_click_imports_nothing_more(self, town, visit):
        client = visit("root")
        page = outcome(client, data(line()))
        client.post(page)
        assert client.post(page).status_code == 404
        assert Client.objects.filter(ein="130000001").count() == 1

    def test_problems_come_first_and_there_is_no_button(self, town, visit):
        client = visit("root")
        page = outcome(client, data(line(ein="x"), *several(2)))
        shown = client.get(page).content.decode()
        assert "1 of 3 rows cannot be imported" in shown
        assert "Enter an EIN of nine digits" in shown
        assert "Company 1 LLC" not in shown
        assert 'value="Import' not in shown
        assert "Company 1 LLC" in client.get(page, {"show": "all"}).content.decode()
        answer = client.post(page)
        assert answer.status_code == 422
        assert "1 of 3 rows cannot be imported. Nothing was imported." in answer.content.decode()
        assert not Client.objects.filter(legal_name="Company 1 LLC").exists()

    def test_what_was_taken_meanwhile_is_shown_at_its_row(self, town, visit):
        client = visit("root")
        page = outcome(client, data(line()))
        Client.objects.create(legal_name="Quicker Inc", product="peo", ein="130000001")
        answer = client.post(page)
        assert answer.status_code == 422
        assert "Quicker Inc on the platform has 13-0000001 already" in answer.content.decode()

    def test_ten_thousand_rows_are_shown_in_pages_of_a_hundred(self, town, visit, queries):
        client = visit("root")
        page = outcome(client, data(*several(250)))
        with queries(6):
            shown = client.get(page).content.decode()
        assert "Every row, 1–100 of 250" in shown
        assert "Next" in shown
        assert "Every row, 201–250 of 250" in client.get(page, {"page": 3}).content.decode()
        for rubbish in ("x", "-1", "9" * 30):
            assert client.get(page, {"page": rubbish, "show": rubbish}).status_code == 200

    def test_every_outcome_can_be_downloaded_with_formulas_escaped(self, town, visit):
        client = visit("root")
        page = outcome(client, data(line(legal_name="=1+1", trading_name=""), line(ein="x")))
        rows = list(csv.reader(io.StringIO(client.get(f"{page}rows/").content.decode())))
        assert rows[1][:3] == ["2", "'=1+1", "Good"]
        assert rows[2][:3] == ["3", "Acme Bakery", "Error"]

    def test_the_sample_can_be_imported_as_it_is(self, town, visit):
        client = visit("root")
        sample = client.get(reverse("admin:clients_client_import_sample")).content
        assert sample.decode().splitlines()[0].split(",") == NAMES
        assert "2 rows can be imported" in client.get(outcome(client, sample)).content.decode()

    def test_windows_1252_is_said(self, town, visit):
        client = visit("root")
        page = outcome(client, data(line(trading_name="Café")).decode().encode("cp1252"))
        shown = client.get(page).content.decode()
        assert "read as Windows-1252" in shown
        assert "Café" in shown


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"", "The file is empty"),
            (b"\x00", "This is no CSV file"),
            (b"a,b\r\n1,2", "It lacks: legal_name"),
            (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        ],
    )
    def test_in_words_with_422(self, town, visit, content, sentence):
        answer = upload(visit("root"), content)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert not Upload.objects.exists()

    def test_no_file_at_all(self, town, visit):
        answer = visit("root").post(START)
        assert answer.status_code == 422
        assert "Choose a CSV file" in answer.content.decode()

    @pytest.mark.parametrize("name", ["../../etc/passwd", "=1+1.csv", "\u202evsc.exe", "<script>alert(1)</script>.csv"])
    def test_the_name_of_a_file_is_only_a_name(self, town, visit, name):
        client = visit("root")
        answer = upload(client, data(line()), name)
        assert answer.status_code == 302
        assert "<script>alert" not in client.get(answer["Location"]).content.decode()
        assert "\u202e" not in Upload.objects.get().file_name

    def test_script_in_a_cell_is_shown_and_not_run(self, town, visit):
        client = visit("root")
        page = outcome(client, data(line(trading_name="<script>alert(1)</script>", ein="<b>")))
        assert "<script>alert" not in client.get(page).content.decode()


class TestWhoMayImport:
    def test_only_staff_who_may_add_clients(self, town, visit):
        give(town.gus, "clients.view_client", "clients.change_client")
        client = visit("gus")
        stored = check_file(data(line()), "clients.csv", by=town.gus)
        for address in (START, f"{START}sample/", f"{START}{stored.pk}/", f"{START}{stored.pk}/rows/"):
            assert client.get(address).status_code == 403
        assert upload(client, data(line())).status_code == 403
        assert client.post(f"{START}{stored.pk}/").status_code == 403
        assert START not in client.get(list_of(Client)).content.decode()
        assert not Event.objects.exists()
        give(town.gus, "clients.add_client")
        assert visit("gus").post(f"{START}{stored.pk}/").status_code == 302

    def test_nobody_sees_the_file_of_somebody_else(self, town, visit):
        stored = check_file(data(line()), "clients.csv", by=town.gus)
        for address in (f"{START}{stored.pk}/", f"{START}{stored.pk}/rows/"):
            assert visit("root").get(address).status_code == 404
        assert visit("root").post(f"{START}{stored.pk}/").status_code == 404
