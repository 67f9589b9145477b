"""`make run` as a person meets it, over a site of a few lines: second run, taken port, kill, signals, lost parent."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from advisor.embedded.ports import anywhere, free_port
from tests.ground.conftest import comes_true
from tests.ground.small_site import (
    QUICK_CELERY,
    Started,
    change_the_code,
    commands_of,
    given,
    lay_small_site,
    left_behind,
)

Start = Callable[..., Started]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone in a folder with a space, in which the site is a few lines."""
    project = tmp_path_factory.mktemp("one clone") / "a site"
    lay_small_site(project)
    return project


@pytest.fixture
def real_celery(project: Path) -> Iterator[None]:
    """Elsewhere a stand-in of two lines takes the place of the library, which needs seconds to start."""
    (project / "celery.py").unlink()
    yield
    (project / "celery.py").write_text(QUICK_CELERY)


@pytest.fixture
def start(project: Path) -> Iterator[Start]:
    """Starts a run: by default as the process itself, with `through=""` as the child of a shell, as make has it."""
    started: list[Started] = []

    def begin(port: int = 0, through: str = "exec", terminal: int | None = None) -> Started:
        started.append(Started(project, port or free_port(anywhere()), through, terminal))
        return started[-1]

    yield begin
    for one in started:
        if one.process.poll() is None:
            one.process.terminate()
            one.process.wait(60)
    assert comes_true(lambda: not left_behind(project)), left_behind(project)


def answer(address: str) -> str:
    with urllib.request.urlopen(f"{address}/livez", timeout=10) as response:  # noqa: S310 - our own address
        return response.read().decode()


def test_a_run_starts_everything_and_ends_with_it(project: Path, start: Start) -> None:
    port = free_port(anywhere())
    change_the_code(project)
    one = start(port)
    assert one.says("olga   owner   olga's password"), one.said()
    assert f"Advisor Dashboard is at http://localhost:{port} " in one.said()
    assert [answer(f"http://{host}:{port}") for host in ("localhost", "127.0.0.1")] == ["ok", "ok"]
    commands = commands_of(project)
    assert commands[:2] == ["owner migrate --no-input", "owner grant_application_role"]
    assert set(commands[2:]) == {"application seed_demo", "application seed_demo --list"}
    environment = given(project)
    assert environment["SITE_URL"] == f"http://localhost:{port}"
    assert environment["DEBUG"] == environment["DEMO"] == "1"
    assert "advisor_app:" in environment["DATABASE_URL"]
    assert "advisor_owner:" in environment["DATABASE_OWNER_URL"]
    assert len(environment["SECRET_KEY"]) >= 50
    for name in ("worker", "beat"):
        assert comes_true(lambda name=name: "celery" in (project / "var" / "log" / f"{name}.log").read_text(), 30)
    one.process.send_signal(signal.SIGINT)
    assert one.process.wait(30) == 0
    assert not left_behind(project)


def test_of_two_runs_one_serves_and_the_other_names_it_and_ends_well(start: Start) -> None:
    both = [start(), start()]
    assert comes_true(lambda: any(one.process.poll() is not None for one in both), 60)
    second, first = sorted(both, key=lambda one: one.process.poll() is None)
    assert second.process.returncode == 0
    assert "already running from this folder, at http://localhost:" in second.said()
    assert "Advisor Dashboard is at" in first.said()
    assert first.process.poll() is None


def test_a_killed_run_leaves_nothing_and_the_next_one_has_everything(project: Path, start: Start) -> None:
    first = start()
    assert first.says("Advisor Dashboard is at")
    before, migrations = given(project), commands_of(project).count("owner migrate --no-input")
    first.process.kill()
    first.process.wait()
    second = start()
    assert second.says("Advisor Dashboard is at"), second.said()
    after = given(project)
    assert commands_of(project).count("owner migrate --no-input") == migrations, "nothing changed since"
    assert {name: before[name] for name in ("SECRET_KEY", "FIELD_KEYS")} == {
        name: after[name] for name in ("SECRET_KEY", "FIELD_KEYS")
    }
    with psycopg.connect(after["DATABASE_OWNER_URL"], sslmode="disable") as connection:
        assert connection.execute("SELECT count(*) >= 2 FROM starts").fetchone() == (True,)


@pytest.mark.usefixtures("real_celery")
def test_a_killed_run_leaves_nothing_also_of_celerys_children(project: Path, start: Start) -> None:
    one = start()
    assert one.says("olga")
    worker = project / "var" / "log" / "worker.log"
    assert comes_true(lambda: "ready." in worker.read_text() and len(left_behind(project)) > 12, 60)
    one.process.kill()
    one.process.wait()
    assert comes_true(lambda: not left_behind(project)), left_behind(project)


def test_a_run_killed_while_it_starts_leaves_nothing(project: Path, start: Start) -> None:
    one = start()
    assert comes_true(lambda: any("postgres" in command for command in left_behind(project)))
    one.process.kill()
    one.process.wait()
    assert comes_true(lambda: not left_behind(project)), left_behind(project)


def test_a_run_whose_make_is_killed_stops(project: Path, start: Start) -> None:
    one = start(through="")
    assert one.says("Advisor Dashboard is at")
    one.process.kill()
    one.process.wait()
    assert comes_true(lambda: not left_behind(project), 20), left_behind(project)
    assert "Stopping." in one.said()


def test_a_taken_port_moves_on_and_says_so(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        one = start(port)
        assert one.says("Advisor Dashboard is at"), one.said()
    assert f"Port {port} is taken, so this is " in one.said()


def test_a_web_server_that_dies_is_started_again_and_said(project: Path, start: Start) -> None:
    port = free_port(anywhere())
    one = start(port)
    assert one.says("olga")
    master = next(line for line in left_behind(project) if "gunicorn" in line and "watch" not in line)
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = folder.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if told == master:
            os.kill(int(folder.name), signal.SIGKILL)
    assert one.says("web stopped (137) and starts again in 1 s.")
    assert answer(f"http://127.0.0.1:{port}") == "ok"


@pytest.mark.parametrize("port", ["http", "0", "65536"])
def test_a_port_that_is_none_is_refused_in_a_sentence(project: Path, port: str) -> None:
    environment = {**os.environ, "PORT": port}
    command = [sys.executable, "-m", "advisor.embedded.run"]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"PORT is '{port}': give a number from 1 to 65535." in done.stdout


def test_a_run_whose_terminal_is_closed_stops(project: Path, start: Start) -> None:
    """A terminal that ends tells only make, and make waits for the run."""
    ours, theirs = os.openpty()
    one = start(through="", terminal=theirs)
    os.close(theirs)
    said = b""
    while b"Advisor Dashboard is at" not in said:
        said += os.read(ours, 4096)
    os.close(ours)
    assert comes_true(lambda: not left_behind(project), 20), left_behind(project)
    one.process.wait(10)
