"""Words typed by people, made safe to stand in one line of a letter: a subject, a sentence of the text part."""

import unicodedata

_JOINERS = "\u200c\u200d"
"""Zero-width joiners belong to words of Persian, Hindi and others, and to emoji."""


def one_line(text: object) -> str:
    """The same words without line breaks, control characters and marks that turn the direction of reading."""
    kept = (c for c in " ".join(str(text).split()) if c in _JOINERS or unicodedata.category(c) not in ("Cc", "Cf"))
    return "".join(kept)
