"""One `make run` in a clone at a time; a second one finds the address of the first."""

import fcntl
import os
import time
from pathlib import Path


class OneRun:
    """Held through a file lock, which ends with its process in whatever way that ends."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(folder / "run.lock", os.O_RDWR | os.O_CREAT, 0o644)

    def take(self) -> str | None:
        """Takes the place: None. When another run has it: the other's address, as soon as it has one to give."""
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if address := os.pread(self._descriptor, 512, 0).decode():
                    return address
                time.sleep(0.1)
            else:
                self.announce("")
                return None

    def announce(self, address: str) -> None:
        """Tells the next one who comes where the site is; nothing while it starts or stops, so that they wait."""
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, address.encode(), 0)
