"""The application's role owns nothing, in our own server and beside an owner that somebody gave."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from advisor.embedded import roles
from advisor.embedded.postgres import Postgres
from advisor.embedded.problems import GroundProblem


def execute(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def owner_of_another_database(server: Postgres, name: str, rights: str) -> str:
    execute(server.superuser_url, f"CREATE ROLE {name} LOGIN PASSWORD 'given' {rights}")
    execute(server.superuser_url, f"CREATE DATABASE {name} OWNER {name}")
    return server.url(name, "given", name)


def test_the_tests_stand_on_two_roles() -> None:
    owner, application = (urlsplit(os.environ[name]) for name in ("DATABASE_OWNER_URL", "DATABASE_URL"))
    assert owner.username != application.username
    assert owner.path == application.path


@pytest.mark.parametrize("statement", ["CREATE TABLE mine ()", "CREATE TEMPORARY TABLE mine ()", "CREATE SCHEMA mine"])
def test_the_application_can_make_nothing(server: Postgres, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        execute(roles.in_embedded(server).application_url, statement)


def test_the_application_owns_nothing_and_the_owner_may_make_databases(server: Postgres) -> None:
    two = roles.in_embedded(server)
    with psycopg.connect(two.owner_url) as connection:
        owned = connection.execute(
            "SELECT count(*) FROM pg_shdepend WHERE refobjid = %s::regrole AND deptype = 'o'",
            [roles.APPLICATION],
        ).fetchone()
        rights = connection.execute(
            "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname ~ '^advisor' ORDER BY 1"
        ).fetchall()
    assert owned == (0,)
    assert rights == [("advisor_app", False, False, False), ("advisor_owner", False, True, False)]


def test_laying_the_ground_again_gives_the_same_roles(server: Postgres) -> None:
    assert roles.in_embedded(server) == roles.in_embedded(server)


def test_a_given_owner_who_may_make_roles_gets_one_beside(server: Postgres, tmp_path: Path) -> None:
    given = owner_of_another_database(server, "generous", "CREATEROLE")
    two = roles.beside_owner(given, tmp_path)
    assert two.owner_url == given
    assert urlsplit(two.application_url).username == "generous_app"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        execute(two.application_url, "CREATE TABLE mine ()")
    assert roles.beside_owner(given, tmp_path) == two


def test_a_lost_password_of_the_second_role_is_replaced(server: Postgres, tmp_path: Path) -> None:
    given = owner_of_another_database(server, "forgetful", "CREATEROLE")
    first = roles.beside_owner(given, tmp_path / "then")
    second = roles.beside_owner(given, tmp_path / "now")
    assert first.application_url != second.application_url
    execute(second.application_url, "SELECT 1")


def test_an_owner_who_may_not_make_roles_is_told_what_to_run_and_it_works(server: Postgres, tmp_path: Path) -> None:
    given = owner_of_another_database(server, "narrow", "")
    with pytest.raises(GroundProblem, match="Run this as a superuser") as refusal:
        roles.beside_owner(given, tmp_path)
    execute(server.superuser_url, str(refusal.value).partition("start again: ")[2])
    execute(roles.beside_owner(given, tmp_path).application_url, "SELECT 1")


def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(
        GroundProblem, match=r"No database answers as me at 127.0.0.1:1/mine: check DATABASE_URL"
    ) as refusal:
        roles.beside_owner("postgres://me:secret@127.0.0.1:1/mine", tmp_path)
    assert "secret" not in str(refusal.value)


def test_names_with_quotes_stay_names(server: Postgres, tmp_path: Path) -> None:
    name = 'o"dd'
    with psycopg.connect(server.superuser_url, autocommit=True) as connection:
        for statement in ("CREATE ROLE {} LOGIN PASSWORD 'given' CREATEROLE", "CREATE DATABASE {0} OWNER {0}"):
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
    execute(roles.beside_owner(server.url(name, "given", name), tmp_path).application_url, "SELECT 1")
