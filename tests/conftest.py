"""The ground of every test: a database made by the owner, used by the application's own role; and the town."""

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import environ
import psycopg
import pytest
from django.conf import settings as site
from django.core.cache import caches
from django.db import connections
from django.urls import reverse
from psycopg import sql

from tests.doors import Address, arguments, open_offers
from tests.letters import Post
from tests.town import Town, build_town
from tests.visits import Visit

ROOT = Path(__file__).resolve().parent.parent
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def owner_connection(name: str = "") -> psycopg.Connection:
    """A connection as the owner of the database, outside Django."""
    url = environ.Env.db_url_config(os.environ["DATABASE_OWNER_URL"])
    return psycopg.connect(
        host=url["HOST"],
        port=url["PORT"] or 5432,
        user=url["USER"],
        password=url["PASSWORD"],
        dbname=name or url["NAME"],
        autocommit=True,
    )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(worker_id: str) -> None:
    """Each worker has a database of its own."""
    site.DATABASES["default"]["NAME"] = f"test_{worker_id}_{os.getpid()}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings: None, django_db_blocker: Any) -> Iterator[None]:
    """The owner copies the migrated template; the tests run as the application, which owns nothing."""
    name, template = (
        site.DATABASES["default"]["NAME"],
        f"template_{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}",
    )
    with owner_connection() as owner:
        owner.execute("SELECT pg_advisory_lock(7)")
        if not owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone():
            make_template(owner, template)
        owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        owner.execute("SELECT pg_advisory_unlock(7)")
    connections["default"].settings_dict["NAME"] = name
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    with owner_connection() as owner:
        owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def make_template(owner: psycopg.Connection, name: str) -> None:
    """An empty database with every migration and the application's grants; made once per run."""
    owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    environment = os.environ | {
        "DATABASE_ROLE": "owner",
        "DATABASE_OWNER_URL": renamed(os.environ["DATABASE_OWNER_URL"], name),
    }
    for command in (["migrate", "-v0"], ["grant_application_role"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)  # noqa: S603


def renamed(url: str, name: str) -> str:
    """The same server, another database."""
    return f"{url.rpartition('/')[0]}/{name}"


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rate limits start from zero in every test: each counts under a prefix of its own, in every thread."""
    prefix = uuid.uuid4().hex
    monkeypatch.setitem(caches.settings["default"], "KEY_PREFIX", prefix)
    monkeypatch.setattr(caches["default"], "key_prefix", prefix)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Real commits, for tests with threads, other processes or a browser; everything is emptied afterwards."""
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            connections.close_all()
            empty_database()


def empty_database() -> None:
    """As the owner: what the application may not do (empty the book) is done here with its lock put aside."""
    with owner_connection(site.DATABASES["default"]["NAME"]) as owner:
        tables = [row[0] for row in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        names = sql.SQL(", ").join(sql.Identifier(table) for table in tables if table not in KEPT)
        owner.execute("SET lock_timeout = '30s'")
        owner.execute("ALTER TABLE audit_event DISABLE TRIGGER no_emptying")
        owner.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))
        owner.execute("ALTER TABLE audit_event ENABLE TRIGGER no_emptying")


@pytest.fixture
def town(db: None) -> Town:
    """The cast, in a transaction that is rolled back."""
    return build_town()


@pytest.fixture
def standing_town(committed: None) -> Town:
    """The cast, committed."""
    return build_town()


@pytest.fixture
def visit() -> Visit:
    """`visit("mona").get(url)`: a browser without script, signed in as somebody of the cast (None: signed out)."""
    return Visit()


@pytest.fixture
def post(tmp_path: Path, settings: Any) -> Post:
    """The post office: letters become files in a folder of this test."""
    backend = {"BACKEND": "advisor.mail.backends.EmlBackend", "OPTIONS": {"directory": str(tmp_path)}}
    settings.MAILERS = {"default": backend}
    return Post(tmp_path)


@pytest.fixture
def url_of(town: Town) -> Callable[[Address], str]:
    """Gives the path of a row of the table of doors, about what belongs to Smith CPA and to Acme."""
    offers = open_offers(town)
    return lambda address: reverse(address.name, kwargs=arguments(address, town, offers))


@pytest.fixture
def queries(django_assert_num_queries: object) -> object:
    return django_assert_num_queries
