"""Starting and ending commands that never outlive the one that started them (see watch.py)."""

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from advisor.embedded.places import ROOT, tail
from advisor.embedded.problems import GroundProblem


class Child:
    """One command under watch. It ends when asked, or when this process ends, however that happens."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        watch: Mapping[str, str | float | Path] | None = None,
        hand_over: Sequence[int] = (),
    ) -> None:
        """`watch` holds options of watch.py by name; `hand_over` the descriptors that the command inherits."""
        self.name = name
        self.log = log
        self._command = [str(word) for word in command]
        self._environment = environment
        self._options = [f"--{option}={value}" for option, value in (watch or {}).items()]
        self._hand_over = tuple(hand_over)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-S", "-m", "advisor.embedded.watch", *self._options, "--", *self._command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                env=None if self._environment is None else dict(self._environment),
                pass_fds=self._hand_over,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The process that watches over the command."""
        return self._running.pid

    def code(self) -> int | None:
        """The exit code, or None while the command runs."""
        return self._running.poll()

    def let_go(self) -> None:
        """Asks the command to stop, without waiting for it."""
        if self._process is not None and self._process.stdin is not None:
            with suppress(BrokenPipeError):
                if not self._process.stdin.closed:
                    self._process.stdin.write(b"stop")
                self._process.stdin.close()

    def wait(self) -> int:
        return self._running.wait()

    def stop(self) -> None:
        """Stops the command and waits for its end; the watch sees to it that the end comes."""
        if self._process is not None:
            self.let_go()
            self._process.wait()

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise GroundProblem(f"{self.name} was never started.")
        return self._process


def stop_together(children: Iterable[Child]) -> None:
    """Stops all of them at the same time."""
    together = list(children)
    for child in together:
        child.let_go()
    for child in together:
        child.stop()


def run(child: Child) -> str:
    """Runs a command to its end and gives what it wrote. Raises GroundProblem, with its last lines, when it fails."""
    child.start()
    return finished(child)


def finished(child: Child) -> str:
    """Waits for the end of a command that was started. Otherwise like `run`."""
    try:
        code = child.wait()
    finally:
        child.stop()
    if code:
        raise GroundProblem(f"{child.name} ended with {code}. The last lines of {shown(child.log)}:\n{tail(child.log)}")
    return child.log.read_text(errors="replace")


def shown(path: Path) -> str:
    """A path as a person in the project's folder would type it."""
    return os.path.relpath(path, ROOT) if path.is_relative_to(ROOT) else str(path)
