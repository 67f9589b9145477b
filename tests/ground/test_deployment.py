"""The containers: secrets from the environment, two database roles, an image that is lean and not run by root."""

import os
import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import yaml

from advisor.embedded import healthy, ports
from advisor.embedded.children import stop_together
from advisor.embedded.places import ROOT
from advisor.embedded.postgres import Postgres, programs

COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(COMPOSE_TEXT)
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SECRETS = (
    "SECRET_KEY",
    "FIELD_KEYS",
    "POSTGRES_PASSWORD",
    "DATABASE_PASSWORD",
    "DATABASE_OWNER_PASSWORD",
    "VALKEY_PASSWORD",
)


@pytest.mark.parametrize("name", [*SECRETS, "SITE_URL", "EMAIL_URL"])
def test_what_has_no_safe_default_must_be_given_and_says_so(name: str) -> None:
    assert re.search(rf"\$\{{{name}:\?Set {name}[ ,][^}}]+\}}", COMPOSE_TEXT)
    assert not re.search(rf"\$\{{{name}:?-", COMPOSE_TEXT)


def test_only_the_migration_knows_the_owner() -> None:
    with_owner = {
        name for name, service in SERVICES.items() if "DATABASE_OWNER_URL" in (service.get("environment") or {})
    }
    assert with_owner == {"migrate"}
    assert SERVICES["migrate"]["environment"]["DATABASE_ROLE"] == "owner"
    assert (
        urlsplit(SERVICES["web"]["environment"]["DATABASE_URL"].replace("${", "").partition(":?")[0]).scheme
        == "postgres"
    )


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_the_site_starts_after_the_migration(name: str) -> None:
    assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


@pytest.mark.parametrize("name", [name for name in SERVICES if name not in {"migrate", "web"}])
def test_every_lasting_service_has_a_health_check(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]
    assert "HEALTHCHECK" in DOCKERFILE


def test_the_first_start_of_the_database_makes_the_two_roles(tmp_path: Path) -> None:
    server = Postgres(tmp_path / "postgres", tmp_path / "log" / "postgres.log", forgetful=True)
    try:
        server.start(ports.anywhere())
        script = COMPOSE["configs"]["two-roles"]["content"].replace("$$", "$")
        superuser = urlsplit(server.superuser_url)
        environment = {
            "PATH": f"{programs()}:{os.environ['PATH']}",
            "PGHOST": str(superuser.hostname),
            "PGPORT": str(superuser.port),
            "PGPASSWORD": str(superuser.password),
            "OWNER_PASSWORD": "it's",
            "APPLICATION_PASSWORD": 'the "app"',
        }
        subprocess.run(["/bin/sh", "-c", script], env=environment, check=True, capture_output=True)
        with psycopg.connect(server.url("advisor_owner", "it's", "advisor")) as owner:
            owner.execute("CREATE TABLE letters ()")
        application = psycopg.connect(server.url("advisor_app", 'the "app"', "advisor"))
        with application, pytest.raises(psycopg.errors.InsufficientPrivilege):
            application.execute("CREATE TABLE mine ()")
    finally:
        stop_together(server.children)


def test_the_image_installs_by_hash_and_is_not_run_by_root() -> None:
    assert "--require-hashes" in DOCKERFILE
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE) == ["10001"]


def test_the_health_check_is_false_where_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://advisor.example.com")
    monkeypatch.setattr(healthy, "PORT", ports.free_port(ports.anywhere()))
    assert healthy.main() == 1
