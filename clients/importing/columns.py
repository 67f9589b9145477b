"""The columns of the file: what each means, an example, and what is well formed in it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from advisor.forms import NameField
from advisor.permissions import ClientPermission
from advisor.users.phones import NotAPhoneNumber, phone_number
from clients.eins import NotAnEin, ein_digits
from clients.fields import LineField, StateField, ZipField, too_long
from clients.models import Frequency, Product, Status
from firms.domains import NotAWorkAddress, work_address

ALL = "all"
DATES = ("%Y-%m-%d", "%m/%d/%Y")
EARLIEST, LATEST = 2000, 2100
DROPPED_ZERO = "A spreadsheet may have dropped a leading zero."
Clean = Callable[[str], Any]


class Column(NamedTuple):
    """`words` say what it means, `empty` is what an empty cell gives."""

    name: str
    words: str
    examples: tuple[str, str]
    clean: Clean
    empty: Any = ""


def name_of(longest: int) -> Clean:
    return NameField(max_length=longest, error_messages={"max_length": too_long(longest)}).clean


def line_of(longest: int) -> Clean:
    return LineField(max_length=longest).clean


def one_of(choices: Any) -> Clean:
    """A stored value or its label, in capitals or not."""
    known = {word.lower(): value for value, label in choices.choices for word in (value, label)}
    listed = ", ".join(choices.values)

    def clean(text: str) -> str:
        if text.lower() not in known:
            raise ValidationError(f"Write one of: {listed}")
        return known[text.lower()]

    return clean


def ein_of(text: str) -> str:
    try:
        return ein_digits(text)
    except NotAnEin as unusable:
        hint = f". {DROPPED_ZERO}" if text.isdigit() and len(text) == 8 else ""
        raise ValidationError(f"{unusable}{hint}") from None


def zip_of(text: str) -> str:
    try:
        return ZipField().clean(text)
    except ValidationError as unusable:
        hint = f". {DROPPED_ZERO}" if text.isdigit() and len(text) == 4 else ""
        raise ValidationError(f"{unusable.messages[0]}{hint}") from None


def phone_of(text: str) -> str:
    try:
        return phone_number(text)
    except NotAPhoneNumber as unusable:
        raise ValidationError(str(unusable)) from None


def email_of(text: str) -> str:
    try:
        return work_address(text).key
    except NotAWorkAddress as unusable:
        raise ValidationError(str(unusable)) from None


def day_of(text: str) -> date:
    """As ISO 8601 writes it, or as a spreadsheet in the United States does."""
    for form in DATES:
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
        if EARLIEST <= found.year < LATEST:
            return found
    raise ValidationError("Enter a date, like 2026-12-04 or 12/4/2026")


PERMISSIONS = {word.lower(): flag for flag in ClientPermission for word in (flag.codename, flag.label)}


def permissions_of(text: str) -> ClientPermission | str:
    """The permissions; the word "all" stays a word until the product is known."""
    if text.lower() == ALL:
        return ALL
    names = [part.strip() for part in text.split("|") if part.strip()]
    if unknown := [name for name in names if name.lower() not in PERMISSIONS]:
        raise ValidationError(f"There is no permission “{unknown[0][:60]}”")
    found = ClientPermission.none()
    for name in names:
        found |= PERMISSIONS[name.lower()]
    return found


COLUMNS = [
    Column("legal_name", "As registered.", ("Acme Bakery LLC", "Bloom Studio Inc"), name_of(120)),
    Column("trading_name", "What everybody calls it; empty: the legal name.", ("Acme Bakery", ""), name_of(120)),
    Column("product", "payroll or peo.", ("payroll", "peo"), one_of(Product)),
    Column("status", "enrolling, active or terminated.", ("active", "enrolling"), one_of(Status)),
    Column("ein", "Nine digits, with or without the hyphen.", ("12-3456789", "12-9876543"), ein_of),
    Column("street", "Number and street.", ("20 Exchange Place", "8 Main Street"), line_of(120)),
    Column("city", "Where the company is.", ("New York", "Troy"), line_of(80)),
    Column("state", "Two letters.", ("NY", "NY"), StateField().clean),
    Column("zip", "Five digits, or nine with a hyphen.", ("10005", "12180"), zip_of),
    Column("phone", "The company's own, without an extension.", ("(212) 555-0150", ""), phone_of),
    Column("pay_frequency", "weekly, biweekly, semimonthly or monthly.", ("biweekly", ""), one_of(Frequency)),
    Column("first_pay_on", "The first pay date; goes with pay_frequency.", ("2026-12-04", ""), day_of, None),
    Column("platform_contact_email", "Who answers for them: one of Platform contacts.", ("", ""), str.lower),
    Column("contact_first_name", "Somebody of the company, who can sign in.", ("Carla", "Pia"), name_of(80)),
    Column("contact_last_name", "Both names, or neither.", ("Rossi", "Berg"), name_of(80)),
    Column("contact_email", "Empty: nobody is invited yet.", ("carla@acme-bakery.com", "pia@bloom.studio"), email_of),
    Column("contact_title", "What they do there.", ("Owner", "Office manager"), name_of(60)),
    Column(
        "contact_permissions",
        "“all”, or codenames or labels separated by |.",
        ("all", "Manage third-party access | Manage employees"),
        permissions_of,
    ),
]
NAMES = [column.name for column in COLUMNS]
CONTACT = [name for name in NAMES if name.startswith("contact_")]
COMPANY = [name for name in NAMES if name not in CONTACT]
