"""How long a password has to be."""

from typing import Any

from django.core.exceptions import ValidationError

LONG = 15  # characters, of whatever kind
SHORT = 12  # characters, of enough kinds
KINDS = 3  # of: lower-case letters, capital letters, digits, others
LONGEST = 1_000  # characters; more only costs time to hash

TOO_SHORT = (
    "Use at least 15 characters, or at least 12 with three of these: small letters, capitals, digits, other signs"
)
TOO_LONG = "Use at most 1,000 characters"
NOT_TYPED = "Use only characters that can be typed"


class LengthAndKinds:
    """At least 15 characters, or 12 with three kinds of characters. A validator for `AUTH_PASSWORD_VALIDATORS`.

    NIST SP 800-63B-4 (3.1.1.2) asks for 15 characters where a password is the only factor, for room for 64 and
    more, counts code points, and forbids rules of composition: a long password therefore has none, and spaces and
    every script are welcome. The shorter way, 12 characters with three kinds, is the product's own.

    The guide's other half, a list of known passwords, is Django's `CommonPasswordValidator`; its words about the
    person (username, first_name, last_name, email, personal_email) are for `UserAttributeSimilarityValidator`.
    Put this validator first: it also keeps megabytes, NUL and lone surrogates (which cannot be hashed) from them.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Raises `ValidationError` (codes `password_too_long`, `password_not_typed`, `password_too_short`)."""
        if len(password) > LONGEST:
            raise ValidationError(TOO_LONG, code="password_too_long")
        if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in password):
            raise ValidationError(NOT_TYPED, code="password_not_typed")
        if len(password) < SHORT or (len(password) < LONG and len(kinds_in(password)) < KINDS):
            raise ValidationError(TOO_SHORT, code="password_too_short")

    def get_help_text(self) -> str:
        """The sentence beside the field."""
        return f"{TOO_SHORT}."


def kinds_in(password: str) -> set[str]:
    """Which of the four kinds of characters the password has."""
    return {_kind(character) for character in password}


def _kind(character: str) -> str:
    if character.islower():
        return "small"
    if character.isupper():
        return "capital"
    return "digit" if character.isdecimal() else "other"
