"""Posting what is due, with a real mail server that does not always want it."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from django.utils import timezone

from advisor.embedded.ports import anywhere, free_port
from advisor.mail.models import BACK_OFF, GIVE_UP_AFTER, Letter
from advisor.mail.relay import post_due
from advisor.mail.tasks import post_due_letters
from tests.letters import Post
from tests.mail.servers import LATER, NO_SUCH_MAILBOX, YES, Postmaster, mail_server, smtp
from tests.mail.writing import due_again, write


@pytest.fixture
def server(settings: Any) -> Iterator[Postmaster]:
    """A real mail server, which the site's letters go to."""
    with mail_server() as (postmaster, port):
        settings.MAILERS = smtp(port)
        yield postmaster


def test_a_letter_arrives_whole(db: None, server: Postmaster) -> None:
    letter = write(subject="Zoë 张伟 & Söhne", text="Grüße\n\nhttp://localhost:8000/x/\n", html="<p>Grüße</p>")
    assert post_due() == 1
    (message,) = server.taken
    assert message["Subject"] == "Zoë 张伟 & Söhne"
    assert message["To"] == "sam@smithcpa.com"
    assert message["From"] == "Advisor Dashboard <advisor-support@justworks.com>"
    assert message["Message-ID"] == letter.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == ["Grüße", "", "http://localhost:8000/x/"]
    assert html.get_content().strip() == "<p>Grüße</p>"


def test_letters_are_posted_in_the_order_in_which_they_fall_due(db: None, post: Post) -> None:
    now = timezone.now()
    for minutes, name in ((1, "third"), (3, "first"), (2, "second")):
        write(subject=name, due_at=now - timedelta(minutes=minutes))
    write(subject="not yet", due_at=now + timedelta(minutes=1))
    assert [letter.subject for letter in post.all()] == ["first", "second", "third"]


def test_a_round_posts_no_more_than_it_was_told(db: None, server: Postmaster) -> None:
    for _ in range(3):
        write()
    assert post_due(limit=2) == 2
    assert post_due(limit=2) == 1


def test_a_task_delivered_twice_posts_a_letter_once(db: None, server: Postmaster) -> None:
    write()
    assert [post_due_letters(), post_due_letters()] == [1, 0]
    assert len(server.taken) == 1


def test_relays_that_run_at_once_post_every_letter_once(committed: None, server: Postmaster) -> None:
    server.stalls = 0.02
    written = [write().message_id for _ in range(30)]
    with ThreadPoolExecutor(4) as relays:
        sent = [relay.result() for relay in [relays.submit(post_and_leave) for _ in range(4)]]
    assert sum(sent) == 30
    assert sorted(server.ids) == sorted(written)
    assert sum(number > 0 for number in sent) > 1, "the relays did not work side by side"


def post_and_leave() -> int:
    """In a thread of its own, with a connection of its own."""
    try:
        return post_due()
    finally:
        connection.close()


def test_a_server_that_refuses_for_a_while_gets_the_same_letter_later(db: None, server: Postmaster) -> None:
    letter = write()
    server.says = LATER
    for tries, seconds in enumerate((*BACK_OFF, BACK_OFF[-1]), start=1):
        before = timezone.now()
        assert post_due() == 0
        letter.refresh_from_db()
        assert letter.tries == tries
        assert (letter.sent_at, letter.failed_at) == (None, None)
        assert "451" in letter.last_error
        waits = letter.due_at - before
        assert timedelta(seconds=seconds) <= waits < timedelta(seconds=seconds + 5)
        assert post_due() == 0, "a letter that was put off is not due"
        due_again(letter)
    server.says = YES
    assert post_due() == 1
    letter.refresh_from_db()
    assert letter.tries == len(BACK_OFF) + 2
    assert letter.last_error == ""
    assert server.ids == [letter.message_id]
    assert {message["Message-ID"] for message in server.seen} == {letter.message_id}


def test_one_letter_that_is_refused_does_not_hold_up_the_next(db: None, server: Postmaster) -> None:
    now = timezone.now()
    write(to="full@smithcpa.com", due_at=now - timedelta(minutes=2))
    write(to="sam@smithcpa.com", due_at=now - timedelta(minutes=1))
    server.refuses = {"full@smithcpa.com": "452 4.2.2 Mailbox full"}
    assert post_due() == 1
    assert [message["To"] for message in server.taken] == ["sam@smithcpa.com"]
    assert Letter.objects.waiting().get().to == "full@smithcpa.com"


def test_a_mailbox_that_does_not_exist_is_given_up(db: None, server: Postmaster) -> None:
    letter = write()
    server.refuses = {letter.to: NO_SUCH_MAILBOX}
    assert post_due() == 0
    letter.refresh_from_db()
    assert letter.failed_at
    assert "No such mailbox" in letter.last_error
    due_again(letter)
    server.refuses = {}
    assert post_due() == 0


def test_a_mailbox_that_is_greylisted_is_tried_again(db: None, server: Postmaster) -> None:
    letter = write()
    server.refuses = {letter.to: "450 4.2.0 Greylisted, come back later"}
    assert post_due() == 0
    letter.refresh_from_db()
    assert letter.failed_at is None
    server.refuses = {}
    due_again(letter)
    assert post_due() == 1


def test_a_letter_that_nobody_takes_for_three_days_is_given_up(db: None, server: Postmaster) -> None:
    server.says = LATER
    young, old = write(), write()
    Letter.objects.filter(pk=old.pk).update(written_at=timezone.now() - GIVE_UP_AFTER - timedelta(seconds=1))
    Letter.objects.filter(pk=young.pk).update(written_at=timezone.now() - GIVE_UP_AFTER + timedelta(minutes=1))
    post_due()
    assert list(Letter.objects.exclude(failed_at=None)) == [old]
    assert list(Letter.objects.waiting()) == [young]


def test_no_server_loses_no_letter(db: None, settings: Any) -> None:
    port = free_port(anywhere())
    settings.MAILERS = smtp(port)
    letters = [write(), write()]
    assert post_due() == 0
    tried = Letter.objects.waiting().exclude(tries=0)
    assert tried.count() == 1, "the round ends with the first letter that finds nobody"
    assert "ConnectionRefusedError" in tried.get().last_error
    with mail_server(port) as (postmaster, _):
        due_again(tried.get())
        assert post_due() == 2
    assert sorted(postmaster.ids) == sorted(letter.message_id for letter in letters)


def test_a_server_that_never_answers_does_not_keep_the_relay(db: None, settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        settings.MAILERS = smtp(deaf.getsockname()[1], patience=0.3)
        write()
        began = timezone.now()
        assert post_due() == 0
    assert timezone.now() - began < timedelta(seconds=3)
    assert Letter.objects.waiting().get().tries == 1


def test_a_letter_that_no_key_opens_does_not_hold_up_the_others(db: None, server: Postmaster, settings: Any) -> None:
    lost = write(due_at=timezone.now() - timedelta(minutes=5))
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    readable = write()
    assert post_due() == 1
    assert server.ids == [readable.message_id]
    assert Letter.objects.waiting().defer("text", "html").get().pk == lost.pk


@pytest.mark.parametrize("unwritable", [{"to": "zoë@smithcpa.com"}, {"subject": "Two\nlines"}, {"to": "no address"}])
def test_a_letter_that_cannot_be_made_into_a_message_does_not_hold_up_the_others(
    db: None, server: Postmaster, unwritable: dict[str, str]
) -> None:
    lost = write(due_at=timezone.now() - timedelta(minutes=5), **unwritable)
    readable = write()
    assert post_due() == 1
    assert server.ids == [readable.message_id]
    lost.refresh_from_db()
    assert lost.tries == 1
    assert lost.last_error


def test_a_server_that_hangs_up_between_two_letters_gets_the_second_again(db: None, server: Postmaster) -> None:
    first, second = write(), write()
    server.says = "421 4.3.2 Closing"
    assert post_due() == 0
    server.says = YES
    for letter in (first, second):
        due_again(letter)
    assert post_due() == 2
    assert sorted(server.ids) == sorted([first.message_id, second.message_id])
