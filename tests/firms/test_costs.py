"""What each page of a firm costs: pinned, so that a query per row shows at once."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
COMMON = 6
"""Session, user, member with firm, permissions and second factor, the counts of the navigation; and two savepoints of
a request in a test."""
PAGES = {  # 3 of the pages that ask for a fresh proof are the library looking for the ways to give one
    "home:dashboard": 9,
    "firms:info": 5,
    "firms:edit": 0,
    "firms:security": 3,
    "firms:activity": 1,
    "firms:leave": 0,
    "firms:add_member": 0,
    "firms:own_role": 0,
    "firms:work_email": 3,
    "firms:member": 2,
    "firms:edit_member": 1,
    "firms:edit_invitation": 1,
    "help:index": 0,
}
OF_A_MEMBER = ["firms:member", "firms:edit_member"]


@pytest.mark.parametrize(("name", "own"), PAGES.items())
def test_a_page_costs_this_many_queries(town, visit, django_assert_num_queries, name, own):
    numbers = {"firms:edit_invitation": [town.ivy.pk]} | {page: [town.sam.pk] for page in OF_A_MEMBER}
    url = reverse(name, args=numbers.get(name, []))
    client = visit("olga")
    client.get(url)
    with django_assert_num_queries(COMMON + own):
        assert client.get(url).status_code == 200
