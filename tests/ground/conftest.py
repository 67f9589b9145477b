"""What the tests of the ground share: a server of their own, and holders to be killed."""

import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from advisor.embedded.children import stop_together
from advisor.embedded.places import ROOT
from advisor.embedded.ports import anywhere
from advisor.embedded.postgres import Postgres

Holder = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL of which we know the superuser, in a folder with a space in its name."""
    folder = tmp_path_factory.mktemp("own ground")
    server = Postgres(folder / "postgres", folder / "log" / "postgres.log", forgetful=True)
    try:
        server.start(anywhere())
        yield server
    finally:
        stop_together(server.children)


@pytest.fixture
def holder() -> Iterator[Holder]:
    """Starts a Python process of its own from lines that may use Child and Path; it holds whatever it started."""
    started: list[subprocess.Popen[str]] = []

    def start(lines: str) -> subprocess.Popen[str]:
        head = "import sys, time\nfrom pathlib import Path\nfrom advisor.embedded.children import Child\n"
        process = subprocess.Popen(
            [sys.executable, "-c", head + textwrap.dedent(lines)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def comes_true(question: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether the question is answered with yes within the time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if question():
            return True
        time.sleep(0.02)
    return question()


def runs(pid: int) -> bool:
    """Whether the process exists and is more than an entry in a table that waits to be read."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return subprocess.run(["ps", "-p", str(pid)], capture_output=True, check=False).returncode == 0
    except ProcessLookupError:
        return False
