"""Employer identification numbers: typed as people write them, kept as nine digits."""

import re

ENTER_AN_EIN = "Enter an EIN of nine digits, like 12-3456789"
LONGEST_TYPED = 30
SPELLING = re.compile(r"[0-9]{9}|[0-9]{2}-[0-9]{7}")


class NotAnEin(ValueError):
    """The text is no EIN; the argument is a sentence for the person who typed it."""


def ein_digits(text: object) -> str:
    """The nine digits of the EIN written in `text`, like "12-3456789" or "123456789", spaces around it forgiven.

    Which numbers the IRS has given out is not judged: it opens new prefixes from time to time.
    Raises `NotAnEin`, and nothing else, whatever `text` is.
    """
    typed = text.strip(" ") if isinstance(text, str) and len(text) <= LONGEST_TYPED else ""
    if not SPELLING.fullmatch(typed) or typed.startswith("00"):
        raise NotAnEin(ENTER_AN_EIN)
    return typed.replace("-", "")


def ein_words(digits: str) -> str:
    """As the IRS writes it: "12-3456789"."""
    return f"{digits[:2]}-{digits[2:]}" if digits else ""
