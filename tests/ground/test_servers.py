"""PostgreSQL and Valkey without installation: accounts, passwords, kills, and what is left of them."""

import os
import signal
import sys
from pathlib import Path

import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from advisor.embedded import accounts, ports, roles
from advisor.embedded.children import stop_together
from advisor.embedded.postgres import Postgres, programs
from advisor.embedded.problems import GroundProblem
from advisor.embedded.valkey import Valkey
from tests.ground.conftest import Holder, comes_true, runs

ONCE = Retry(NoBackoff(), 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "own ground"


def postgres(folder: Path, account: str | None = None, *, forgetful: bool = True) -> Postgres:
    return Postgres(folder / "postgres", folder / "log" / "postgres.log", account=account, forgetful=forgetful)


def told(url: str, query: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchone() if cursor.description else cursor.rowcount


def test_the_server_runs_with_the_extensions_the_site_needs(server: Postgres) -> None:
    two = roles.in_embedded(server)
    for extension in ("citext", "pg_trgm", "btree_gist"):
        told(two.owner_url, f"CREATE EXTENSION IF NOT EXISTS {extension}")
    assert told(two.owner_url, "SELECT count(*) FROM pg_extension WHERE extname IN ('citext', 'pg_trgm')") == (2,)


def test_nobody_enters_without_the_password(server: Postgres) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.url("postgres", "guessed", "postgres"))


def test_root_runs_it_in_a_namespace_of_its_own_and_everybody_else_plainly(tmp_path: Path) -> None:
    chosen = accounts.choose(tmp_path / "postgres", programs() / "postgres")
    if os.geteuid() == 0 and sys.platform == "linux":
        assert chosen.startswith(("namespace:", "user:"))
    else:
        assert chosen == accounts.AS_WE_ARE


@pytest.mark.parametrize("way", ["namespace", "user"])
def test_each_way_of_running_as_root_works_in_a_folder_only_root_may_enter(folder: Path, way: str) -> None:
    """An ordinary account has one way only, and takes it twice here."""
    folder.mkdir(mode=0o700)
    account = accounts.AS_WE_ARE
    if os.geteuid() == 0:
        in_namespace = accounts.namespace_for(folder, programs() / "postgres")
        account = in_namespace or accounts.system_user_for(folder)
        account = accounts.system_user_for(folder) if way == "user" else account
    server = postgres(folder, account)
    try:
        server.start(ports.anywhere())
        assert told(server.superuser_url, "SELECT 1") == (1,)
        assert (folder / "postgres").stat().st_mode & 0o777 == 0o700
        assert accounts.choose(server.data, programs() / "postgres").split(":")[0] == account.split(":")[0]
    finally:
        stop_together(server.children)


def test_a_namespace_is_not_chosen_where_it_could_not_work(tmp_path: Path) -> None:
    assert accounts.namespace_for(tmp_path, tmp_path / "no program") is None


def test_a_killed_holder_leaves_no_server_and_no_loss(folder: Path, holder: Holder) -> None:
    first = holder(f"""
        import psycopg
        from advisor.embedded import ports, roles
        from advisor.embedded.postgres import Postgres
        folder = Path({str(folder)!r})
        server = Postgres(folder / "postgres", folder / "log" / "postgres.log")
        server.start(ports.anywhere())
        with psycopg.connect(roles.in_embedded(server).owner_url) as connection:
            connection.execute("CREATE TABLE letters AS SELECT 'kept' AS text")
        print(server.children[0].pid, flush=True)
        time.sleep(600)
    """)
    watch = int(first.stdout.readline())
    first.kill()
    again = postgres(folder, forgetful=False)
    try:
        again.start(ports.anywhere())
        assert not runs(watch), "the second server began before the first had ended"
        assert told(roles.in_embedded(again).owner_url, "SELECT text FROM letters") == ("kept",)
    finally:
        stop_together(again.children)


def test_a_server_killed_with_its_watch_starts_again_with_the_stale_pid_of_somebody_else(folder: Path) -> None:
    server = postgres(folder)
    server.start(ports.anywhere())
    postmaster = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
    for pid in (server.children[0].pid, postmaster):
        os.kill(pid, signal.SIGKILL)
    assert comes_true(lambda: not runs(postmaster))
    lines = (folder / "postgres" / "postmaster.pid").read_text().splitlines()
    (folder / "postgres" / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]))
    server.children[0].stop()
    try:
        server.start(ports.anywhere())
        assert told(server.superuser_url, "SELECT 1") == (1,)
    finally:
        stop_together(server.children)


def test_data_of_another_major_version_is_not_touched(folder: Path) -> None:
    (folder / "postgres").mkdir(parents=True)
    (folder / "postgres" / "PG_VERSION").write_text("11\n")
    account = f"user:{os.geteuid()}:{os.getegid()}"
    with pytest.raises(GroundProblem, match="was made by PostgreSQL 11"):
        postgres(folder, account).start(ports.anywhere())


def test_valkey_keeps_what_it_was_given_and_asks_for_the_password(folder: Path) -> None:
    first = Valkey(folder / "valkey", folder / "log" / "valkey.log")
    first.start(ports.anywhere())
    with redis.from_url(first.url) as client:
        client.set("letter", "kept")
    with pytest.raises(redis.AuthenticationError), redis.Redis(port=first.port, retry=ONCE) as stranger:
        stranger.get("letter")
    stop_together(first.children)
    second = Valkey(folder / "valkey", folder / "log" / "valkey.log")
    second.start(ports.anywhere())
    with redis.from_url(second.url) as client:
        assert client.get("letter") == b"kept"
    stop_together(second.children)
