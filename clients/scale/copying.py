"""Writing the rows: with COPY, and with each table's foreign keys checked once for all rows instead of row by row."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep

import psycopg
from psycopg import sql

from clients.scale.tables import Table

NEXT = "SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM {}))"
ALL_VISIBLE = "SELECT FROM pg_class WHERE oid = %s::regclass AND relallvisible >= relpages"
TRIES = 10
FOREIGN_KEYS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s::regclass AND contype = 'f' ORDER BY conname
"""


def copy(database: psycopg.Connection, table: Table) -> int:
    """Within the caller's transaction: the rows, and where the table's own numbering goes on. Returns how many."""
    name, number = sql.Identifier(table.name), 0
    columns = sql.SQL(", ").join(map(sql.Identifier, table.columns.split()))
    cursor = database.cursor()
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(name, columns)
    with foreign_keys_checked_once(database, table.name), cursor.copy(into) as stream:
        for row in table.rows:
            stream.write_row(row)
            number += 1
    cursor.execute(sql.SQL(NEXT).format(name), [table.name])
    return number


@contextmanager
def foreign_keys_checked_once(database: psycopg.Connection, table: str) -> Iterator[None]:
    """They are gone meanwhile, and back under their names afterwards, judged over the whole table."""
    name, keys = sql.Identifier(table), database.execute(FOREIGN_KEYS, [table]).fetchall()
    for key, _ in keys:
        database.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(name, sql.Identifier(key)))
    yield
    for key, rule in keys:
        add = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} ").format(name, sql.Identifier(key))
        database.execute(add + sql.SQL(rule))


def settle(database: psycopg.Connection, table: str) -> None:
    """True statistics, and rows known to be visible to all: what the planner and index-only scans rest on.

    A row is not yet visible to whoever looks at the database from before it: those are waited for, a little.
    """
    for _ in range(TRIES):
        database.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))
        if database.execute(ALL_VISIBLE, [table]).rowcount:
            return
        sleep(0.2)
