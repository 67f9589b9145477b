"""The link in an invitation letter: what it opens, what it never changes, where its token never shows."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.core.signing import Signer
from django.db import connection
from psycopg import sql

from advisor.audit.book import Visitor
from advisor.crypto import digest, new_token
from advisor.errors import Refused
from firms.models import MemberInvitation
from invitations.actions import ask_again, decline, resend, withdraw
from tests.letters import Post
from tests.town import Town, age, invitation
from tests.visits import Visit

pytestmark = pytest.mark.django_db
IVY = Visitor("Ivy Field")


def words(answer: Any) -> str:
    return answer.content.decode()


def every_row() -> dict[str, list[Any]]:
    """Everything the database holds, but for sessions."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in {"django_session", "advisor_cache"}:
                cursor.execute(sql.SQL("SELECT t::text FROM {} t ORDER BY 1").format(sql.Identifier(table)))
                found[table] = cursor.fetchall()
    return found


def page(town: Town, visit: Visit, token: str = "") -> Any:
    return visit().get(f"/invitation/{token or town.ivy_token}/", follow=True)


def test_a_token_has_256_bits_and_only_its_digest_is_stored(town: Town) -> None:
    token = new_token()

    assert len(token) == 43
    assert digest(town.ivy_token) == MemberInvitation.objects.get(pk=town.ivy.pk).token_digest
    assert town.ivy_token not in str(every_row())


def test_opening_the_link_twice_changes_nothing(town: Town, visit: Visit) -> None:
    before = every_row()

    for method in ("get", "head", "get", "head"):
        client = visit()
        getattr(client, method)(f"/invitation/{town.ivy_token}/")
        assert getattr(client, method)("/invitation/").status_code == 200

    assert every_row() == before


@pytest.mark.parametrize("act", ["accept", "decline", "ask"])
def test_the_acts_answer_to_no_get(town: Town, visit: Visit, act: str) -> None:
    client = visit()
    client.get(f"/invitation/{town.ivy_token}/")
    before = every_row()

    assert client.get(f"/invitation/{act}/").status_code == 405
    assert client.head(f"/invitation/{act}/").status_code == 405
    assert every_row() == before


def test_the_token_leaves_the_address_and_every_header(town: Town, visit: Visit) -> None:
    client = visit()
    answer = client.get(f"/invitation/{town.ivy_token}/")

    assert answer["Location"] == "/invitation/"
    assert answer["Referrer-Policy"] == "same-origin"
    assert town.ivy_token not in str(dict(answer.headers.items()))
    cookie = client.cookies["invitation"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert town.ivy_token not in words(client.get("/invitation/"))


def test_the_token_stands_in_no_log(town: Town, visit: Visit, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for method in ("get", "head", "post", "put"):
            getattr(visit(), method)(f"/invitation/{town.ivy_token}/")

    assert "invitation" in caplog.text, "refused methods are logged"
    assert town.ivy_token not in caplog.text


def test_the_host_of_the_link_comes_from_settings(town: Town, visit: Visit, post: Post, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = visit("olga")

    client.post(f"/firm/invitations/{town.ivy.pk}/resend/", HTTP_HOST="evil.example")

    letter = post.to("ivy@smithcpa.com")
    assert f"{settings.SITE_URL}/invitation/" in letter.text
    assert "evil.example" not in letter.text + letter.html


@pytest.mark.parametrize(
    "token", ["x", "x" * 4000, "é" * 30, "a b", "..", "%00", "%ED%A0%80", "%E2%80%AE", "<script>", "a;b=c", "٣" * 43]
)
def test_a_link_that_is_none_of_ours_has_a_page_of_its_own(town: Town, visit: Visit, token: str) -> None:
    answer = visit().get(f"/invitation/{token}/", follow=True)

    assert answer.status_code in (400, 404)
    for name, value in answer.headers.items():
        f"{name}: {value}".encode("latin-1")


def test_an_unknown_link_says_what_to_do(town: Town, visit: Visit) -> None:
    answer = page(town, visit, new_token())

    assert answer.status_code == 404
    assert "newest letter" in words(answer)


def test_a_token_signed_by_somebody_else_opens_nothing(town: Town, visit: Visit, settings: Any) -> None:
    client = visit()
    client.cookies["invitation"] = Signer(key="stolen", salt="advisor.tokens.invitation").sign(town.ivy_token)

    assert client.get("/invitation/").status_code == 404


ENDS: dict[str, tuple[Callable[[Town], Any], str]] = {
    "expired": (lambda town: age(town.ivy, days=7, seconds=1), "This invitation has expired"),
    "withdrawn": (lambda town: withdraw(town.ivy, by=town.olga), "This invitation was withdrawn"),
    "declined": (lambda town: decline(town.ivy, by=IVY), "You declined this invitation"),
    "accepted": (lambda town: MemberInvitation.objects.claim(town.ivy, town.nora), "This invitation was accepted"),
    "resent": (lambda town: resend(town.ivy, by=town.olga), "This link does not work"),
}


@pytest.mark.parametrize("end", list(ENDS))
def test_each_end_has_a_page_of_its_own_and_no_accept(town: Town, visit: Visit, end: str) -> None:
    act, heading = ENDS[end]
    act(town)

    answer = page(town, visit)

    assert heading in words(answer)
    assert ">Accept<" not in words(answer)


@pytest.mark.parametrize("end", list(ENDS))
def test_no_act_revives_what_has_ended(town: Town, visit: Visit, end: str) -> None:
    client = visit()
    client.get(f"/invitation/{town.ivy_token}/")
    ENDS[end][0](town)
    before = MemberInvitation.objects.filter(pk=town.ivy.pk).values("accepted_at", "declined_at", "withdrawn_at").get()

    for act in ("accept", "decline"):
        assert client.post(f"/invitation/{act}/")["Location"] == "/invitation/"

    after = MemberInvitation.objects.filter(pk=town.ivy.pk).values("accepted_at", "declined_at", "withdrawn_at").get()
    assert after == before
    with pytest.raises(Refused):
        decline(town.ivy, by=IVY) if end != "resent" else withdraw(withdrawn(town), by=town.olga)


def withdrawn(town: Town) -> MemberInvitation:
    withdraw(town.ivy, by=town.olga)
    return town.ivy


def test_declining_is_one_click_and_stays(town: Town, visit: Visit) -> None:
    client = visit()
    client.get(f"/invitation/{town.ivy_token}/")

    for _ in range(2):
        answer = client.post("/invitation/decline/", {"invitation": town.ivy.reference}, follow=True)
        assert "You declined this invitation" in words(answer)

    assert MemberInvitation.objects.get(pk=town.ivy.pk).declined_at is not None


def test_asking_for_a_new_one_tells_the_inviter_once(town: Town, visit: Visit, post: Post) -> None:
    age(town.ivy, days=8)
    client = visit()
    client.get(f"/invitation/{town.ivy_token}/")

    answers = [client.post("/invitation/ask/", follow=True) for _ in range(2)]

    assert all("passed on" in words(answer) for answer in answers)
    assert len(post.subjects("olga@smithcpa.com")) == 1
    assert "Ask for a new invitation" not in words(client.get("/invitation/"))


def test_asking_tells_the_managers_when_the_inviter_has_left(town: Town, post: Post) -> None:
    made, _ = invitation(town.olga, "jo", invited_by=None)
    age(made, days=8)

    ask_again(made, by=IVY)

    assert {letter.to for letter in post.all()} == {"olga@smithcpa.com", "mona@smithcpa.com"}


def test_an_open_invitation_cannot_be_asked_again(town: Town, visit: Visit, post: Post) -> None:
    client = visit()
    client.get(f"/invitation/{town.ivy_token}/")

    client.post("/invitation/ask/")

    assert post.all() == []


def test_the_old_link_is_dead_and_the_new_one_lives_after_a_resend(town: Town, visit: Visit, post: Post) -> None:
    age(town.ivy, days=8)
    before = town.ivy.expires_at

    resend(town.ivy, by=town.olga)

    assert "This link does not work" in words(page(town, visit))
    made = MemberInvitation.objects.get(pk=town.ivy.pk)
    assert (made.expires_at - before).days >= 7
    link = next(part for part in post.to("ivy@smithcpa.com").text.split() if "/invitation/" in part)
    assert "invited you to join" in words(
        visit().get(link.partition("testserver")[2] or "/" + link.split("/", 3)[3], follow=True)
    )


@pytest.mark.parametrize(("who", "number"), [(None, 4), ("mona", 5)])
def test_the_page_costs_a_fixed_number_of_queries(
    town: Town, visit: Visit, queries: Any, who: str | None, number: int
) -> None:
    client = visit(who)
    client.get(f"/invitation/{town.ivy_token}/")

    with queries(number + 2):  # and the savepoint around each request
        client.get("/invitation/")
