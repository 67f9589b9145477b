"""Runs in turn, medians, and a table with the targets beside what was measured.

What is judged is work: CPU time of the program and of its database's own process. The clock stands beside it; it also
counts whatever else the machine has to do.
"""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection

MILLISECONDS = 1_000


class Cost(NamedTuple):
    """In milliseconds: on the clock, of CPU in the program and in the database; and how many statements."""

    clock: float
    cpu: float
    database: float
    statements: float = 0

    @property
    def work(self) -> float:
        return self.cpu + self.database


class Statements:
    """Counts and times what goes to the database; for `connection.execute_wrapper`."""

    def __init__(self) -> None:
        self.seconds, self.number = 0.0, 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - begun
            self.number += 1


def database_cpu() -> float | None:
    """Seconds of CPU that the process behind this connection has used; None where it does not run on this machine."""
    connection.ensure_connection()
    process = Path("/proc") / str(connection.connection.info.backend_pid)
    try:
        is_ours = (process / "comm").read_text().startswith("postgres")
        return int((process / "schedstat").read_text().split()[0]) / 1e9 if is_ours else None
    except OSError:
        return None


def once(run: Callable[[], Any], cpu: Callable[[], float] = time.process_time) -> Cost:
    """One run in this process. A database elsewhere is judged by how long it is waited for."""
    statements, database = Statements(), database_cpu()
    with connection.execute_wrapper(statements):
        clock, spent = time.perf_counter(), cpu()
        run()
        clock, spent = time.perf_counter() - clock, cpu() - spent
    after = database_cpu()
    worked = statements.seconds if database is None or after is None else after - database
    return Cost(clock * MILLISECONDS, spent * MILLISECONDS, worked * MILLISECONDS, statements.number)


def in_turn[Name](runs: Mapping[Name, Callable[[], Cost]], rounds: int, warm: int = 5) -> dict[Name, Cost]:
    """A B C, B C A, C A B …: whatever else the machine does meanwhile, it does to all of them, also when it does it at
    regular intervals. Medians."""
    taken: dict[Name, list[Cost]] = {name: [] for name in runs}
    names = list(runs)
    for number in range(warm + rounds):
        gc.collect()
        first = number % len(names)
        for name in names[first:] + names[:first]:
            cost = runs[name]()
            if number >= warm:
                taken[name].append(cost)
    return {name: Cost(*map(statistics.median, zip(*costs, strict=True))) for name, costs in taken.items()}


class Target(NamedTuple):
    """What must hold: a sentence, what was measured, and the most that it may be."""

    sentence: str
    measured: float
    most: float

    @property
    def holds(self) -> bool:
        return self.measured <= self.most

    def __str__(self) -> str:
        return f"{'holds ' if self.holds else 'MISSED'}  {self.measured:6.2f} of {self.most:5.2f}  {self.sentence}"


def table(title: str, costs: Mapping[Any, Cost]) -> str:
    """Medians in milliseconds."""
    lines = [f"\n{title:<50}    clock  program + database = work  statements"]
    lines += [
        f"  {name:<48}{cost.clock:9.2f}{cost.cpu:9.2f}{cost.database:11.2f}{cost.work:7.2f}{cost.statements:12.0f}"
        for name, cost in costs.items()
    ]
    return "\n".join(lines)


def judge(*targets: Target) -> None:
    """Print all of them, then fail for those that are missed."""
    print("\n".join(map(str, targets)))
    missed = [target.sentence for target in targets if not target.holds]
    assert not missed, missed
