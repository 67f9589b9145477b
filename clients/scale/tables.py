"""What is copied into a table, and where its numbers begin."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from clients.scale.layout import Layout


class Table(NamedTuple):
    name: str
    columns: str
    rows: Iterable[tuple[Any, ...]]


class Ground(NamedTuple):
    """What the rows of the town stand on: its layout, the day, and what the database holds already."""

    layout: Layout
    today: date
    now: datetime
    highest: dict[str, int]
    codenames: dict[str, int]

    def key(self, table: str, number: int) -> int:
        """The primary key of the row with this number of the town."""
        return self.highest.get(table, 0) + number
