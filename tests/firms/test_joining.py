"""Joining a firm by invitation: what the page offers to whom, and that an invitation makes one member."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from advisor.errors import Refused
from advisor.permissions import FirmPermission
from advisor.users.models import User
from firms.actions.inviting import GONE, begin_joining, join
from firms.actions.members import remove
from firms.models import DomainException, Member, MemberInvitation, SignUp
from invitations.actions import resend, withdraw
from tests.letters import Post, link_in
from tests.town import MANAGE, Town, age, invitation, person
from tests.visits import Visit

PROFILE = {
    "first_name": "Ivy",
    "last_name": "Field",
    "role": "Bookkeeper",
    "work_phone": "212 555 0160",
    "cell_phone": "212 555 0161",
}
ACCOUNT = {"personal_email": "ivy@example.com", "username": "ivy", "password": "walrus Umbrella 42"}


def arrived(client: Client, token: str) -> Client:
    """With the link of the letter opened."""
    assert client.get(f"/invitation/{token}/")["Location"] == "/invitation/"
    return client


def accepted(client: Client) -> str:
    """Accept was pressed by somebody new; the address of their sign-up."""
    return client.post("/invitation/accept/")["Location"].removesuffix("profile/")


def words(answer: Any) -> str:
    return answer.content.decode()


def test_an_invited_person_is_in_after_two_steps(town: Town, visit: Visit, post: Post) -> None:
    client = arrived(visit(), town.ivy_token)
    at = accepted(client)
    page = words(client.get(f"{at}profile/"))
    assert "Step 1 of 2" in page
    assert 'value="Ivy"' in page
    assert 'name="email"' not in page
    assert "ivy@smithcpa.com" in page
    client.post(f"{at}profile/", PROFILE)
    assert ">Join Smith CPA<" in words(client.get(f"{at}account/"))

    answer = client.post(f"{at}account/", ACCOUNT)

    assert answer["Location"] == "/"
    ivy = Member.objects.whole().get(user__username="ivy")
    assert (ivy.firm, ivy.role, ivy.permissions) == (town.smith, "Bookkeeper", MANAGE)
    assert ivy.user.email == "ivy@smithcpa.com"
    assert ivy.user.email_confirmed_at is not None
    assert post.subjects("ivy@smithcpa.com") == []
    assert len(post.subjects("ivy@example.com")) == 1
    assert post.to("olga@smithcpa.com").subject
    assert client.get("/dashboard/").status_code == 200


def test_the_email_of_the_invitation_cannot_be_changed_on_the_way(town: Town, visit: Visit) -> None:
    client = arrived(visit(), town.ivy_token)
    at = accepted(client)

    client.post(f"{at}profile/", PROFILE | {"email": "someone@rivaltax.com", "firm_name": "Mine"})
    client.post(f"{at}account/", ACCOUNT | {"email": "someone@rivaltax.com"})

    assert Member.objects.get(user__username="ivy").user.email == "ivy@smithcpa.com"


def test_the_first_step_is_not_for_the_invited(town: Town, visit: Visit) -> None:
    client = arrived(visit(), town.ivy_token)
    at = accepted(client)

    assert client.get(f"{at}firm/")["Location"] == f"{at}profile/"
    assert client.post(f"{at}profile/", {"back": "1"})["Location"] == "/invitation/"


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        (None, ">Accept<"),
        ("mona", "Sign out"),
        ("rita", "Sign out"),
    ],
)
def test_the_page_offers_what_fits_the_reader(town: Town, visit: Visit, who: str | None, sentence: str) -> None:
    page = words(arrived(visit(who), town.ivy_token).get("/invitation/"))

    assert "Olga Field invited you to join Smith CPA" in page
    assert "Invite members, change their permissions and role, and remove them." in page
    assert sentence in page
    assert (who is None) == (">Accept<" in page)


def test_somebody_with_an_account_is_led_through_sign_in_and_back(town: Town, visit: Visit) -> None:
    person("ivy")

    page = words(arrived(visit(), town.ivy_token).get("/invitation/"))

    assert 'href="/sign-in/?next=/invitation/"' in page
    assert ">Accept<" not in page


def test_somebody_with_an_account_and_no_firm_is_in_at_once(town: Town, visit: Visit) -> None:
    ivy = person("ivy")
    client = arrived(visit(ivy), town.ivy_token)
    assert ">Accept<" in words(client.get("/invitation/"))

    client.post("/invitation/accept/")

    assert Member.objects.whole().get(user=ivy).permissions == MANAGE


def test_a_member_of_a_firm_is_told_that_one_person_has_one_firm(town: Town, visit: Visit) -> None:
    made, token = invitation(town.olga, "rita")
    User.objects.filter(username="rita").update(email=made.email)
    client = arrived(visit("rita"), token)
    page = words(client.get("/invitation/"))

    assert "You are already a member of a firm" in page
    assert ">Accept<" not in page
    assert client.post("/invitation/accept/")["Location"] == "/invitation/"
    assert Member.objects.get(user__username="rita").firm == town.rival


def test_somebody_else_cannot_accept_by_hand(town: Town, visit: Visit) -> None:
    client = arrived(visit("rita"), town.ivy_token)

    client.post("/invitation/accept/")

    assert MemberInvitation.objects.get(pk=town.ivy.pk).accepted_at is None
    assert not SignUp.objects.exists()


def test_a_button_never_accepts_another_invitation_than_its_page_shows(town: Town, visit: Visit) -> None:
    second, second_token = invitation(town.rita, "ivy", FirmPermission.every())
    client = arrived(visit(), town.ivy_token)
    arrived(client, second_token)

    for act in ("accept", "decline"):
        answer = client.post(f"/invitation/{act}/", {"invitation": town.ivy.reference})
        assert answer["Location"] == "/invitation/"

    assert not SignUp.objects.exists()
    assert not MemberInvitation.objects.exclude(declined_at=None).exists()
    assert client.post("/invitation/accept/", {"invitation": second.reference})["Location"].endswith("/profile/")


def test_accepting_without_a_link_leads_to_the_page_that_says_so(town: Town, visit: Visit) -> None:
    answer = visit().post("/invitation/accept/", follow=True)

    assert answer.status_code == 404
    assert "This link does not work" in words(answer)


def joining(town: Town, number: int = 0) -> SignUp:
    row = begin_joining(MemberInvitation.objects.get(pk=town.ivy.pk), f"browser {number}")
    SignUp.objects.filter(pk=row.pk).update(work_phone="+12125550160", cell_phone="+12125550161")
    return row


def a_join(row: SignUp, username: str = "ivy") -> Callable[[], Any]:
    return lambda: join(row, "ivy@example.com", username, "walrus Umbrella 42")


ENDS: list[Callable[[Town], Any]] = [
    lambda town: resend(town.ivy, by=town.olga),
    lambda town: withdraw(town.ivy, by=town.olga),
    lambda town: age(town.ivy, days=7, seconds=1),
]


@pytest.mark.parametrize("end", ENDS, ids=["resent", "withdrawn", "expired"])
def test_who_has_begun_to_join_cannot_go_on_when_the_link_dies(
    town: Town, visit: Visit, end: Callable[[Town], Any]
) -> None:
    client = arrived(visit(), town.ivy_token)
    at = accepted(client)
    client.post(f"{at}profile/", PROFILE)

    end(town)

    for step, fields in (("profile", PROFILE), ("account", ACCOUNT)):
        assert client.get(f"{at}{step}/")["Location"] == "/invitation/"
        assert client.post(f"{at}{step}/", fields)["Location"] == "/invitation/"
    with pytest.raises(Refused, match="no longer open"):
        a_join(SignUp.objects.get())()
    assert not User.objects.filter(username="ivy").exists()


def test_the_inviter_s_power_ends_with_their_membership(town: Town, visit: Visit) -> None:
    _, token = invitation(town.mona, "jo")
    client = arrived(visit(), token)
    at = accepted(client)
    client.post(f"{at}profile/", PROFILE)

    remove(town.mona, by=town.olga)

    assert client.post(f"{at}account/", ACCOUNT)["Location"] == "/invitation/"
    assert "withdrawn" in words(client.get("/invitation/"))


def test_the_domain_rule_is_asked_again_when_joining(town: Town) -> None:
    row = joining(town)
    DomainException.objects.create(domain="smithcpa.com", allowed=False, reason="a test")

    with pytest.raises(Refused, match="must share the same email domain"):
        a_join(row)()


def test_the_last_click_sent_again_needs_the_password_that_was_chosen(town: Town) -> None:
    row = joining(town)
    first = a_join(row)()

    assert a_join(row)() == first
    with pytest.raises(Refused, match="This sign-up is over"):
        join(row, "ivy@example.com", "ivy", "another Umbrella 42")


def test_the_letter_s_link_opens_the_page(town: Town, visit: Visit, post: Post) -> None:
    resend(town.ivy, by=town.olga)
    client = visit()

    answer = client.get(link_in(post.to("ivy@smithcpa.com"), "/invitation/"), follow=True)

    assert "Olga Field invited you to join Smith CPA" in words(answer)


def test_the_refusal_of_a_lost_race_is_a_sentence(town: Town) -> None:
    row = joining(town)
    MemberInvitation.objects.filter(pk=town.ivy.pk).update(withdrawn_at="2026-01-01T00:00Z")

    with pytest.raises(Refused, match=GONE[:20]):
        a_join(row)()
