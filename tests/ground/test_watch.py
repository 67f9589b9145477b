"""What is started here never outlives the one that started it."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from advisor.embedded.children import Child, run, stop_together
from advisor.embedded.problems import GroundProblem
from tests.ground.conftest import Holder, comes_true, runs

FAMILY = """
import os, subprocess, sys, time
same_group = subprocess.Popen(["sleep", "600"])
other_session = subprocess.Popen(["sleep", "600"], start_new_session=True)
print(os.getpid(), same_group.pid, other_session.pid, flush=True)
time.sleep(600)
"""
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"


def python(name: str, lines: str, folder: Path, **watch: str | float | Path) -> Child:
    return Child(name, [sys.executable, "-c", lines], log=folder / f"{name}.log", watch=watch)


def numbers(log: Path, count: int) -> list[int]:
    assert comes_true(lambda: log.exists() and len(log.read_text().split()) == count), "the command did not start"
    return [int(word) for word in log.read_text().split()]


def test_a_command_gives_what_it_wrote(tmp_path: Path) -> None:
    assert run(python("hello", "print('hello')", tmp_path)) == "hello\n"


def test_a_command_that_fails_shows_its_last_lines(tmp_path: Path) -> None:
    with pytest.raises(GroundProblem, match=r"broken ended with 3[\s\S]*no luck"):
        run(python("broken", "import sys; print('no luck'); sys.exit(3)", tmp_path))


def test_a_command_ended_by_a_signal_gives_128_and_its_number(tmp_path: Path) -> None:
    child = python("shot", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)", tmp_path)
    child.start()
    assert child.wait() == 128 + signal.SIGKILL


def test_a_command_that_does_not_exist_says_so(tmp_path: Path) -> None:
    with pytest.raises(GroundProblem, match="does not start"):
        run(Child("nothing", [tmp_path / "nothing"], log=tmp_path / "nothing.log"))


def test_stopping_ends_children_and_grandchildren_also_those_in_another_session(tmp_path: Path) -> None:
    child = python("family", FAMILY, tmp_path)
    child.start()
    family = numbers(tmp_path / "family.log", 3)
    child.stop()
    assert not [pid for pid in family if runs(pid)]


def test_a_holder_that_is_killed_leaves_nothing_behind(tmp_path: Path, holder: Holder) -> None:
    process = holder(f"""
        child = Child("family", [sys.executable, "-c", {FAMILY!r}], log=Path({str(tmp_path / "family.log")!r}))
        child.start()
        print(child.pid, flush=True)
        time.sleep(600)
    """)
    watch = int(process.stdout.readline())
    family = numbers(tmp_path / "family.log", 3)
    process.kill()
    assert comes_true(lambda: not any(map(runs, [watch, *family])))


@pytest.mark.parametrize("deaf", [signal.SIGINT, signal.SIGHUP])
def test_signals_from_a_terminal_do_not_disturb_the_order_of_stopping(tmp_path: Path, deaf: signal.Signals) -> None:
    child = python("family", FAMILY, tmp_path)
    child.start()
    family = numbers(tmp_path / "family.log", 3)
    os.kill(child.pid, deaf)
    time.sleep(0.1)
    assert child.code() is None
    assert all(map(runs, family))
    child.stop()


def test_a_watch_that_is_killed_takes_its_command_along(tmp_path: Path) -> None:
    child = python("family", FAMILY, tmp_path)
    child.start()
    family = numbers(tmp_path / "family.log", 3)
    os.kill(child.pid, signal.SIGKILL)
    if sys.platform == "linux":
        assert comes_true(lambda: not runs(family[0]))
    for pid in (pid for pid in family if runs(pid)):
        os.kill(pid, signal.SIGKILL)


def test_a_command_deaf_to_the_gentle_signal_ends_after_its_grace(tmp_path: Path) -> None:
    child = python("deaf", DEAF, tmp_path, grace=0.3)
    child.start()
    assert comes_true(lambda: "deaf" in (tmp_path / "deaf.log").read_text())
    began = time.monotonic()
    child.stop()
    assert 0.3 <= time.monotonic() - began < 3
    assert child.code() == 128 + signal.SIGKILL


def test_a_holder_that_went_without_a_word_is_waited_for_less(tmp_path: Path, holder: Holder) -> None:
    log = tmp_path / "deaf.log"
    process = holder(f"""
        watch = {{"grace": 600, "abandoned": 0.2}}
        child = Child("deaf", [sys.executable, "-c", {DEAF!r}], log=Path({str(log)!r}), watch=watch)
        child.start()
        print(child.pid, flush=True)
        time.sleep(600)
    """)
    watch = int(process.stdout.readline())
    assert comes_true(lambda: "deaf" in log.read_text())
    process.kill()
    assert comes_true(lambda: not runs(watch), 5)


def test_a_second_watch_over_the_same_thing_waits_for_the_first(tmp_path: Path) -> None:
    first = python("first", FAMILY, tmp_path, lock=tmp_path / "thing.lock")
    first.start()
    numbers(tmp_path / "first.log", 3)
    second = python("second", "print('my turn')", tmp_path, lock=tmp_path / "thing.lock")
    second.start()
    time.sleep(0.3)
    assert (tmp_path / "second.log").read_text() == ""
    first.stop()
    assert second.wait() == 0
    assert (tmp_path / "second.log").read_text() == "my turn\n"


def test_a_folder_goes_when_the_last_command_in_it_has_ended(tmp_path: Path) -> None:
    folder = tmp_path / "throw away"
    server = python("server", DEAF, folder, lock=folder / "server.lock", grace=0.3)
    sweeper = python("sweeper", "import time; time.sleep(600)", folder, remove=folder)
    for child in (server, sweeper):
        child.start()
    assert comes_true(lambda: "deaf" in (folder / "server.log").read_text())
    stop_together([sweeper, server])
    assert not folder.exists()
