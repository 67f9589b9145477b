"""What a run gives its commands, left for a `manage.py` that somebody types beside it in another terminal."""

import json
import os
from collections.abc import Mapping

from advisor.embedded.places import VAR

_NOTE = VAR / "keys" / "environment"
_GIVEN = (
    *("DEBUG", "DEMO", "DEMO_DESK_WITHOUT_TWO_STEP", "SECRET_KEY", "FIELD_KEYS", "SITE_URL", "MAIL_DIR"),
    *("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_ROLE", "REDIS_URL"),
)
_OF_ANOTHER_SITE = {"SECRET_KEY", "DATABASE_URL"}


def hand(environment: Mapping[str, str]) -> None:
    """Leaves it in a file that only its owner reads."""
    given = {name: environment[name] for name in _GIVEN if name in environment}
    _NOTE.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(_NOTE, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as note:
        json.dump(given, note)


def take_back() -> None:
    """The run is over: a command has nothing to stand on any longer."""
    _NOTE.unlink(missing_ok=True)


def handed(environment: Mapping[str, str]) -> dict[str, str]:
    """What the run of this folder left; nothing without one, or when this environment means a site of its own."""
    if _OF_ANOTHER_SITE & environment.keys():
        return {}
    try:
        return json.loads(_NOTE.read_text())
    except (FileNotFoundError, PermissionError, ValueError):
        return {}
