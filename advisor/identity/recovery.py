"""Keys of reset letters."""

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator


class ResetKeys(PasswordResetTokenGenerator):
    """Django's keys, which die with the password and the last sign-in, and also with either address."""

    key_salt = "advisor.identity.recovery"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}|{user.email}|{user.personal_email}"


reset_keys = ResetKeys()
