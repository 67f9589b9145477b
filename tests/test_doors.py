"""Every address asked by everybody: nobody gets further than the table in doors.txt says."""

from pathlib import Path

import pytest

from advisor.permissions import FirmPermission
from clients.models import (
    AccessRequest,
    Assignment,
    AssignmentRequest,
    Client,
    ClientLink,
    Contact,
    ContactInvitation,
    FirmInvitation,
)
from tests.doors import Address, addresses

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("doors.txt")
OURS = [address for address in addresses() if address.door and address.door.room != "desk"]
FIRM = [address for address in OURS if address.door and address.door.room == "firm"]
DESK = [address for address in addresses() if address.door and address.door.room == "desk"]
METHODS = ["GET", "POST"]
NUMBERED = [address for address in FIRM if "<int:number>" in address.route or "<code:code>" in address.route]
OF_CLIENTS = [
    *(Client, ClientLink, Assignment, Contact),
    *(FirmInvitation, AccessRequest, ContactInvitation, AssignmentRequest),
]


def name_of(address: Address) -> str:
    return address.name


def insider_of(address: Address) -> str:
    """Who may do everything in that room."""
    return "carla" if address.door and address.door.room == "company" else "olga"


def needed(address: Address) -> FirmPermission:
    return FirmPermission.of([address.door.permission] if address.door and address.door.permission else [])


def test_the_table_is_the_one_that_was_agreed(request):
    present = "\n".join(str(address) for address in addresses() if not address.route.startswith("desk/")) + "\n"
    assert TABLE.read_text() == present, "a lock changed: write tests/doors.txt anew with `python -m tests.write_doors`"


def test_every_address_stands_behind_a_gate():
    assert [address.route for address in addresses() if address.door is None] == []


@pytest.mark.parametrize("address", [a for a in OURS if a.door.room in ("firm", "person", "company")], ids=name_of)
def test_signed_out_leads_to_sign_in(town, url_of, visit, address):
    for method in METHODS:
        answer = visit(None).generic(method, url_of(address))
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("address", FIRM, ids=name_of)
def test_whoever_is_in_no_firm_finds_nothing_also_as_contact_staff_or_superuser(town, url_of, visit, address):
    for who in ("nora", "gus", "root", "carla"):
        client = visit(who)
        for method in METHODS:
            answer = client.generic(method, url_of(address))
            assert answer.status_code == 404, (who, method)
            assert "Smith CPA" not in answer.content.decode()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("address", NUMBERED, ids=name_of)
def test_a_member_of_another_firm_finds_nothing_of_this_one(town, url_of, visit, address, method):
    answer = visit("rita").generic(method, url_of(address))
    assert answer.status_code == 404
    for secret in ("Smith CPA", "sam@smithcpa.com", "ivy@smithcpa.com", "Acme"):
        assert secret not in answer.content.decode()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("address", [a for a in FIRM if a.door.permission], ids=name_of)
def test_an_insider_without_the_permission_is_told_who_can_grant_it(town, url_of, visit, address, method):
    client = visit("sam")
    before = rows(town)
    answer = client.generic(method, url_of(address))
    assert answer.status_code == 403
    assert "Olga Field" in answer.content.decode()
    assert rows(town) == before


def rows(town) -> list:
    """What an act could have changed."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (*(type(row) for row in (town.smith, town.sam, town.ivy, town.sam.user)), *OF_CLIENTS)
    ]


@pytest.mark.parametrize("address", FIRM, ids=name_of)
def test_an_insider_with_the_permission_gets_in(town, url_of, visit, address):
    answer = visit("olga").get(url_of(address))
    expected = {200, 302} if "GET" in address.door.methods else {405}
    assert answer.status_code in expected


@pytest.mark.parametrize("address", [a for a in OURS if a.door.methods == "POST"], ids=name_of)
def test_what_changes_something_does_not_answer_get(town, url_of, visit, address):
    client = visit(insider_of(address))
    before = rows(town)
    answer = client.get(url_of(address))
    assert answer.status_code in (404, 405)
    assert rows(town) == before


@pytest.mark.parametrize("address", [a for a in OURS if "POST" in a.door.methods], ids=name_of)
def test_a_post_without_csrf_token_is_refused(town, url_of, visit, address):
    client = visit(insider_of(address))
    client.handler.enforce_csrf_checks = True
    before = rows(town)
    answer = client.post(url_of(address))
    assert answer.status_code in (302, 403, 404)
    assert rows(town) == before


@pytest.mark.parametrize("address", [a for a in OURS if "GET" in a.door.methods], ids=name_of)
def test_opening_a_page_changes_nothing(town, url_of, visit, address):
    client = visit(insider_of(address))
    before = rows(town)
    client.get(url_of(address))
    client.head(url_of(address))
    assert rows(town) == before


@pytest.mark.parametrize("who", ["olga", "sam", "rita", "nora"])
def test_the_desk_does_not_exist_for_who_is_not_staff(town, visit, who):
    for address in DESK:
        if "<" in address.route:
            continue
        assert visit(who).get(f"/{address.route}").status_code == 404, address.route


RUBBISH = ["\x00", "\ud800", "\u202eevil", "x" * 1_000_000, "9" * 30, "-1", "%00", "<script>alert(1)</script>"]
FIELDS = [
    *("first_name", "last_name", "email", "role", "permissions", "personal_email", "name", "website", "firm_name"),
    *("login", "password", "username", "code", "state", "postal_code", "time_zone", "work_phone", "cell_phone"),
    *("q", "page", "before", "since", "until", "kind", "person", "next", "draft", "sort"),
    *("company_name", "product", "message", "reason", "client", "member", "seen", "everything", "tab", "access"),
    *("legal_name", "trading_name", "phone", "street", "city", "acknowledged", "decline", "assigned", "contact"),
    *("nobody", "title"),
]


@pytest.mark.parametrize("address", OURS, ids=name_of)
def test_rubbish_in_any_field_or_parameter_is_answered_with_a_page(town, url_of, visit, address):
    client = visit(insider_of(address))
    url = url_of(address)
    for rubbish in RUBBISH:
        text = escaped(rubbish.encode("utf-8", "surrogatepass"))
        fields = "&".join(f"{field}={text}" for field in (FIELDS if len(rubbish) < 1000 else FIELDS[:1]))
        answer = client.generic("POST", url, fields, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500, rubbish[:20]
        if len(rubbish) < 1000:
            assert client.get(f"{url}?{fields}").status_code < 500, rubbish


def escaped(text: bytes) -> str:
    return "".join(f"%{byte:02x}" for byte in text)
