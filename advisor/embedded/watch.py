"""Runs one command for as long as somebody holds the other end of standard input; then ends it with all its children.

    python -m advisor.embedded.watch [options] -- command …

The holder may stop in any way, `kill -9` among them: its end of the pipe closes, and that is the sign to stop here. The
sign to the command is gentle first (--stop) and final after --grace seconds; after --abandoned seconds when the holder
went without a word, which is any byte on the pipe. Grandchildren go with it: they share its process group, and on Linux
those that left the group are adopted and ended too. If this process itself is killed, Linux kills the command.
"""

import argparse
import fcntl
import os
import select
import shutil
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from advisor.embedded import accounts, kernel

_HOLDER = 0
_NOT_STARTED = 127


class Watch:
    """One command and what is asked of it."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.asked_to_stop = False
        self.heard_a_word = False
        self.kill_at: float | None = None
        self.wake_up = _wake_ups(self)

    def run(self) -> int:
        """Gives the exit code of the command, as a shell would: 128 and the signal when one ended it."""
        try:
            if not self._has_the_lock():
                return 0
            pid = _started(self.options.command, self.options.account)
            code = self._watched(pid)
            _bury(pid)
            return code
        finally:
            if self.options.remove:
                _remove(self.options.remove)

    def _has_the_lock(self) -> bool:
        """Waits for the last watch over the same thing to end; False when the holder went away meanwhile."""
        if not self.options.lock:
            return True
        descriptor = os.open(self.options.lock, os.O_RDWR | os.O_CREAT, 0o600)
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._look(0.05)
                if self.asked_to_stop:
                    return False
            else:
                return True

    def _watched(self, pid: int) -> int:
        while (code := _ended(pid)) is None:
            if self.asked_to_stop and self.kill_at is None:
                self.kill_at = time.monotonic() + self._grace()
                _signal(pid, signal.Signals[f"SIG{self.options.stop}"])
            elif self.kill_at is not None and time.monotonic() >= self.kill_at:
                _signal(-pid, signal.SIGKILL)
            self._look(None if self.kill_at is None else max(0.05, self.kill_at - time.monotonic()))
        return code

    def _look(self, seconds: float | None) -> None:
        """Waits for a signal, for the holder to let go, or for the time to pass."""
        watched = [self.wake_up] if self.asked_to_stop else [self.wake_up, _HOLDER]
        ready = select.select(watched, [], [], seconds)[0]
        if self.wake_up in ready:
            os.read(self.wake_up, 512)
        if _HOLDER in ready:
            word = os.read(_HOLDER, 512)
            self.heard_a_word |= bool(word)
            self.asked_to_stop |= not word

    def _grace(self) -> float:
        abandoned = self.options.abandoned is not None and not self.heard_a_word
        return self.options.abandoned if abandoned else self.options.grace


def _wake_ups(watch: Watch) -> int:
    """Signals end a wait: gives the descriptor that becomes readable with each."""

    def stop(*_: object) -> None:
        watch.asked_to_stop = True

    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGTERM, stop)
    for deaf in (signal.SIGINT, signal.SIGHUP):
        signal.signal(deaf, signal.SIG_IGN)
    return reader


def _started(command: Sequence[str], account: str) -> int:
    """Signals are held back over the fork: one that came before the child has its own ways would be lost."""
    parent = os.getpid()
    held_back = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    pid = os.fork()
    if pid:
        with suppress(OSError):
            os.setpgid(pid, pid)
        signal.pthread_sigmask(signal.SIG_SETMASK, held_back)
        return pid
    try:
        os.setpgid(0, 0)
        for usual in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGCHLD, signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(usual, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, held_back)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        accounts.enter(account)
        kernel.die_with_parent(parent)
        os.execvp(command[0], list(command))
    except OSError as problem:
        print(f"{command[0]} does not start: {problem}", file=sys.stderr, flush=True)
    finally:
        os._exit(_NOT_STARTED)


def _ended(pid: int) -> int | None:
    """The exit code of the command if it ended; adopted orphans that ended are cleared away on the way."""
    while True:
        try:
            found, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return _NOT_STARTED
        if found == pid:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code
        if found == 0:
            return None


def _bury(pid: int) -> None:
    """Ends what the command left behind and waits until nothing is left."""
    _signal(-pid, signal.SIGKILL)
    with suppress(ChildProcessError):
        while True:
            for orphan in kernel.children():
                _signal(orphan, signal.SIGKILL)
            os.waitpid(-1, 0)


def _remove(folder: Path) -> None:
    """Removes the folder once the other watches that hold a lock in it have ended."""
    for lock in folder.glob("*.lock"):
        with lock.open() as held:
            fcntl.flock(held, fcntl.LOCK_EX)
    shutil.rmtree(folder, ignore_errors=True)


def _signal(pid: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m advisor.embedded.watch")
    parser.add_argument("--stop", default="TERM", help="the gentle signal, without SIG")
    parser.add_argument("--grace", type=float, default=5.0, help="seconds between the gentle signal and the end")
    parser.add_argument(
        "--abandoned", type=float, help="the same when the holder ended without a word; else as --grace"
    )
    parser.add_argument("--lock", type=Path, help="a file held while the command runs; a second watch waits for it")
    parser.add_argument("--remove", type=Path, help="a folder to remove when the command has ended")
    parser.add_argument("--account", default=accounts.AS_WE_ARE, help="see advisor.embedded.accounts")
    parser.add_argument("command", nargs="+")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    kernel.adopt_orphans()
    sys.exit(Watch(_options(sys.argv[1:])).run())
