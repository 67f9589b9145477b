"""Reads the lock, requirements.txt: what stands in it for production, and single packages of it.

    python advisor/embedded/locks.py production requirements.txt
    python advisor/embedded/locks.py package uv requirements.txt

Runs by itself on any Python from 3.8 on, before anything is installed. The lock says below each package `# via` whom it
serves; a package is in production when that leads to the project itself outside its groups.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

_PACKAGE = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==")
_PROJECT = re.compile(r"\(pyproject\.toml\)$")


def blocks(lock: str) -> dict[str, str]:
    """Each package's own lines of the lock: version, hashes, and whom it serves."""
    found: dict[str, str] = {}
    name = ""
    for line in lock.splitlines(keepends=True):
        begins = _PACKAGE.match(line)
        if begins:
            name = begins.group(1)
            found[name] = ""
        if name:
            found[name] += line
    return found


def served(block: str) -> list[str]:
    """Who asked for the package: names of packages, or of the project with its group."""
    comment = block.partition("# via")[2]
    return [words for line in comment.splitlines() if (words := line.strip(" #"))]


def production(lock: str) -> str:
    """The part of the lock without the packages that only development asks for."""
    packages = blocks(lock)
    wanted: set[str] = set()
    grew = True
    while grew:
        more = {name for name, block in packages.items() if any(_in_production(one, wanted) for one in served(block))}
        grew = more != wanted
        wanted = more
    return "".join(block for name, block in packages.items() if name in wanted)


def _in_production(asker: str, wanted: set[str]) -> bool:
    return asker in wanted or bool(_PROJECT.search(asker))


def main(words: list[str]) -> str:
    lock = Path(words[-1]).read_text(encoding="utf-8")
    return production(lock) if words[0] == "production" else blocks(lock)[words[1]]


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1:]))
