"""The ground of the tests themselves: laid once, used by all workers, gone afterwards in every case."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from advisor.embedded.places import ROOT
from tests.ground.conftest import comes_true

OWN = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "FIELD_KEYS", "MAIL_DIR", "TESTING")
SHOW = """
import os, pathlib, time
def test_shows_where_it_stands():
    names = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "FIELD_KEYS")
    assert len({{os.environ[name] for name in names}}) == 5 and os.environ["TESTING"] == "1"
    with open("stands", "a") as file: print(os.environ["DATABASE_URL"], file=file)
    time.sleep({seconds})
def test_shows_it_again():
    with open("stands", "a") as file: print(os.environ["DATABASE_URL"], file=file)
"""
Inner = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def inner(tmp_path: Path) -> Iterator[Inner]:
    """Tests run by a pytest of their own, which puts its temporary things below `tmp_path / "temporary"`."""
    started: list[subprocess.Popen[str]] = []
    (tmp_path / "temporary").mkdir()

    def begin(*words: str, seconds: float = 0, **given: str) -> "subprocess.Popen[str]":
        (tmp_path / "test_inner.py").write_text(SHOW.format(seconds=seconds))
        environment = {name: value for name, value in os.environ.items() if name not in OWN and "PYTEST" not in name}
        environment |= {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path / "temporary"), **given}
        command = [sys.executable, "-m", "pytest", "-p", "advisor.embedded.pytest_ground", "-p", "no:django"]
        command += ["-p", "no:cacheprovider", "-c", os.devnull, f"--rootdir={tmp_path}", *words, "test_inner.py"]
        started.append(subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()


def grounds(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "temporary").glob("advisor-tests-*"))


def test_all_workers_stand_on_one_ground_that_goes_at_the_end(tmp_path: Path, inner: Inner) -> None:
    process = inner("-n2", "--dist=each")
    assert process.wait(120) == 0, process.stdout.read() if process.stdout else ""
    assert len((tmp_path / "stands").read_text().splitlines()) == 4
    assert len(set((tmp_path / "stands").read_text().splitlines())) == 1
    assert not grounds(tmp_path)


def test_killed_tests_leave_no_server_and_no_folder(tmp_path: Path, inner: Inner) -> None:
    process = inner(seconds=600)
    assert comes_true(lambda: (tmp_path / "stands").exists(), 60)
    assert len(grounds(tmp_path)) == 1
    process.kill()
    process.wait()
    assert comes_true(lambda: not grounds(tmp_path))


def test_given_servers_are_used_as_they_are(tmp_path: Path, inner: Inner) -> None:
    given = {name: f"given://{name}" for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")}
    assert inner(**given).wait(60) == 0
    assert set((tmp_path / "stands").read_text().split()) == {"given://DATABASE_URL"}


def test_a_ground_that_cannot_be_laid_is_one_sentence(inner: Inner) -> None:
    process = inner(DATABASE_URL="postgres://me:secret@127.0.0.1:1/mine")
    assert process.wait(60) == pytest.ExitCode.USAGE_ERROR
