"""A real Celery worker with beat, in processes of their own, over the database of this test."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import redis
from django.conf import settings

from tests.conftest import ROOT, renamed


def own_queue() -> str:
    """The same server, but a queue that no other process of this test run reads."""
    number = 1 + int("".join(filter(str.isdigit, os.environ.get("PYTEST_XDIST_WORKER", "0"))) or 0) % 15
    return f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{number}"


@contextmanager
def worker(folder: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """`celery worker` with beat in it; killed, with all its children, at the end if not before."""
    queue = own_queue()
    redis.Redis.from_url(queue).flushdb()
    database = renamed(os.environ["DATABASE_URL"], settings.DATABASES["default"]["NAME"])
    known = {"DATABASE_URL": database, "REDIS_URL": queue}
    words = ["worker", "-B", f"--schedule={folder / 'beat'}", "--concurrency=2", "--without-gossip", "--without-mingle"]
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "celery", "-A", "advisor", *words],
            cwd=ROOT,
            env=os.environ | known | environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL for the worker and all its children: nobody gets to tidy up."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(true: Callable[[], object], folder: Path, seconds: float = 15) -> None:
    """Fails with the worker's log when it does not become true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, (folder / "worker.log").read_text()
        time.sleep(0.05)
