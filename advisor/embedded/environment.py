"""Makes .venv from the hashed lock, requirements.txt, when it is missing or the lock changed since.

    python -m advisor.embedded.environment [--is-ready]

Runs by itself on any Python from 3.8 on. One older than 3.12 only serves to bring a newer one, with uv from the
package index in a private folder of the project. uv installs the packages where it can, pip, slower, where not.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from advisor.embedded import locks

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.txt"
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
STAMP = ENVIRONMENT / "made-from"
PRIVATE = ROOT / ".venv-uv"
OLDEST = (3, 12)
WANTED = "3.13"
HOW_TO_INSTALL = (
    f"Install Python {WANTED} (Debian, Ubuntu: apt-get install python{WANTED} python{WANTED}-venv where the "
    f"release has it, else https://www.python.org/downloads/; macOS: brew install python@{WANTED}; "
    f"pyenv install {WANTED}) and run make again."
)


class Problem(Exception):
    """The environment cannot be made; the text says what to do."""


def main(words: list[str]) -> int:
    if words == ["--is-ready"]:
        return 0 if is_ready() else 1
    with (ROOT / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_ready():
            return 0
        try:
            make()
        except Problem as problem:
            sys.stderr.write(f"{problem}\n")
            return 1
    return 0


def fingerprint() -> str:
    """What the environment was made from."""
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def is_ready() -> bool:
    """Whether the environment runs and was made from the lock as it is now."""
    try:
        return STAMP.read_text().strip() == fingerprint() and runs(PYTHON, "-c", "import django")
    except OSError:
        return False


def make() -> None:
    """Puts the packages of the lock into .venv, keeping the folder when its Python still serves."""
    say("Making the environment in .venv from requirements.txt; this takes a minute at most.")
    if STAMP.exists():
        STAMP.unlink()
    if not runs(PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 12))") or not runs(PYTHON, "-m", "pip"):
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        make_empty(ENVIRONMENT, own_python() if sys.version_info >= OLDEST else newer_python())
    if not (uv_may_serve() and install_with_uv()):
        say("Installing with pip.")
        pip = [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", LOCK]
        if subprocess.run([str(word) for word in pip], env=environment(), check=False).returncode:
            raise Problem(
                "The packages could not be installed: check that pip reaches its package index, then run make again."
            )
    STAMP.write_text(fingerprint())


def own_python() -> str:
    """The Python that runs this, also when it was reached through an environment (that may be the one to be remade)."""
    return getattr(sys, "_base_executable", "") or sys.executable


def make_empty(folder: Path, python: str) -> None:
    """An environment that holds pip and nothing else."""
    if not runs(Path(python), "-m", "venv", folder):
        shutil.rmtree(folder, ignore_errors=True)
        package = told(Path(python), "-c", "import sys; print('python%d.%d-venv' % sys.version_info[:2])")
        raise Problem(
            f"{python} cannot make an environment: install its venv module (Debian, Ubuntu: apt-get install {package}) "
            "and run make again."
        )


def uv_may_serve() -> bool:
    """uv does not read pip's settings: where those name another index or none, pip is the one to ask."""
    keys = ("global.index-url", "install.index-url", "global.no-index", "global.proxy")
    settings = [told(PYTHON, "-m", "pip", "config", "get", key) for key in keys]
    return not any([*settings, os.environ.get("PIP_INDEX_URL"), os.environ.get("PIP_NO_INDEX")])


def install_with_uv() -> bool:
    """Brings uv as the lock has it, then everything else; False when either fails."""
    if not put_uv(PYTHON):
        return False
    sync = ["pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode"]
    return runs(PYTHON, "-m", "uv", *sync, "--python", PYTHON, LOCK, quiet=False)


def put_uv(python: Path) -> bool:
    """Installs uv beside this Python, at the version and with the hashes of the lock."""
    alone = ROOT / f".venv.uv.{os.getpid()}.txt"
    alone.write_text(locks.blocks(LOCK.read_text(encoding="utf-8"))["uv"])
    try:
        return runs(
            python, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", alone, quiet=False
        )
    finally:
        alone.unlink()


def newer_python() -> str:
    """The path of a Python that is new enough, brought by uv. Raises Problem with what to install."""
    found = ".".join(map(str, sys.version_info[:2]))
    say(f"Only Python {found} was found ({sys.executable}); asking uv for Python {WANTED}.")
    make_empty(PRIVATE, own_python())
    private = PRIVATE / "bin" / "python"
    if put_uv(private) and runs(private, "-m", "uv", "python", "install", "--quiet", WANTED):
        newer = told(private, "-m", "uv", "python", "find", "--no-project", WANTED)
        if newer:
            return newer
    raise Problem(
        f"Python 3.12 or newer is needed, only {found} was found, and uv could not bring one. {HOW_TO_INSTALL}"
    )


def runs(program: Path, *words: object, quiet: bool = True) -> bool:
    hidden = subprocess.DEVNULL if quiet else None
    try:
        command = [str(program), *map(str, words)]
        return subprocess.run(command, env=environment(), stdout=hidden, stderr=hidden, check=False).returncode == 0
    except OSError:
        return False


def told(program: Path, *words: str) -> str:
    """What a program writes, or nothing when it fails."""
    done = subprocess.run(
        [str(program), *words], env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
    )
    return done.stdout.decode().strip() if done.returncode == 0 else ""


def environment() -> dict[str, str]:
    """uv keeps to the project's folder, and asks once: without a network it is pip's turn soon."""
    own = {"UV_PYTHON_INSTALL_DIR": str(PRIVATE / "python"), "UV_PYTHON_INSTALL_BIN": "0", "UV_HTTP_RETRIES": "1"}
    if not os.access(os.path.expanduser("~"), os.W_OK):
        own["UV_NO_CACHE"] = "1"
    return {**os.environ, **own}


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
