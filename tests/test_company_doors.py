"""The company's own account asked by everybody: its contacts, its firm's members, and those who are neither."""

import pytest

from clients.actions.granting import end_link
from tests.doors import Address, addresses
from tests.test_doors import METHODS, name_of, rows
from tests.town import PAY, at_work

pytestmark = pytest.mark.django_db
COMPANY = [address for address in addresses() if address.door and address.door.room == "company"]
LOCKED = [address for address in COMPANY if address.door and address.door.permission]
PLAIN = [address for address in COMPANY if address.door and not address.door.permission]
DORA_MAY = {"edit_company_settings"}


def needs(address: Address) -> set[str]:
    return set(address.door.permission.split()) if address.door else set()


@pytest.mark.parametrize("address", COMPANY, ids=name_of)
def test_strangers_find_nothing(town, url_of, visit, address):
    for who in ("nora", "gus", "root", "rita", "rosa", "fred"):
        client = visit(who)
        for method in METHODS:
            answer = client.generic(method, url_of(address))
            assert answer.status_code == 404, (who, method)
            assert "Acme" not in answer.content.decode()


@pytest.mark.parametrize("address", COMPANY, ids=name_of)
def test_a_member_of_a_firm_whose_access_ended_finds_nothing(town, url_of, visit, address):
    sam = opened(visit("sam"), town)
    end_link(town.acme, by=town.carla)
    for method in METHODS:
        answer = sam.generic(method, url_of(address))
        assert answer.status_code == 404
        assert "Acme" not in answer.content.decode()


def opened(client, town):
    """As if this browser had come in through the recorded door."""
    session = client.session
    session["opened"] = [town.acme.client.code]
    session.save()
    return client


@pytest.mark.parametrize("address", COMPANY, ids=name_of)
def test_a_colleague_who_is_not_assigned_is_told_whom_to_ask(town, url_of, visit, address):
    mona = opened(visit("mona"), town)
    before = rows(town)
    for method in METHODS:
        answer = mona.generic(method, url_of(address))
        assert answer.status_code == 403
        assert "Olga Field" in answer.content.decode()
    assert rows(town) == before


@pytest.mark.parametrize("address", COMPANY, ids=name_of)
def test_a_member_comes_in_through_the_recorded_door_only(town, url_of, visit, address):
    answer = visit("sam").get(url_of(address))
    assert answer["Location"] == f"/clients/{town.acme.client.code}/open/"


@pytest.mark.parametrize("address", LOCKED, ids=name_of)
def test_a_contact_without_the_permission_is_told_who_can_grant_it(town, url_of, visit, address):
    dora = visit("dora")
    before = rows(town)
    for method in METHODS:
        answer = dora.generic(method, url_of(address))
        if needs(address) <= DORA_MAY:
            assert answer.status_code in (200, 302, 405, 422)
            continue
        assert answer.status_code == 403
        assert "Carla Field" in answer.content.decode()
        assert rows(town) == before


@pytest.mark.parametrize("address", LOCKED, ids=name_of)
def test_a_member_without_the_permission_is_told_who_can_grant_it(town, url_of, visit, address):
    sam = opened(visit("sam"), town)
    before = rows(town)
    for method in METHODS:
        answer = sam.generic(method, url_of(address))
        assert answer.status_code == 403
        assert "Carla Field" in answer.content.decode(), "Acme has not granted it to the firm"
    assert rows(town) == before


@pytest.mark.parametrize("address", LOCKED, ids=name_of)
def test_granted_to_the_firm_and_assigned_to_the_member_opens(town, url_of, visit, address):
    type(town.acme).objects.filter(pk=town.acme.pk).update(granted=town.acme.client.offered)
    at_work(town.mona, town.acme, town.acme.client.offered)
    answer = opened(visit("mona"), town).get(url_of(address))
    not_there = address.name in ("company:access_request", "company:invite_center")  # a contact's; a PEO company's
    expected = {404} if not_there else {200, 302} if "GET" in address.door.methods else {405}
    assert answer.status_code in expected


@pytest.mark.parametrize("address", COMPANY, ids=name_of)
def test_a_contact_with_the_permission_gets_in(town, url_of, visit, address):
    answer = visit("carla").get(url_of(address))
    only_peo = address.name == "company:invite_center"
    expected = {404} if only_peo else {200, 302} if "GET" in address.door.methods else {405}
    assert answer.status_code in expected


@pytest.mark.parametrize("address", PLAIN, ids=name_of)
def test_everybody_inside_gets_what_needs_no_permission(town, url_of, visit, address):
    at_work(town.mona, town.acme, PAY)
    for client in (visit("dora"), opened(visit("mona"), town), opened(visit("sam"), town)):
        assert client.get(url_of(address)).status_code == 200
