"""A warm start leaves migrations out, and only when nothing that bears on them changed."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from advisor.embedded import roles
from advisor.embedded.migrated import is_migrated, note_migrated
from advisor.embedded.postgres import Postgres


@pytest.fixture
def owner_url(server: Postgres) -> Iterator[str]:
    url = roles.in_embedded(server).owner_url
    execute(url, "CREATE TABLE django_migrations (id serial, name text, applied timestamptz DEFAULT now())")
    execute(url, "INSERT INTO django_migrations (name) VALUES ('0001_initial')")
    yield url
    execute(url, "DROP TABLE django_migrations")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "firms" / "migrations").mkdir(parents=True)
    (tmp_path / "requirements.txt").write_text("django==6.1\n")
    (tmp_path / "firms" / "migrations" / "0001_initial.py").write_text("operations = []\n")
    return tmp_path


def execute(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def test_a_new_database_is_not_migrated(owner_url: str, project: Path) -> None:
    execute(owner_url, "COMMENT ON DATABASE advisor IS NULL")
    assert not is_migrated(owner_url, project)


def test_it_is_after_it_was_noted(owner_url: str, project: Path) -> None:
    note_migrated(owner_url, project)
    assert is_migrated(owner_url, project)


@pytest.mark.parametrize("name", ["requirements.txt", "firms/migrations/0002_more.py", "firms/models.py"])
def test_it_is_no_longer_when_code_or_packages_change(owner_url: str, project: Path, name: str) -> None:
    note_migrated(owner_url, project)
    (project / name).write_text("changed\n")
    assert not is_migrated(owner_url, project)


@pytest.mark.parametrize("name", ["tests/test_firms.py", "var/thing.py", ".venv/lib/django.py"])
def test_it_still_is_when_something_else_changes(owner_url: str, project: Path, name: str) -> None:
    note_migrated(owner_url, project)
    (project / name).parent.mkdir(parents=True)
    (project / name).write_text("changed\n")
    assert is_migrated(owner_url, project)


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM django_migrations", "INSERT INTO django_migrations (name) VALUES ('0002_more')", "DROP TABLE {}"],
)
def test_it_is_no_longer_when_somebody_migrated_by_hand(owner_url: str, project: Path, statement: str) -> None:
    note_migrated(owner_url, project)
    execute(owner_url, statement.format("django_migrations"))
    assert not is_migrated(owner_url, project)
    execute(owner_url, "CREATE TABLE IF NOT EXISTS django_migrations ()")


def test_a_copy_without_the_note_is_not_migrated(owner_url: str, project: Path) -> None:
    note_migrated(owner_url, project)
    execute(owner_url, "COMMENT ON DATABASE advisor IS 'restored from somewhere'")
    assert not is_migrated(owner_url, project)
