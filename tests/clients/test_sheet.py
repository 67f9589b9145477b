"""CSV files as they really come: every one is read or refused in words, and nothing of it is ever run."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.importing.columns import NAMES
from clients.importing.judging import Known, cleaned, judge
from clients.importing.sheet import MOST_ROWS, NotASheet, read
from tests.clients.files import GOOD, data, further, line, sheet


def verdicts(*rows, known=None):
    return judge([cleaned(row) for row in read(data(*rows), NAMES).rows], known or Known())


def errors(**changed: str) -> str:
    [verdict] = verdicts(line(**changed))
    return verdict.words if verdict.errors else ""


class TestReading:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
    def test_utf_8_with_and_without_its_mark(self, encoding):
        found = read(sheet(line(city="Cañon")).encode(encoding), NAMES)
        assert (found.encoding, found.rows[0].cells["city"]) == ("UTF-8", "Cañon")

    def test_windows_1252_is_read_and_said(self):
        found = read(sheet(line(legal_name="Café Zoë – “Best”")).encode("cp1252"), NAMES)
        assert found.encoding == "Windows-1252"
        assert found.rows[0].cells["legal_name"] == "Café Zoë – “Best”"

    def test_columns_in_any_order_and_in_capitals(self):
        names = [name.replace("_", " ").upper() for name in reversed(NAMES)]
        cells = [GOOD[name] for name in reversed(NAMES)]
        written = io.StringIO()
        csv.writer(written).writerows([names, cells])
        assert read(written.getvalue().encode(), NAMES).rows[0].cells == GOOD

    def test_quotation_marks_commas_and_line_breaks_inside_cells(self):
        found = read(data(line(legal_name='Acme "Best" Bakery, LLC', street="1\n2")), NAMES)
        assert found.rows[0].cells["legal_name"] == 'Acme "Best" Bakery, LLC'

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_every_kind_of_line_end_and_empty_rows_between(self, end):
        text = sheet(line()).replace("\r\n", end)
        empty = "," * (len(NAMES) - 1) + end
        found = read((text + empty + end + text.partition(end)[2]).encode(), NAMES)
        assert [row.number for row in found.rows] == [2, 5]

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"", "The file is empty"),
            (b" \r\n ", "The file is empty"),
            (b"a\x00b", "no CSV file"),
            (b"PK\x03\x04 a workbook", "Save as"),
            (sheet(line()).encode("utf-16"), "no CSV file"),
            (sheet(line()).replace("Acme", "\x81").encode("latin-1"), "no CSV file"),
            (sheet(line()).replace(",", ";").encode(), "not separated by commas"),
            (sheet(line()).replace(",", "\t").encode(), "not separated by commas"),
            (b"legal_name,product\r\nAcme,payroll", "It lacks: trading_name, status, ein"),
            (sheet(line(), names=[*NAMES, "ein"]).encode(), "It names more than once: ein"),
            (sheet(line(), names=[*NAMES, "EIN no."]).encode(), "It has what is no column: ein_no."),
            (sheet(line(), names=[*NAMES, ""]).encode(), "It has what is no column: a column without a name"),
            (sheet().encode(), "has no row below"),
            (sheet(line()).encode() + b'"never closed', "near line 3: a quotation mark is not closed"),
            (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
            (sheet(*[line()] * (MOST_ROWS + 1)).encode(), "more than 10,000 rows"),
        ],
        ids=lambda value: value[:30] if isinstance(value, str) else "",
    )
    def test_what_cannot_be_read_is_refused_in_words(self, content, sentence):
        with pytest.raises(NotASheet, match=r".") as refusal:
            read(content, NAMES)
        assert sentence in str(refusal.value)

    def test_a_row_with_other_cells_than_the_first_says_so(self):
        text = sheet(line()) + "just,three,cells\r\n"
        found = [cleaned(row) for row in read(text.encode(), NAMES).rows]
        assert judge(found, Known())[1].errors == [
            f"The row has 3 cells, and the first row names {len(NAMES)} columns."
        ]

    @given(st.binary(max_size=2_000))
    def test_any_bytes_are_read_or_refused(self, content):
        try:
            found = read(content, NAMES)
        except NotASheet:
            return
        judge([cleaned(row) for row in found.rows], Known())

    @given(st.lists(st.fixed_dictionaries(dict.fromkeys(NAMES, st.text(max_size=30))), min_size=1, max_size=4))
    def test_any_cells_are_judged(self, rows):
        try:
            found = read(sheet(*rows).encode("utf-8", "surrogatepass"), NAMES)
        except NotASheet:
            return
        for verdict in judge([cleaned(row) for row in found.rows], Known()):
            assert verdict.words


class TestJudging:
    def test_a_good_row_says_what_would_become_of_it(self):
        [verdict] = verdicts(line())
        assert verdict.words == "New Payroll client, Active. Zoe Park gets an invitation by mail."
        assert verdict.client["ein"] == "130000001"
        assert verdict.client["phone"] == "+12125550150"

    @pytest.mark.parametrize(
        ("column", "text", "sentence"),
        [
            ("legal_name", "", "legal name: Enter the company's legal name."),
            ("legal_name", "x" * 121, "legal name: Use at most 120 characters."),
            ("legal_name", "evil.com at www.evil.com", "legal name: Enter a name without a web or email address."),
            ("legal_name", "\u202eevil", "legal name: Use only letters and signs that can be seen."),
            ("product", "benefits", "product: Write one of: payroll, peo."),
            ("product", "", "product: Write one of: payroll, peo."),
            ("status", "requested", "status: Write one of: enrolling, active, terminated."),
            ("ein", "", "EIN: Enter an EIN of nine digits, like 12-3456789."),
            ("ein", "12-34567890", "EIN: Enter an EIN of nine digits, like 12-3456789."),
            ("ein", "12345678", "A spreadsheet may have dropped a leading zero."),
            ("ein", "12-345678\u0669", "EIN: Enter an EIN of nine digits"),
            ("ein", "1.23457E+08", "EIN: Enter an EIN of nine digits"),
            ("zip", "2134", "ZIP: Enter a ZIP code, like 10001 or 10001-1234. A spreadsheet may have dropped"),
            ("state", "New York", "state: Enter the two letters of a state, like NY."),
            ("phone", "555-1234", "phone: Enter a phone number, like (212) 555-0199."),
            ("pay_frequency", "daily", "pay frequency: Write one of: weekly, biweekly, semimonthly, monthly."),
            ("pay_frequency", "", "Enter both, or neither."),
            ("first_pay_on", "4.12.2026", "first pay on: Enter a date, like 2026-12-04 or 12/4/2026."),
            ("first_pay_on", "0026-12-04", "first pay on: Enter a date"),
            (
                "platform_contact_email",
                "nobody@platform.example",
                "There is no platform contact nobody@platform.example.",
            ),
            ("contact_email", "zoe", "contact email: Enter a work email, like amy@smith-cpa.com."),
            ("contact_email", "", "contact email: Enter an address, or leave the other columns of the contact empty."),
            ("contact_first_name", "", "contact first name: Enter their first name."),
            ("contact_last_name", "", "contact last name: Enter their last name."),
            ("contact_permissions", "", "contact permissions: Write “all”, or permissions separated by |."),
            ("contact_permissions", "fly", "contact permissions: There is no permission “fly”."),
            ("contact_permissions", "manage_timecards", "This product does not have: Manage all timecards."),
        ],
    )
    def test_what_is_wrong_is_said_in_words(self, column, text, sentence):
        assert sentence in errors(**{column: text})

    def test_everything_that_is_wrong_is_said_at_once(self):
        words = errors(product="x", ein="y", state="Z1", contact_permissions="fly")
        assert [name in words for name in ("product:", "EIN:", "state:", "contact permissions:")] == [True] * 4

    @pytest.mark.parametrize("text", ["=cmd|'/c calc'!A1", "=1+1", "+1 Fitness", "-5 Degrees", "\t=1+1"])
    def test_what_a_spreadsheet_would_run_is_kept_as_text(self, text):
        [verdict] = verdicts(line(legal_name=text))
        assert (verdict.errors, verdict.client["legal_name"]) == ([], text.strip())

    def test_labels_and_capitals_are_understood(self):
        permissions = "Manage third-party access | MANAGE_EMPLOYEES|View invoices & reporting"
        [verdict] = verdicts(line(product="PEO", status="Active", contact_permissions=permissions, ein="130000001"))
        assert not verdict.errors
        assert verdict.contact.permissions.codenames == [
            "manage_third_parties",
            "view_invoices_and_reports",
            "manage_employees",
        ]

    @pytest.mark.parametrize("text", ["2026-12-04", "12/4/2026", "12/04/2026"])
    def test_dates_as_spreadsheets_write_them(self, text):
        [verdict] = verdicts(line(first_pay_on=text))
        assert verdict.client["first_pay_on"].isoformat() == "2026-12-04"

    def test_all_means_all_of_the_product(self):
        for product, number in (("payroll", 8), ("peo", 9)):
            [verdict] = verdicts(line(product=product))
            assert len(verdict.contact.permissions.codenames) == number

    def test_one_ein_twice_in_the_file_names_the_other_row(self):
        first, second = verdicts(line(), line(contact_email="amy@other.com"))
        assert not first.errors
        assert second.words == "EIN: Row 2 has 13-0000001 too."

    def test_one_ein_on_the_platform_names_its_client(self):
        [verdict] = verdicts(line(), known=Known(clients={"130000001": "Old Bakery"}))
        assert verdict.words == "EIN: Old Bakery on the platform has 13-0000001 already."

    def test_a_row_with_nothing_but_a_contact_belongs_to_the_company_above(self):
        company, more = verdicts(line(), further(contact_email="amy@acme-bakery.com", contact_first_name="Amy"))
        assert more.words == "Another contact. Amy Park gets an invitation by mail."
        assert (more.of, more.name) == (company.number, "Acme Bakery")
        _, again = verdicts(line(), further())
        assert "has this contact in a row above" in again.words
        [alone] = verdicts(further())
        assert "there is none" in alone.words

    def test_a_contact_who_cannot_let_a_firm_in_is_noted(self):
        [verdict] = verdicts(line(contact_permissions="make_payments"))
        assert not verdict.errors
        assert verdict.words.endswith("Cannot let a firm in.")
        nobody = dict.fromkeys((name for name in NAMES if name.startswith("contact_")), "")
        [verdict] = verdicts(line(**nobody))
        assert verdict.words.endswith("No contact: nobody can sign in to its account yet.")
