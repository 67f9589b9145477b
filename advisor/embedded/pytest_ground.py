"""A pytest plugin: throw-away PostgreSQL and Valkey for the run, standing before the settings are read.

Only the process that started the tests lays the ground; its xdist workers inherit the environment. Servers named by
DATABASE_URL (with or without DATABASE_OWNER_URL) and REDIS_URL are used as they are.
"""

import base64
import os
import secrets
import tempfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from advisor.embedded import roles
from advisor.embedded.children import Child, stop_together
from advisor.embedded.chromium import find_chromium
from advisor.embedded.ports import anywhere
from advisor.embedded.postgres import Postgres
from advisor.embedded.problems import GroundProblem
from advisor.embedded.valkey import Valkey


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """As a wrapper this runs before pytest-django's hook of the same name, which reads the settings."""
    told = early_config.known_args_namespace
    if "PYTEST_XDIST_WORKER" not in os.environ and not (told.help or told.version):
        stack = ExitStack()
        try:
            os.environ.update(stack.enter_context(throw_away_ground()))
        except GroundProblem as problem:
            raise pytest.UsageError(str(problem)) from problem
        early_config.add_cleanup(stack.close)
    yield


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The browser of the browser tests; a test that asks for it fails, and is never skipped, where there is none."""
    return find_chromium()


@contextmanager
def throw_away_ground() -> Iterator[dict[str, str]]:
    """Servers in a folder that goes with them; gives the environment for the settings."""
    folder = Path(tempfile.mkdtemp(prefix="advisor-tests-"))
    sweeper = Child("sweeper", ["tail", "-f", os.devnull], log=folder / "log" / "sweeper.log", watch={"remove": folder})
    sweeper.start()
    servers: list[Postgres | Valkey] = []
    try:
        yield _secrets(folder) | _database(folder, servers) | _queue(folder, servers)
    finally:
        stop_together([sweeper, *(child for server in servers for child in server.children)])


def _secrets(folder: Path) -> dict[str, str]:
    return {
        "TESTING": "1",
        "REDIS_PATIENCE": "2",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "FIELD_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "SITE_URL": "http://localhost:8000",
        "MAIL_DIR": str(folder / "mail"),
    }


def _database(folder: Path, servers: list[Postgres | Valkey]) -> dict[str, str]:
    if "DATABASE_OWNER_URL" in os.environ and "DATABASE_URL" in os.environ:
        return {}
    if owner_url := os.environ.get("DATABASE_URL"):
        return roles.beside_owner(owner_url, folder / "keys").environment
    server = Postgres(folder / "postgres", folder / "log" / "postgres.log", forgetful=True)
    servers.append(server)
    server.start(anywhere())
    return roles.in_embedded(server).environment


def _queue(folder: Path, servers: list[Postgres | Valkey]) -> dict[str, str]:
    if "REDIS_URL" in os.environ:
        return {}
    server = Valkey(folder / "valkey", folder / "log" / "valkey.log", forgetful=True)
    servers.append(server)
    server.start(anywhere())
    return {"REDIS_URL": server.url}
