"""Secrets that are kept, ports, one run at a time, and starting again what stopped."""

import os
import socket
import stat
import threading
from pathlib import Path

import pytest

from advisor.embedded import ports
from advisor.embedded.keeper import Keeper
from advisor.embedded.kept import kept, password
from advisor.embedded.onerun import OneRun
from advisor.embedded.problems import GroundProblem
from tests.ground.conftest import Holder, comes_true


def test_a_secret_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    first = kept(tmp_path / "keys" / "one", password)
    assert kept(tmp_path / "keys" / "one", password) == first
    assert len(first) == 64
    assert stat.S_IMODE((tmp_path / "keys" / "one").stat().st_mode) == 0o600
    assert os.listdir(tmp_path / "keys") == ["one"]


def test_many_who_make_a_secret_at_once_read_the_same(tmp_path: Path) -> None:
    read: list[str] = []
    start = threading.Barrier(20)

    def ask() -> None:
        start.wait()
        read.append(kept(tmp_path / "keys" / "one", password))

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read) == 20
    assert len(set(read)) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])  # noqa: S104 - somebody else's server, on all addresses
def test_a_taken_port_moves_on_to_the_next(host: str) -> None:
    first = ports.free_port(ports.anywhere())
    with socket.create_server((host, first)):
        port, sockets = ports.listen(first)
        for listener in sockets:
            listener.close()
    assert first < port <= first + 100


def test_listening_serves_127_0_0_1_and_what_localhost_may_mean_in_a_browser() -> None:
    port, sockets = ports.listen(ports.free_port(ports.anywhere()))
    for listener in sockets:
        with socket.create_connection(listener.getsockname()[:2], timeout=1) as caller:
            assert caller.getpeername()[1] == port
        listener.close()


def test_no_free_port_is_said() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(GroundProblem, match="choose another with PORT"),
    ):
        ports.listen(taken.getsockname()[1], tries=1)


def test_a_second_run_is_told_where_the_first_is_and_follows_it(tmp_path: Path, holder: Holder) -> None:
    first = holder(f"""
        from advisor.embedded.onerun import OneRun
        one_run = OneRun(Path({str(tmp_path)!r}))
        assert one_run.take() is None
        one_run.announce("http://localhost:8000")
        print("taken", flush=True)
        time.sleep(600)
    """)
    first.stdout.readline()
    second = OneRun(tmp_path)
    assert second.take() == "http://localhost:8000"
    first.kill()
    assert comes_true(lambda: second.take() is None)


class Fake:
    """A child that stops when told to."""

    def __init__(self, log: Path) -> None:
        self.name, self.log, self.starts, self.stopped = "web", log, 0, True
        log.write_text("the last words\n")

    def start(self) -> None:
        self.starts += 1

    def code(self) -> int | None:
        return 1 if self.stopped else None


def test_what_stops_starts_again_later_and_later_and_is_said(tmp_path: Path) -> None:
    now = [0.0]
    said: list[str] = []
    child = Fake(tmp_path / "web.log")
    keeper = Keeper([child], said.append, lambda: now[0])
    started_at = []
    for _ in range(400):
        before = child.starts
        keeper.look()
        if child.starts > before:
            started_at.append(now[0])
        now[0] += 0.25
    pauses = [round(later - earlier) for earlier, later in zip([0.0, *started_at], started_at, strict=False)]
    assert pauses[:6] == [1, 2, 4, 8, 16, 30]
    assert "web stopped (1) and starts again in 1 s." in said[0]
    assert "the last words" in said[0]


def test_after_a_calm_minute_the_first_pause_is_short_again(tmp_path: Path) -> None:
    now = [0.0]
    said: list[str] = []
    child = Fake(tmp_path / "web.log")
    keeper = Keeper([child], said.append, lambda: now[0])
    for now[0] in (0.0, 1.0, 1.5, 3.5, 4.0):
        keeper.look()
    child.stopped = False
    for now[0] in (8.0, 30.0, 75.0):
        keeper.look()
    child.stopped = True
    keeper.look()
    assert "starts again in 1 s." in said[-1]
