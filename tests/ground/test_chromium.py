"""The browser is found, or asked for; never silently done without."""

import os
from pathlib import Path

import pytest

from advisor.embedded import chromium
from advisor.embedded.problems import GroundProblem


def program(path: Path, body: str = "exit 0") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def empty_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing on PATH, nothing at home, nothing named."""
    for name in ("CHROMIUM_PATH", "PLAYWRIGHT_BROWSERS_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(chromium.sys, "platform", "linux")
    monkeypatch.setattr(chromium.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)


def test_the_one_that_is_named_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path / "bin" / "chromium")
    named = program(tmp_path / "my browser")
    monkeypatch.setenv("CHROMIUM_PATH", str(named))
    assert chromium.find_chromium() == named


def test_a_named_one_that_does_not_start_is_refused_although_another_would(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program(tmp_path / "bin" / "chromium")
    monkeypatch.setenv("CHROMIUM_PATH", str(tmp_path / "nothing"))
    with pytest.raises(GroundProblem, match="CHROMIUM_PATH names"):
        chromium.find_chromium()


def test_one_on_the_path_is_next_and_a_stub_that_refuses_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "chromium", "echo install the snap; exit 1")
    real = program(tmp_path / "bin" / "google-chrome")
    assert chromium.find_chromium() == real


def test_playwrights_own_is_next_the_newest_first(tmp_path: Path) -> None:
    cache = tmp_path / "home" / ".cache" / "ms-playwright"
    program(cache / "chromium-1000" / "chrome-linux" / "chrome")
    newer = program(cache / "chromium-1200" / "chrome-linux64" / "chrome")
    assert chromium.find_chromium() == newer


def test_root_has_one_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    target = tmp_path / "bin" / "chromium"
    made = f"[ $1 = update ] || {{ printf '#!/bin/sh\\nexit 0\\n' > '{target}'; /bin/chmod 755 '{target}'; }}"
    program(tmp_path / "bin" / "apt-get", made)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert chromium.find_chromium() == target


def test_an_installation_that_fails_is_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path / "bin" / "apt-get", "echo no network >&2; exit 100")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(GroundProblem, match=r"apt-get brought no Chromium[\s\S]*no network"):
        chromium.find_chromium()


def test_an_ordinary_account_without_one_is_told_what_to_do() -> None:
    with pytest.raises(
        GroundProblem, match=r"No Chromium is on this machine: install Chromium .* or set CHROMIUM_PATH"
    ):
        chromium.find_chromium()
