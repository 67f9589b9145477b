"""Queries that stay cheap at ten thousand clients because of their shape."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from advisor.permissions import ClientPermission
from clients.actions.assigning import assign
from clients.actions.granting import end_link
from clients.models import Assignment, Client, ClientLink, Status
from clients.pages.asked import CLOSED, OPEN, Asked
from clients.pages.counts import counts_of
from firms.models import Member
from tests.town import PAY, PEOPLE

pytestmark = pytest.mark.django_db


def joins(links: object) -> int:
    return str(links.query).count('JOIN "clients_assignment"')


@pytest.mark.parametrize("permission", [ClientPermission.none(), PAY])
def test_a_member_s_links_join_the_assignments_once(town, permission):
    assert joins(ClientLink.objects.open_to(town.sam, permission)) == 1


@pytest.mark.parametrize("access", [OPEN, CLOSED])
def test_so_does_the_list_that_is_filtered_by_one_s_own_access(town, access):
    links = Asked(tab="active", access=access).applied(ClientLink.objects.seen_by(town.mona))

    assert joins(links) == 1
    assert [link.client_name for link in links] == ([] if access == OPEN else ["Acme Corp", "Bloom LLC"])


def counted(member: object) -> dict[tuple[str, str], int]:
    """As the tabs say, by product and status."""
    return counts_of(Member.objects.get(pk=member.pk)).clients


def test_what_a_member_is_counted_is_what_stands_in_the_list(town):
    assert counted(town.sam) == {("payroll", "active"): 1}

    assign(town.bloom, town.sam, PEOPLE, by=town.mona)
    assert counted(town.sam) == {("payroll", "active"): 1, ("peo", "active"): 1}

    Assignment.objects.filter(member=town.sam, link=town.acme).update(expires_at=timezone.now() - timedelta(seconds=1))
    end_link(town.bloom, by=town.pia)
    assert counted(town.sam) == {}
    assert not ClientLink.objects.open_to(town.sam).exists()


def test_the_status_of_a_client_reaches_its_links_and_assignments_in_the_same_statement(town):
    Client.objects.filter(pk=town.acme.client_id).update(status=Status.TERMINATED)

    assert ClientLink.objects.get(pk=town.acme.pk).status == Status.TERMINATED
    assert counted(town.sam) == {("payroll", "terminated"): 1}


def test_an_assignment_that_says_otherwise_than_its_link_is_refused(town):
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(member=town.sam).update(status=Status.TERMINATED)
