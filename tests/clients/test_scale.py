"""The large town of the measurements, in small."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from advisor.users.models import User
from clients.models import Assignment, Client, ClientLink
from clients.scale import companies, people
from clients.scale.layout import Layout, Size
from clients.scale.tables import Ground
from firms.models import Firm, Member
from tests.town import client

SMALL = {"firms": 6, "links": 360, "large": 200, "members": 30}


def rows() -> list[Any]:
    layout, codenames = (
        Layout(Size(**SMALL)),
        dict.fromkeys(["manage_firm", "manage_members", "assign_clients", "add_clients", "view_activity"], 1),
    )
    ground = Ground(layout, date(2026, 12, 1), datetime(2026, 12, 1, tzinfo=UTC), {}, codenames)
    tables = [*people.tables(ground), *companies.tables(ground)]
    return [(table.name, [row[:2] + row[3:] for row in table.rows]) for table in tables]  # without the password


def test_the_same_size_and_day_make_the_same_town():
    assert rows() == rows()


def test_the_full_size_is_the_one_of_the_measurements():
    layout = Layout(Size())

    assert len(layout.links_of(1)) == 10_000
    assert len(layout.links_of(2)) == 100
    assert layout.links_of(2_000)[-1] == 100_000
    assert len(layout.members_of(1)) == 500
    assert len(layout.clients) == 98_000
    at_work = sum(1 for firm in layout.firms for link in layout.links_of(firm) for _ in layout.at_work_on(link, firm))
    assert at_work == 565_040


@pytest.mark.parametrize("wrong", [{"firms": 2}, {"links": 200}, {"large": 99}, {"members": 3}])
def test_a_size_that_cannot_be_is_refused(wrong):
    with pytest.raises(CommandError, match="At least"):
        call_command("seed_scale", **(SMALL | wrong))


def test_outside_debug_and_testing_it_is_refused(settings):
    settings.TESTING = False

    with pytest.raises(CommandError, match="only with DEBUG=1 or TESTING=1"):
        call_command("seed_scale")


@pytest.mark.usefixtures("committed")
def test_a_small_town_stands_beside_what_is_there_already(capsys):
    client("Acme Corp", ein="120000001")

    call_command("seed_scale", **SMALL)

    large, small = Firm.objects.get(name="Scale Firm 1"), Firm.objects.get(name="Scale Firm 2")
    assert ClientLink.objects.live().filter(firm=large).count() == 200
    assert ClientLink.objects.live().filter(firm=small).count() == 100
    assert (ClientLink.objects.count(), Client.objects.count()) == (360, 354)
    everywhere = Member.objects.get(user__username="scale-1-2")
    assert ClientLink.objects.open_to(everywhere).count() == 200
    assert Assignment.objects.filter(link__firm=large).count() == 200 * 15
    assert User.objects.get(username="scale-2-1").check_password(people.PASSWORD)
    client("Numbered after them", ein="120000002")
    with pytest.raises(IntegrityError), transaction.atomic():
        ClientLink.objects.filter(firm=small).update(client_name="Not its client's name")

    capsys.readouterr()
    call_command("seed_scale", **SMALL)
    assert capsys.readouterr().out == "The large town stands already.\n"
