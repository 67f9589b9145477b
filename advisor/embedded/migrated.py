"""Whether a database of our own already stands as the code wants it, so that a warm start need not ask Django.

A note in the database itself (its comment) holds what it was migrated from, and what Django's own list of migrations
said then; so a restored, emptied or hand-migrated database does not pass for a finished one.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

_NOT_CODE = {"tests", "var", "docs", "static", "templates"}


def is_migrated(owner_url: str, root: Path) -> bool:
    with psycopg.connect(owner_url, autocommit=True) as connection:
        found = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
        return found == (_note(connection, root),)


def note_migrated(owner_url: str, root: Path) -> None:
    """To be called after every step that the note vouches for."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        names = sql.Identifier(connection.info.dbname), sql.Literal(_note(connection, root))
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(*names))


def _note(connection: psycopg.Connection, root: Path) -> str:
    digest = hashlib.sha256()
    for path in (root / "requirements.txt", *_code(root)):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return f"migrated from {digest.hexdigest()} with {_applied(connection)}"


def _code(root: Path) -> Iterator[Path]:
    """Any of it may bear on a migration or on what is granted after it."""
    for folder in sorted(root.iterdir()):
        if folder.is_dir() and folder.name not in _NOT_CODE and not folder.name.startswith("."):
            yield from sorted(folder.rglob("*.py"))


def _applied(connection: psycopg.Connection) -> str:
    if connection.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,):
        return "nothing"
    return str(connection.execute("SELECT count(*), max(id), max(applied) FROM django_migrations").fetchone())
