"""Firm Info and the pages around it."""

import pytest
from django.urls import reverse

from advisor.permissions import FirmPermission
from firms.models import Member, MemberInvitation
from tests.town import age, member, person

pytestmark = pytest.mark.django_db
INFO = reverse("firms:info")
QUERIES = 11
"""Session, user, member, domains, count, members, invitations; and two of the savepoint that a test adds."""


def test_everybody_of_the_firm_sees_its_members_and_nobody_elses(town, visit):
    page = visit("sam").get(INFO).content.decode()
    assert "olga@smithcpa.com" in page
    assert "rita@rivaltax.com" not in page


def test_only_those_who_manage_members_see_invitations_and_the_button(town, visit):
    assert "Add member" not in visit("sam").get(INFO).content.decode()
    assert "ivy@smithcpa.com" not in visit("sam").get(INFO).content.decode()
    page = visit("mona").get(INFO).content.decode()
    assert "Add member" in page
    assert "ivy@smithcpa.com" in page
    assert "Resend invite" in page


def test_members_are_searched_in_the_database(town, visit):
    page = visit("olga").get(INFO, {"q": "mona contr"}).content.decode()
    assert "mona@smithcpa.com" in page
    assert "sam@smithcpa.com" not in page


def test_a_search_without_result_says_so_and_offers_to_clear(town, visit):
    page = visit("olga").get(INFO, {"q": "zebra"}).content.decode()
    assert "Nobody found" in page


@pytest.mark.parametrize("page", ["-1", "0", "10000000000", "x", "1e9"])
def test_any_page_number_gives_a_page(town, visit, page):
    assert visit("olga").get(INFO, {"page": page}).status_code == 200


def test_a_long_list_is_paged(town, visit):
    for number in range(55):
        member(person(f"extra{number}"), town.smith, FirmPermission.none())
    page = visit("olga").get(INFO).content.decode()
    assert "1–50 of 58" in page


def test_an_expired_invitation_is_listed_as_expired_by_the_clock_alone(town, visit):
    age(town.ivy, days=7, seconds=1)
    assert "Expired" in visit("olga").get(INFO).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_members(town, visit, django_assert_num_queries):
    client = visit("olga")
    client.get(INFO)
    with django_assert_num_queries(QUERIES):
        client.get(INFO)
    for number in range(20):
        member(person(f"extra{number}"), town.smith, FirmPermission.none())
    with django_assert_num_queries(QUERIES):
        client.get(INFO)


def test_the_two_pages_of_add_member_invite(town, visit, post):
    client = visit("mona")
    first = client.post(
        reverse("firms:add_member"),
        {"first_name": "Ned", "last_name": "Low", "email": "Ned@SmithCPA.com", "role": "Falconer"},
    )
    assert first.status_code == 302
    second = client.get(first["Location"])
    assert "Permissions of Ned Low" in second.content.decode()

    done = client.post(first["Location"], {"permissions": ["manage_members"]}, follow=True)

    invited = MemberInvitation.objects.get(email="ned@smithcpa.com")
    assert invited.permissions == FirmPermission.MANAGE_MEMBERS
    assert invited.role == "Falconer"
    assert "Ned Low was invited" in done.content.decode()
    assert "Ned" in post.to("ned@smithcpa.com").text


def test_back_from_the_permissions_keeps_what_was_typed(town, visit):
    client = visit("mona")
    typed = {"first_name": "Ned", "last_name": "Low", "email": "ned@smithcpa.com", "role": "Falconer"}
    first = client.post(reverse("firms:add_member"), typed)
    draft = first["Location"].rstrip("/").rpartition("/")[2]
    assert 'value="Falconer"' in client.get(reverse("firms:add_member"), {"draft": draft}).content.decode()


def test_an_address_of_another_domain_is_refused_where_it_is_typed(town, visit):
    typed = {"first_name": "Ned", "last_name": "Low", "email": "ned@other.com", "role": "CPA"}
    answer = visit("mona").post(reverse("firms:add_member"), typed)
    assert answer.status_code == 422
    assert "Your firm members must share the same email domain. This domain is not allowed." in answer.content.decode()
    assert 'value="Falconer"' not in answer.content.decode()
    assert 'value="ned@other.com"' in answer.content.decode()


def test_an_unconfirmed_firm_can_invite_nobody(town, visit):
    client = visit("fred")
    typed = {"first_name": "Ned", "last_name": "Low", "email": "ned@youngbooks.com", "role": "CPA"}
    answer = client.post(reverse("firms:add_member"), typed)
    assert answer.status_code == 422
    assert "Confirm your work email first" in answer.content.decode()
    assert not MemberInvitation.objects.filter(firm=town.young).exists()


def test_permissions_one_does_not_hold_stand_off_with_the_reason(town, visit):
    page = visit("mona").get(reverse("firms:edit_member", args=[town.sam.pk])).content.decode()
    assert "You do not hold this permission yourself." in page


def test_changing_role_and_permissions_works_with_the_next_request(town, visit, post):
    sam = visit("sam")
    assert sam.get(reverse("firms:activity")).status_code == 403
    visit("olga").post(
        reverse("firms:edit_member", args=[town.sam.pk]), {"role": "Auditor", "permissions": ["view_activity"]}
    )
    assert sam.get(reverse("firms:activity")).status_code == 200
    assert Member.objects.get(pk=town.sam.pk).role == "Auditor"
    assert "Auditor" in post.to("sam@smithcpa.com").text
