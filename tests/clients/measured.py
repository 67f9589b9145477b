"""What an act costs the database: how many statements, and how long the server works on them."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection, transaction

LIMIT = 0.050
"""Seconds: promise P28."""


class Cost(NamedTuple):
    statements: int
    seconds: float


class Undone(Exception):
    """The act was only measured."""


def cost_of(act: Callable[[], Any]) -> Cost:
    """Of this act up to its commit, with the constraints that wait for it; undone again.

    The seconds are those that the server's process for this connection has worked, so that other programs on the
    machine do not count; where it runs elsewhere, those that passed while we waited for it.
    """
    counted: list[float] = []

    def count(execute: Any, *args: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*args)
        finally:
            counted.append(time.perf_counter() - began)

    work = _clock_of_the_server()
    try:
        with transaction.atomic():
            before = work()
            with connection.execute_wrapper(count):
                act()
                connection.check_constraints()
            worked = work() - before
            raise Undone
    except Undone:
        return Cost(len(counted), worked or sum(counted))


def best_of(times: int, act: Callable[[], Any]) -> Cost:
    return min((cost_of(act) for _ in range(times)), key=lambda cost: cost.seconds)


def _clock_of_the_server() -> Callable[[], float]:
    """Seconds of processor time of our server process so far; always 0 where it cannot be seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), inet_server_addr() IS NULL OR inet_server_addr() = inet_client_addr()")
        number, here = cursor.fetchone()
    file = Path(f"/proc/{number}/schedstat")
    if not (here and file.exists()):
        return lambda: 0.0
    return lambda: int(file.read_text().split()[0]) / 1e9
