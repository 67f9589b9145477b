"""The clock at work: a real Celery worker and beat post what is due, and lose nothing when they are killed."""

from pathlib import Path

from advisor.mail.models import Letter
from advisor.mail.preview import read
from tests.mail.servers import mail_server
from tests.mail.workers import kill, wait_until, worker
from tests.mail.writing import write


def test_the_worker_posts_what_is_due_within_seconds(committed: None, tmp_path: Path) -> None:
    letter = write(subject="By the clock")
    letters = tmp_path / "letters"
    with worker(tmp_path, MAIL_DIR=str(letters)):
        wait_until(lambda: Letter.objects.filter(sent_at=None).count() == 0, tmp_path)
    (file,) = letters.iterdir()
    assert read(file).subject == "By the clock"
    assert read(file).message_id == letter.message_id


def test_a_worker_killed_in_the_middle_of_posting_loses_nothing(committed: None, tmp_path: Path) -> None:
    written = [write().message_id for _ in range(3)]
    with mail_server() as (postmaster, port):
        address = f"smtp://127.0.0.1:{port}"
        postmaster.stalls = 60
        with worker(tmp_path, EMAIL_URL=address) as first:
            wait_until(lambda: postmaster.seen, tmp_path)
            kill(first)
        interrupted = {str(message["Message-ID"]) for message in postmaster.seen}
        assert postmaster.taken == []
        assert Letter.objects.waiting().count() == 3
        postmaster.stalls = 0
        with worker(tmp_path, EMAIL_URL=address):
            wait_until(lambda: Letter.objects.waiting().count() == 0, tmp_path)
        assert sorted(postmaster.ids) == sorted(written), "each once, and the interrupted one with the same Message-ID"
        assert interrupted <= set(written)
