"""Many acts at the same instant, with real commits: for tests with the fixture `committed` or `standing_town`."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

from advisor.errors import Refused

MANY = 50


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each act returned or was refused with, all begun at the same instant, each on a connection of its own."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        ready.wait()
        try:
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(answers: list[Any]) -> list[str]:
    return [answer.sentence for answer in answers if isinstance(answer, Refused)]
