"""The two database roles: an owner that migrates, and the application's role, which owns nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from advisor.embedded.kept import kept, password
from advisor.embedded.postgres import Postgres
from advisor.embedded.problems import GroundProblem

DATABASE = "advisor"
OWNER = "advisor_owner"
APPLICATION = "advisor_app"
_CONNECT_SECONDS = 5
_NAME_LENGTH = 63


@dataclass(frozen=True)
class Roles:
    """The addresses of one database, for each of its two roles."""

    owner_url: str
    application_url: str

    @property
    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.application_url, "DATABASE_OWNER_URL": self.owner_url}


def in_embedded(server: Postgres) -> Roles:
    """The roles and the database in a server of our own, made when they are missing."""
    keys = server.data.parent / "keys"
    secrets = {role: kept(keys / role, password) for role in (OWNER, APPLICATION)}
    with _connection(server.superuser_url) as connection:
        for role, secret in secrets.items():
            _set_role(connection, role, secret)
        connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER)))
        if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount:
            names = {"database": sql.Identifier(DATABASE), "owner": sql.Identifier(OWNER)}
            connection.execute(sql.SQL("CREATE DATABASE {database} OWNER {owner}").format(**names))
            connection.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC").format(**names))
    owner, application = (server.url(role, secret, DATABASE) for role, secret in secrets.items())
    return Roles(owner_url=owner, application_url=application)


def beside_owner(owner_url: str, keys: Path) -> Roles:
    """The roles for a server of the visitor's, who gave its owner: `<database>_app` with a password kept in `keys`.

    Raises GroundProblem with the SQL to run when the owner may not make roles, or when the server does not answer.
    """
    database = unquote(urlsplit(owner_url).path.lstrip("/"))
    name = f"{database[: _NAME_LENGTH - 4]}_app"
    secret = kept(keys / name, password)
    roles = Roles(owner_url=owner_url, application_url=_with_role(owner_url, name, secret))
    with _connection(owner_url) as connection:
        if _signs_in(roles.application_url):
            return roles
        try:
            _set_role(connection, name, secret)
        except psycopg.errors.InsufficientPrivilege as problem:
            statement = _role_statement(connection, name, secret).as_string(connection)
            raise GroundProblem(
                "The role of DATABASE_URL may not make the application's role. Run this as a superuser of that server, "
                f"then start again: {statement};"
            ) from problem
    return roles


def _set_role(connection: psycopg.Connection, role: str, secret: str) -> None:
    connection.execute(_role_statement(connection, role, secret))


def _role_statement(connection: psycopg.Connection, role: str, secret: str) -> sql.Composed:
    there = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).rowcount
    verb = sql.SQL("ALTER" if there else "CREATE")
    return sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, sql.Identifier(role), sql.Literal(secret))


@contextmanager
def _connection(url: str) -> Iterator[psycopg.Connection]:
    """A connection of single statements. Raises GroundProblem, without the password, when nobody answers."""
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=_CONNECT_SECONDS)
    except psycopg.OperationalError as problem:
        place = urlsplit(url)
        raise GroundProblem(
            f"No database answers as {place.username} at {place.hostname}:{place.port or 5432}{place.path}: check "
            f"DATABASE_URL. The server says: {problem}"
        ) from problem
    with connection:
        yield connection


def _signs_in(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=_CONNECT_SECONDS).close()
    except psycopg.OperationalError:
        return False
    return True


def _with_role(url: str, role: str, secret: str) -> str:
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(role)}:{quote(secret)}@{place}"))
