"""Columns that are sealed at rest, with keys that can be rotated.

`FIELD_KEYS` is a list of Fernet keys (https://github.com/fernet/spec): the first seals, all of them open.
"""

import hashlib
import secrets

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])


def seal(text: str) -> str:
    """The text, encrypted and signed, as ASCII."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What `seal` was given; raises `cryptography.fernet.InvalidToken` when no key fits or a byte was changed."""
    return _keys().decrypt(sealed.encode()).decode()


class SealedTextField(models.TextField):
    """Text that is readable only through the application: sealed on the way in, opened on the way out."""

    def get_prep_value(self, value):
        return seal(value) if value else value

    def from_db_value(self, value, expression, connection):
        return unseal(value) if value else value


def new_token() -> str:
    """256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a token: its SHA-256, in hex. A token has 256 bits, so no salt or stretching is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
