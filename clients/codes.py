"""A client's name in addresses."""

import secrets

SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that looks like something else when it is read aloud."""
LENGTH = 10


def new_code() -> str:
    """49 random bits, which say nothing about how many clients there are."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


class Code:
    """The part of a path that is a client's code."""

    regex = f"[{SIGNS}]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
