"""The site as it is served: gunicorn with threads, as in the Dockerfile, over the large town."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tests.bench.measuring import MILLISECONDS, Cost, once

ROOT = Path(__file__).resolve().parent.parent.parent
WORK = "X-Work"


def with_work(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware: says in a header what the answer took of CPU in its thread and in the database."""

    def middleware(request: HttpRequest) -> HttpResponse:
        answers: list[HttpResponse] = []
        cost = once(lambda: answers.append(get_response(request)), time.thread_time)
        answers[0][WORK] = f"{cost.cpu} {cost.database} {cost.statements}"
        return answers[0]

    return middleware


def command(port: int) -> list[str]:
    """That of the Dockerfile, on this machine."""
    words = re.findall(r'"([^"]+)"', (ROOT / "Dockerfile").read_text().rpartition("\nCMD ")[2])
    changed = {"--bind=0.0.0.0:8000": f"--bind=127.0.0.1:{port}", "--access-logfile=-": "--log-level=warning"}
    return [sys.executable, "-m", *(changed.get(word, word) for word in words)]


@contextmanager
def served(database: str) -> Iterator[int]:
    """The port of a server over this database, with the references beside the site."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{database}"
    told = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
    server = subprocess.Popen(command(port), cwd=ROOT, env=told)  # noqa: S603 - our own command
    try:
        wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("gunicorn does not answer")


class Visits:
    """One connection that stays, as a browser's does; each visit is of somebody who has signed in before."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, address: str, session: str) -> Cost:
        """What the page cost: on the clock here, and of work there."""
        cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
        begun = time.perf_counter()
        self._connection.request("GET", address, headers={"Host": "localhost", "Cookie": cookie})
        answer = self._connection.getresponse()
        answer.read()
        clock = (time.perf_counter() - begun) * MILLISECONDS
        if answer.status != http.client.OK:
            raise RuntimeError(f"{address}: {answer.status}")
        return Cost(clock, *map(float, answer.headers[WORK].split()))
