"""The names people sign in with."""

import re

from django.core.exceptions import ValidationError

SHORTEST, LONGEST = 3, 30  # characters
USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,28}[a-z0-9])")
NOT_AN_EMAIL = "A username cannot be an email address. Choose a name like amy.smith"
SPELLING = (
    "Use 3 to 30 letters (a to z), digits, dots, hyphens or underscores, "
    "with a letter or digit at the beginning and at the end"
)
RESERVED = "This username is reserved. Choose another, like amy.smith"
WHO_RUNS_THE_PLACE = (
    "abuse account accounts admin administrator advisor advisordashboard advisors billing bot contact dashboard "
    "helpdesk hostmaster info justworks legal mail mailerdaemon moderator noreply notifications operator owner payroll "
    "peo platform postmaster privacy root sales security service staff superuser support sysadmin system team webmaster"
)
WORDS_OF_PROGRAMS = (
    "anonymous any api app assets auth blog cdn client clients config daemon default demo dev docs everyone false firm "
    "firms ftp guest help home http https imap invitation invitations localhost login logout me member members nan new "
    "nil nobody none null oauth password pop profile public reset settings setup signin signout signup smtp sso static "
    "status test true undefined unknown user username users void welcome www"
)
RESERVED_WORDS = frozenset(f"{WHO_RUNS_THE_PLACE} {WORDS_OF_PROGRAMS}".split())


def clean_username(text: str) -> str:
    """The username written in `text`, in lower case, spaces around it forgiven: 3 to 30 ASCII characters.

    Whether it is still free is a question for the database. Reserved words are refused also with separators
    (`ad.min`). Raises Django's `ValidationError` (codes `email`, `spelling`, `reserved`), whatever the text is.
    """
    name = text.strip(" ")
    if "@" in name:
        raise ValidationError(NOT_AN_EMAIL, code="email")
    if not name.isascii() or not USERNAME.fullmatch(name.lower()):
        raise ValidationError(SPELLING, code="spelling")
    if re.sub(r"[._-]", "", name.lower()) in RESERVED_WORDS:
        raise ValidationError(RESERVED, code="reserved")
    return name.lower()
