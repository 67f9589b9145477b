"""The site's own processes in development: one-time commands, web, Celery worker and Celery beat."""

import http.client
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from socket import socket

from advisor.embedded.children import Child, run, shown
from advisor.embedded.places import ROOT, fresh, tail
from advisor.embedded.ports import LOOPBACK
from advisor.embedded.problems import GroundProblem

_CELERY = [sys.executable, "-m", "celery", "-A", "advisor"]
_ANSWER_SECONDS = 90.0


class Processes:
    """All of them, with the environment they share and the folder of their logs and files."""

    def __init__(self, var: Path, environment: Mapping[str, str]) -> None:
        self._var = var
        self._environment = environment

    def manage(self, *words: str, owner: bool = False) -> str:
        """Runs a command of manage.py and gives what it wrote. Raises GroundProblem when it fails."""
        return run(self.command(*words, owner=owner))

    def command(self, *words: str, owner: bool = False) -> Child:
        """A command of manage.py, not started; with `owner` in the database role that may change tables."""
        role = {"DATABASE_ROLE": "owner" if owner else "application"}
        name = f"manage.py {' '.join(words)}"
        log = fresh(self._log("-".join(word.strip("-") for word in words)))
        command = [sys.executable, str(ROOT / "manage.py"), *words]
        return Child(name, command, log=log, environment={**self._environment, **role})

    def web(self, listeners: list[socket]) -> Child:
        handles = [listener.fileno() for listener in listeners]
        command = [sys.executable, "-m", "gunicorn", "advisor.wsgi:application", "--worker-class=gthread"]
        command += ["--workers=2", "--threads=4", "--graceful-timeout=5", "--no-control-socket", "--access-logfile=-"]
        command += [f"--bind=fd://{handle}" for handle in handles]
        return self._lasting("web", command, hand_over=handles)

    def worker(self) -> Child:
        words = ["worker", "--loglevel=INFO", "--concurrency=2", "--without-gossip", "--without-mingle"]
        return self._lasting("worker", [*_CELERY, *words])

    def beat(self) -> Child:
        folder = self._var / "celery"
        folder.mkdir(parents=True, exist_ok=True)
        return self._lasting(
            "beat", [*_CELERY, "beat", f"--schedule={folder / 'beat'}", "--pidfile=", "--loglevel=INFO"]
        )

    def _lasting(self, name: str, command: list[str], hand_over: list[int] | None = None) -> Child:
        log = fresh(self._log(name))
        watch: dict[str, str | float | Path] = {"lock": self._var / f"{name}.lock", "grace": 8.0}
        watch["abandoned"] = 1.5
        return Child(name, command, log=log, environment=self._environment, watch=watch, hand_over=hand_over or ())

    def _log(self, name: str) -> Path:
        return self._var / "log" / f"{name}.log"


def wait_for_answer(web: Child, port: int) -> None:
    """Waits for the first 200 at /livez. Raises GroundProblem with the last lines of the log when none comes."""
    end = time.monotonic() + _ANSWER_SECONDS
    while not _answers(port):
        if web.code() is not None or time.monotonic() > end:
            raise GroundProblem(f"The site does not start. From {shown(web.log)}:\n{tail(web.log, 30)}")
        time.sleep(0.02)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=_ANSWER_SECONDS)
    try:
        connection.request("GET", "/livez", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
