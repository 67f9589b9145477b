"""The large town, committed in the database of the run."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from advisor.users.models import User
from tests.visits import prove


@pytest.fixture(scope="session")
def large_town(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        call_command("seed_scale")
        yield


@pytest.fixture
def beside_references(settings: Any) -> None:
    """The site with the addresses and templates of the references."""
    shown = {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], "tests/bench/templates"]}
    shown["OPTIONS"] = {**shown["OPTIONS"], "libraries": {"cells": "tests.bench.cells"}}
    settings.TEMPLATES = [shown]
    settings.ROOT_URLCONF = "tests.bench.urls"


@pytest.fixture
def reader(large_town: None) -> Any:
    """`reader("scale-1-1")`: a client of the site in this process, signed in."""

    def signed_in(name: str) -> Client:
        client, user = Client(HTTP_HOST="localhost"), User.objects.get(username=name)
        client.force_login(user, backend="advisor.users.backends.SignIn")
        prove(client, user)
        return client

    return signed_in
