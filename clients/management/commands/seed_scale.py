"""`manage.py seed_scale`: the large town that lists and acts are measured on.

The same rows for the same options and day. It connects as the owner (DATABASE_OWNER_URL), because the planner's
statistics and the visibility of rows, without which nothing measured here means anything, are the owner's to renew.
"""

import os
from argparse import ArgumentParser
from time import perf_counter
from typing import Any

import environ
import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from psycopg import sql

from advisor.permissions import FirmPermission
from clients.paydays import bank_today
from clients.scale import companies, people
from clients.scale.copying import copy, settle
from clients.scale.layout import Layout, Size
from clients.scale.tables import Ground

HIGHEST = "SELECT COALESCE(max(id), 0) FROM {}"


class Command(BaseCommand):
    help = "Build the large town (only with DEBUG or TESTING)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        size = Size()
        parser.add_argument("--firms", type=int, default=size.firms, help="firms in all")
        parser.add_argument("--links", type=int, default=size.links, help="clients' links to firms in all")
        parser.add_argument("--large", type=int, default=size.large, help="clients of Scale Firm 1")
        parser.add_argument("--members", type=int, default=size.members, help="members of Scale Firm 1")

    def handle(self, *args: Any, firms: int, links: int, large: int, members: int, **options: Any) -> None:
        if not (settings.DEBUG or settings.TESTING):
            raise CommandError("The large town has known passwords: it is built only with DEBUG=1 or TESTING=1.")
        size = Size(firms, links, large, members)
        if size.problem:
            raise CommandError(size.problem)
        with owner() as database:
            if database.execute("SELECT FROM firms_firm WHERE name = 'Scale Firm 1'").rowcount:
                self.stdout.write("The large town stands already.")
                return
            self.build(database, Layout(size))
        for username, part in people.sign_ins():
            self.stdout.write(f"{username:<10} {people.PASSWORD:<20} {part}")

    def build(self, database: psycopg.Connection, layout: Layout) -> None:
        """In one transaction: all of it or nothing. Only then are rows visible to all, and their statistics true."""
        written = []
        with database.transaction():
            ground = ground_of(database, layout)
            for tables in (people.tables(ground), companies.tables(ground)):
                for table in tables:
                    begun = perf_counter()
                    number = copy(database, table)
                    written.append(table.name)
                    self.stdout.write(f"{number:>8,} {table.name:<26} {perf_counter() - begun:5.1f} s")
        for name in written:
            settle(database, name)


def owner() -> psycopg.Connection:
    """The same database, as its owner."""
    if "DATABASE_OWNER_URL" not in os.environ:
        raise CommandError("Set DATABASE_OWNER_URL: the large town is built as the owner of the database.")
    url = environ.Env.db_url_config(os.environ["DATABASE_OWNER_URL"])
    place = {"host": url["HOST"], "port": url["PORT"] or 5432, "user": url["USER"], "password": url["PASSWORD"]}
    return psycopg.connect(**place, dbname=connection.settings_dict["NAME"], autocommit=True)


def ground_of(database: psycopg.Connection, layout: Layout) -> Ground:
    names = [table.name for kind in (people, companies) for table in kind.tables(empty(layout))]
    highest = {name: database.execute(sql.SQL(HIGHEST).format(sql.Identifier(name))).fetchone() for name in names}
    known = database.execute(
        "SELECT codename, p.id FROM auth_permission p JOIN django_content_type t ON t.id = content_type_id "
        "WHERE app_label = 'firms' AND model = 'firm' AND codename = ANY(%s)",
        [FirmPermission.every().codenames],
    )
    numbers = {name: row[0] for name, row in highest.items() if row}
    return Ground(layout, bank_today(), timezone.now(), numbers, dict(known.fetchall()))


def empty(layout: Layout) -> Ground:
    return Ground(layout, bank_today(), timezone.now(), {}, {})
