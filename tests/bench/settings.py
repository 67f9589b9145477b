"""The site's own settings, with the addresses and templates of the two references beside the site's."""

from pathlib import Path

from advisor.settings import *  # noqa: F403 - all of them, and three more

MIDDLEWARE = ["tests.bench.served.with_work", *MIDDLEWARE]  # noqa: F405 - from there
ROOT_URLCONF = "tests.bench.urls"
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")  # noqa: F405 - from there
TEMPLATES[0]["OPTIONS"]["libraries"] = {"cells": "tests.bench.cells"}  # noqa: F405 - from there
