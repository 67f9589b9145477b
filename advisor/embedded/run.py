"""`make run`: the whole site on this machine, until Ctrl-C.

PostgreSQL and Valkey of our own (unless DATABASE_URL and REDIS_URL name others), migrated and seeded, then web, Celery
worker and Celery beat. Everything it keeps is under var/.
"""

import argparse
import base64
import os
import secrets
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from advisor.embedded import ports, roles
from advisor.embedded.children import Child, finished, stop_together
from advisor.embedded.handed import hand, take_back
from advisor.embedded.keeper import Keeper
from advisor.embedded.kept import kept, password
from advisor.embedded.migrated import is_migrated, note_migrated
from advisor.embedded.onerun import OneRun
from advisor.embedded.places import ROOT, VAR, fresh
from advisor.embedded.postgres import Postgres
from advisor.embedded.problems import GroundProblem
from advisor.embedded.processes import Processes, wait_for_answer
from advisor.embedded.valkey import Valkey

_POSTGRES_PORTS = range(15_432, 15_532)
_VALKEY_PORTS = range(16_379, 16_479)
_KEYS = VAR / "keys"


class Run:
    """One run, from the first server to the last; `stop` undoes whatever was reached."""

    def __init__(self, one_run: OneRun) -> None:
        self._one_run = one_run
        self._began = time.monotonic()
        self._servers: list[Child] = []
        self._site: list[Child] = []

    def start(self) -> None:
        """Raises GroundProblem, with what to do, when something does not start."""
        port, self._listeners = ports.listen(_wanted_port())
        if port != _wanted_port():
            say(f"Port {_wanted_port()} is taken, so this is {port}.")
        ground = self._database() | self._queue()
        environment = _environment(port) | ground
        processes = Processes(VAR, environment)
        hand(environment)
        self._migrate(processes, ground["DATABASE_OWNER_URL"])
        seed = self._begin(processes.command("seed_demo"))
        web = self._begin(processes.web(self._listeners))
        finished(seed)
        self._site.remove(seed)
        wait_for_answer(web, port)
        address = environment["SITE_URL"]
        self._one_run.announce(address)
        say(f"\nAdvisor Dashboard is at {address} (after {time.monotonic() - self._began:.1f} s).")
        say(f"Its letters are at {address}/dev/mail/, its logs in var/log/. Ctrl-C stops it.\n")
        self._begin(processes.worker())
        self._begin(processes.beat())
        say(processes.manage("seed_demo", "--list"))

    def keep(self) -> NoReturn:
        """Goes on until a signal ends it."""
        keeper = Keeper(self._servers + self._site, say)
        while True:
            keeper.look()
            time.sleep(0.25)

    def stop(self) -> None:
        """The site first, then the servers it stands on. Nothing interrupts this."""
        for deaf in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
            signal.signal(deaf, signal.SIG_IGN)
        self._one_run.announce("")
        take_back()
        stop_together(self._site)
        stop_together(self._servers)

    def _begin(self, child: Child) -> Child:
        self._site.append(child)
        child.start()
        return child

    def _database(self) -> dict[str, str]:
        """The two addresses: as given, or the second role beside a given owner, or a server of our own."""
        given, owner = os.environ.get("DATABASE_URL"), os.environ.get("DATABASE_OWNER_URL")
        if given and owner:
            return {"DATABASE_URL": given, "DATABASE_OWNER_URL": owner}
        if given:
            return roles.beside_owner(given, _KEYS).environment
        server = Postgres(VAR / "postgres", fresh(VAR / "log" / "postgres.log"))
        try:
            server.start(_POSTGRES_PORTS)
        finally:
            self._servers += server.children
        return roles.in_embedded(server).environment

    def _queue(self) -> dict[str, str]:
        if given := os.environ.get("REDIS_URL"):
            return {"REDIS_URL": given}
        server = Valkey(VAR / "valkey", fresh(VAR / "log" / "valkey.log"))
        try:
            server.start(_VALKEY_PORTS)
        finally:
            self._servers += server.children
        return {"REDIS_URL": server.url}

    def _migrate(self, processes: Processes, owner_url: str) -> None:
        """Left out where a note in a database of our own says that nothing changed since: it takes seconds."""
        if not os.environ.get("DATABASE_URL") and is_migrated(owner_url, ROOT):
            return
        processes.manage("migrate", "--no-input", owner=True)
        processes.manage("grant_application_role", owner=True)
        if not os.environ.get("DATABASE_URL"):
            note_migrated(owner_url, ROOT)


def say(text: str) -> None:
    """Nobody may be listening any more, at a terminal that was closed: no reason to stop, and none not to."""
    with suppress(OSError):
        print(text, flush=True)


def _wanted_port() -> int:
    told = os.environ.get("PORT") or "8000"
    if not told.isdecimal() or not 0 < int(told) < 65_536:
        raise GroundProblem(f"PORT is {told!r}: give a number from 1 to 65535.")
    return int(told)


def _environment(port: int) -> dict[str, str]:
    """What the site reads, over what this process was given. Keys are made once; given ones are respected."""
    field_key = kept(_KEYS / "field_key", lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    defaults = {
        "SECRET_KEY": kept(_KEYS / "secret_key", password),
        "FIELD_KEYS": field_key,
        "SITE_URL": f"http://localhost:{port}",
        "MAIL_DIR": str(VAR / "mail"),
        "DEMO_DESK_WITHOUT_TWO_STEP": "1",
    }
    always = {"DEBUG": "1", "DEMO": "1", "PORT": str(port), "DATABASE_ROLE": "application", "PYTHONUNBUFFERED": "1"}
    return defaults | {name: value for name, value in os.environ.items() if value} | always


def _obey_signals(parent: int | None) -> None:
    """Signals end the run in order; so does the end of make or of the terminal, of which no signal may come here."""
    had_terminal = os.isatty(sys.stdout.fileno())

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    def look_around(*_: object) -> None:
        if os.getppid() != parent or (had_terminal and not os.isatty(sys.stdout.fileno())):
            raise KeyboardInterrupt

    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, stop)
    if parent is not None:
        signal.signal(signal.SIGALRM, look_around)
        signal.setitimer(signal.ITIMER_REAL, 0.3, 0.3)


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m advisor.embedded.run", description=__doc__)
    parser.add_argument("--parent", type=int, help="stop when the parent is no longer this process")
    _obey_signals(parser.parse_args(words).parent)
    one_run = OneRun(VAR)
    if address := one_run.take():
        say(f"Advisor Dashboard is already running from this folder, at {address}.")
        return 0
    run = Run(one_run)
    try:
        run.start()
        run.keep()
    except KeyboardInterrupt:
        say("\nStopping.")
        return 0
    except GroundProblem as problem:
        say(f"\n{problem}")
        return 1
    finally:
        run.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
