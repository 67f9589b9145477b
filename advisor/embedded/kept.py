"""Secrets that are made once and kept in a file that only its owner reads."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from advisor.embedded.problems import GroundProblem


def kept(path: Path, make: Callable[[], str]) -> str:
    """The text kept at `path`, made when it is missing. Of two at the same time one makes it and both read the same."""
    try:
        if not path.exists():
            _write_once(path, make())
        return path.read_text()
    except PermissionError as problem:
        raise GroundProblem(
            f"{path} belongs to another account: go on as that account, or delete the folder {path.parent.parent}."
        ) from problem


def password() -> str:
    """256 random bits in letters that need no escaping in an address."""
    return secrets.token_hex(32)


def _write_once(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()
