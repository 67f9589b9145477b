"""The browser for the browser tests: found, installed where we may, or asked for in one clear sentence."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from advisor.embedded.problems import GroundProblem

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MAC_APPS = ("Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium")
_PLAYWRIGHT_FOLDERS = (Path(".cache/ms-playwright"), Path("Library/Caches/ms-playwright"))
_PLAYWRIGHT_PROGRAMS = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
_WAY_OUT = "install Chromium (Debian, Ubuntu: apt-get install chromium) or set CHROMIUM_PATH to one."


def find_chromium() -> Path:
    """CHROMIUM_PATH, else one on PATH, else Playwright's own, else, for root with apt-get, one newly installed.

    Raises GroundProblem when there is none, or when CHROMIUM_PATH names something that is no browser.
    """
    if named := os.environ.get("CHROMIUM_PATH"):
        if not _starts(Path(named)):
            raise GroundProblem(f"CHROMIUM_PATH names {named}, which does not start as a browser: correct or unset it.")
        return Path(named)
    return installed_chromium() or _newly_installed()


def installed_chromium() -> Path | None:
    """A browser that is already on this machine, or None."""
    return next(filter(_starts, _candidates()), None)


def _candidates() -> Iterator[Path]:
    for name in _NAMES:
        if found := shutil.which(name):
            yield Path(found)
    if sys.platform == "darwin":
        yield from (Path("/Applications") / app for app in _MAC_APPS)
    folders = [Path.home() / folder for folder in _PLAYWRIGHT_FOLDERS]
    if told := os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        folders.insert(0, Path(told))
    for folder in folders:
        for pattern in _PLAYWRIGHT_PROGRAMS:
            yield from sorted(folder.glob(pattern), reverse=True)


def _starts(program: Path) -> bool:
    """Some systems put a program in place that only says how to install the browser."""
    try:
        return subprocess.run([program, "--version"], capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _newly_installed() -> Path:
    """Several test processes may come here at once: one installs, the others wait and find it."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise GroundProblem(f"No Chromium is on this machine: {_WAY_OUT}")
    with Path(tempfile.gettempdir(), "advisor-chromium.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if found := installed_chromium():
            return found
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", "chromium"]):
            done = subprocess.run(["apt-get", *words], env=environment, capture_output=True, text=True, check=False)
        if found := installed_chromium():
            return found
    raise GroundProblem(f"apt-get brought no Chromium: {_WAY_OUT} It said:\n{done.stderr[-800:]}")
