"""Give the application's database role what it needs and no more. Run by the owner after every `migrate`."""

import os
from typing import Any

import environ
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from psycopg import sql

APPEND_ONLY = ["audit_event"]
READ_ONLY = ["django_migrations"]


class Command(BaseCommand):
    help = "Grant the role named in DATABASE_URL its rights on the owner's tables. Idempotent."

    def handle(self, *args: Any, **options: Any) -> None:
        role = environ.Env.db_url_config(os.environ["DATABASE_URL"])["USER"]
        if role == connection.settings_dict["USER"]:
            raise CommandError("DATABASE_URL names the owner itself. Give the application a role of its own.")
        with connection.cursor() as cursor:
            for statement in statements(role):
                cursor.execute(statement)


def statements(role: str) -> list[sql.Composed]:
    """The grants, then what is taken back from the general rule."""
    who = sql.Identifier(role)
    general = [
        "GRANT USAGE ON SCHEMA public TO {}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
    ]
    granted = [sql.SQL(text).format(who) for text in general]
    granted += [
        sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), who)
        for table in APPEND_ONLY
    ]
    granted += [
        sql.SQL("REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), who)
        for table in READ_ONLY
    ]
    return granted
