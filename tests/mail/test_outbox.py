"""The outbox: a letter is a row of the act's own transaction, sealed while it waits and forgotten when it is posted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from advisor.errors import Refused
from advisor.identity.actions import mail_reset_links
from advisor.mail.models import Letter
from advisor.mail.outbox import LetterKind, draft, send
from advisor.mail.preview import Posted
from advisor.mail.relay import post_due
from advisor.mail.tasks import forget_old_letters
from firms.actions import members
from tests.letters import Post, link_in
from tests.mail.writing import write
from tests.town import Town
from tests.visits import Visit

NOTICE = LetterKind("security_notice", "You get this because this is a test.")


def stored(letter: Letter) -> dict[str, Any]:
    """The row as it lies in the database, without our keys."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mail_letter WHERE id = %s", [letter.pk])
        row = cursor.fetchone()
        return dict(zip([column.name for column in cursor.description], row, strict=True))


def test_an_act_that_is_refused_sends_no_letter(town: Town) -> None:
    with pytest.raises(Refused, match="at least one member"):
        members.remove(town.olga, by=town.olga)
    assert not Letter.objects.exists()


def test_an_act_that_is_undone_later_sends_no_letter(committed: None, post: Post) -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert post.all() == []


def test_a_letter_of_an_act_that_is_not_finished_is_not_posted(committed: None, post: Post) -> None:
    with transaction.atomic():
        write()
        with ThreadPoolExecutor(1) as another:
            assert another.submit(post_and_leave).result() == 0
    assert len(post.all()) == 1


def post_and_leave() -> int:
    """In a thread of its own, with a connection of its own."""
    try:
        return post_due()
    finally:
        connection.close()


def test_what_waits_is_sealed_at_rest(town: Town) -> None:
    mail_reset_links("sam")
    letter = Letter.objects.get()
    key = link_in(Posted("", "", "", "", letter.text, ""), "/reset-password/").rstrip("/").rpartition("/")[2]
    assert len(key) > 20
    row = stored(letter)
    for column in ("text", "html"):
        assert row[column].startswith("gAAAA"), "a Fernet token begins with its version and the time"
        assert key not in row[column]
        assert "password" not in row[column]


def test_what_was_posted_is_forgotten(town: Town, post: Post) -> None:
    mail_reset_links("sam")
    assert "/reset-password/" in post.to("sam@example.com").text
    row = stored(Letter.objects.get())
    assert row["text"] == row["html"] == ""
    assert row["sent_at"]
    assert row["tries"] == 1


def test_traces_are_removed_after_ninety_days_and_not_before(db: None) -> None:
    now = timezone.now()
    write(to="old@example.com", sent_at=now - timedelta(days=91))
    write(to="young@example.com", sent_at=now - timedelta(days=89))
    write(to="waiting@example.com", due_at=now - timedelta(days=100))
    assert forget_old_letters() == 1
    assert set(Letter.objects.values_list("to", flat=True)) == {"young@example.com", "waiting@example.com"}


def test_an_empty_address_gets_no_letter(db: None) -> None:
    assert send(NOTICE, "") is None
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("typed", "subject"),
    [
        ("Tea\r\nBcc: all@example.com", "Tea Bcc: all@example.com"),
        ("  Two\n\n\tthings  ", "Two things"),
        ("Abc\u202egpj.exe\u0007", "Abcgpj.exe"),
        ("One\u2028line", "One line"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ('Smith & <Sons> "Zoë" 张伟', 'Smith & <Sons> "Zoë" 张伟'),
    ],
)
def test_a_subject_is_one_line_as_it_was_typed(town: Town, typed: str, subject: str) -> None:
    letter = draft(NOTICE, "sam@smithcpa.com", user=town.sam.user, title=typed, sentence="-", when="-")
    assert letter.subject == f"{subject} · Advisor Dashboard"


def test_a_subject_fits_its_column(town: Town) -> None:
    letter = send(NOTICE, "sam@smithcpa.com", user=town.sam.user, title="é" * 1000, sentence="-", when="-")
    assert letter is not None
    assert len(Letter.objects.get().subject) == 300


@pytest.mark.parametrize("page", ["/reset-password/", "/forgot-username/"])
def test_the_host_of_every_link_comes_from_the_settings(
    town: Town, visit: Visit, settings: Any, post: Post, page: str
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    forged = {"host": "evil.example", "x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}
    assert visit(None).post(page, {"email": "sam@smithcpa.com"}, headers=forged).status_code == 302
    letter = post.to("sam@example.com")
    assert "evil.example" not in letter.text + letter.html + letter.message_id
    assert "http://localhost:8000/" in letter.text


def test_in_development_a_letter_is_a_file_that_a_mail_program_opens(db: None, post: Post) -> None:
    written = write(to="sam+tax@smithcpa.com", subject="Zoë 张伟", text="Grüße\n", html="<p>Grüße</p>")
    (letter,) = post.all()
    assert (letter.to, letter.subject) == ("sam+tax@smithcpa.com", "Zoë 张伟")
    assert "Grüße" in letter.text
    assert "<p>Grüße</p>" in letter.html
    assert letter.message_id == written.message_id == f"<{written.pk}@localhost>"
    assert letter.sender == "Advisor Dashboard <advisor-support@justworks.com>"
    (file,) = post.directory.iterdir()
    assert file.name.endswith("-sam_tax@smithcpa.com.eml")


def test_a_file_cannot_leave_its_folder(db: None, post: Post) -> None:
    write(to='"../../x"@smithcpa.com')
    post_due()
    assert [file.parent for file in post.directory.rglob("*.eml")] == [post.directory]
