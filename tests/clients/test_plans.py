"""Queries that stay cheap at ten thousand clients because of their shape."""

import pytest

from advisor.permissions import ClientPermission
from clients.models import ClientLink
from clients.pages.asked import CLOSED, OPEN, Asked
from tests.town import PAY

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
