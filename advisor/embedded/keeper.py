"""Starts again what stops by itself, later and later while it keeps stopping, and says so."""

import time
from collections.abc import Callable, Iterable

from advisor.embedded.children import Child, shown
from advisor.embedded.places import tail

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_CALM_AFTER = 60.0


class Keeper:
    """Looks after children; times are seconds."""

    def __init__(
        self, children: Iterable[Child], say: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._say = say
        self._clock = clock
        self._started = {child: clock() for child in children}
        self._pauses = dict.fromkeys(self._started, _FIRST_PAUSE)
        self._due: dict[Child, float] = {}

    def look(self) -> None:
        """One round: notices who stopped and starts who is due."""
        now = self._clock()
        for child in self._started:
            if child in self._due:
                if now >= self._due[child]:
                    del self._due[child]
                    self._started[child] = now
                    child.start()
            elif (code := child.code()) is not None:
                self._plan(child, code, now)

    def _plan(self, child: Child, code: int, now: float) -> None:
        if now - self._started[child] > _CALM_AFTER:
            self._pauses[child] = _FIRST_PAUSE
        pause = self._pauses[child]
        self._pauses[child] = min(2 * pause, _LONGEST_PAUSE)
        self._due[child] = now + pause
        lines = tail(child.log)
        self._say(f"{child.name} stopped ({code}) and starts again in {pause:.0f} s. From {shown(child.log)}:\n{lines}")
