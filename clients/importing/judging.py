"""What would become of each row: a client, a further contact of the client above it, or neither and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from advisor.permissions import LETS_FIRMS_IN, ClientPermission
from clients.eins import ein_words
from clients.importing.columns import ALL, COLUMNS, COMPANY, CONTACT
from clients.importing.sheet import Row, shortened
from clients.models import Product, Status

LABELS = {column.name: column.name.replace("_", " ") for column in COLUMNS} | {"ein": "EIN", "zip": "ZIP"}
REQUIRED = {
    "legal_name": "Enter the company's legal name",
    "product": "Write one of: payroll, peo",
    "status": "Write one of: enrolling, active, terminated",
    "ein": "Enter an EIN of nine digits, like 12-3456789",
}
REQUIRED_OF_CONTACT = {
    "contact_first_name": "Enter their first name",
    "contact_last_name": "Enter their last name",
    "contact_permissions": "Write “all”, or permissions separated by |",
}
NOTHING = ClientPermission.none()
NOBODY_ABOVE = "A row without a company is a further contact of the company above it, and there is none."
NOBODY_HERE = "The row names neither a company nor a contact."
BOTH = "pay frequency, first pay on: Enter both, or neither."
NO_ADDRESS = "contact email: Enter an address, or leave the other columns of the contact empty."
STAFF = "contact email: This is somebody of support staff, who are no contacts of clients."
NOT_ACTIVE = "contact email: This person may not sign in any more."


class Person(NamedTuple):
    """Somebody who has confirmed this work email."""

    pk: int
    is_staff: bool
    is_active: bool


@dataclass
class Known:
    """What the platform knows already, of all that the file names."""

    clients: dict[str, str] = field(default_factory=dict)
    """Names by EIN."""
    care: dict[str, int] = field(default_factory=dict)
    """Platform contacts by address."""
    people: dict[str, Person] = field(default_factory=dict)
    """By confirmed work email."""


@dataclass
class NewContact:
    values: dict[str, Any]
    permissions: ClientPermission
    person: Person | None

    def __str__(self) -> str:
        return f"{self.values['first_name']} {self.values['last_name']}"


@dataclass
class Verdict:
    """`client` holds the values of a new one; a further contact has the row of its company in `of`."""

    number: int
    name: str
    errors: list[str]
    client: dict[str, Any] | None = None
    of: int = 0
    contact: NewContact | None = None
    offered: ClientPermission = NOTHING

    @property
    def words(self) -> str:
        """What would happen, or why it cannot."""
        if self.errors:
            return " ".join(f"{error.rstrip('.')}." for error in self.errors)
        if self.client is None:
            return f"Another contact. {self._contact_words()}"
        kind = f"New {Product(self.client['product']).label} client, {Status(self.client['status']).label}."
        return f"{kind} {self._contact_words()}"

    def _contact_words(self) -> str:
        if self.contact is None:
            return "No contact: nobody can sign in to its account yet."
        known = (
            "has an account and becomes a contact at once." if self.contact.person else "gets an invitation by mail."
        )
        decides = "" if LETS_FIRMS_IN in self.contact.permissions else " Cannot let a firm in."
        return f"{self.contact} {known}{decides}"


class Cleaned(NamedTuple):
    """A row whose cells were judged one by one."""

    row: Row
    values: dict[str, Any]
    errors: list[str]

    def has(self, names: list[str]) -> bool:
        return any(self.row.cells.get(name) for name in names)


def cleaned(row: Row) -> Cleaned:
    if row.problem:
        return Cleaned(row, {}, [row.problem])
    values, errors = {}, []
    for column in COLUMNS:
        text = row.cells[column.name]
        try:
            values[column.name] = column.clean(text) if text else column.empty
        except ValidationError as unusable:
            errors.append(f"{LABELS[column.name]}: {unusable.messages[0]}")
    return Cleaned(row, values, errors)


class Wanted(NamedTuple):
    """What must be looked up to judge the file."""

    eins: set[str]
    care: set[str]
    people: set[str]


def wanted(rows: Iterable[Cleaned]) -> Wanted:
    names = ("ein", "platform_contact_email", "contact_email")
    found: tuple[set[str], ...] = tuple({row.values.get(name, "") for row in rows} - {""} for name in names)
    return Wanted(*found)


def judge(rows: list[Cleaned], known: Known) -> list[Verdict]:
    """One verdict a row, in the order of the file."""
    verdicts: list[Verdict] = []
    eins: dict[str, int] = {}
    above: Verdict | None = None
    addresses: set[str] = set()
    for row in rows:
        if row.has(COMPANY) or row.row.problem:
            verdict = above = company_of(row, known, eins)
            addresses = set()
        else:
            verdict = further_contact(row, known, above)
        address = row.values.get("contact_email", "")
        if address and address in addresses:
            verdict.errors.append("contact email: The company has this contact in a row above already.")
        addresses.add(address)
        verdicts.append(verdict)
    return verdicts


def company_of(row: Cleaned, known: Known, eins: dict[str, int]) -> Verdict:
    """A client of its own, with its first contact if the row names one."""
    values, errors, number = row.values, list(row.errors), row.row.number
    verdict = Verdict(number, named(row), errors)
    if row.row.problem:
        return verdict
    errors += missing(row, REQUIRED)
    ein, care = values.get("ein", ""), values.get("platform_contact_email", "")
    if ein in known.clients:
        errors.append(f"EIN: {known.clients[ein]} on the platform has {ein_words(ein)} already")
    elif ein in eins:
        errors.append(f"EIN: Row {eins[ein]} has {ein_words(ein)} too")
    if ein:
        eins.setdefault(ein, number)
    if care and care not in known.care:
        errors.append(f"platform contact email: There is no platform contact {shortened(care)}")
    if bool(row.row.cells["pay_frequency"]) != bool(row.row.cells["first_pay_on"]):
        errors.append(BOTH)
    verdict.offered = ClientPermission.offered(values.get("product", ""))
    verdict.contact = contact_of(row, known, verdict.offered, errors)
    verdict.client = {name: values.get(name) for name in COMPANY if name not in ("zip", "platform_contact_email")}
    verdict.client |= {"postal_code": values.get("zip"), "platform_contact_id": known.care.get(care)}
    return verdict


def further_contact(row: Cleaned, known: Known, above: Verdict | None) -> Verdict:
    """A row with nothing but a contact."""
    errors = list(row.errors)
    if above is None:
        return Verdict(row.row.number, named(row), [*errors, NOBODY_ABOVE])
    verdict = Verdict(row.row.number, above.name, errors, of=above.number, offered=above.offered)
    verdict.contact = contact_of(row, known, above.offered, errors)
    if verdict.contact is None and not errors:
        errors.append(NOBODY_HERE)
    return verdict


def contact_of(row: Cleaned, known: Known, offered: ClientPermission, errors: list[str]) -> NewContact | None:
    """The contact of this row; what is wrong with it is added to `errors`."""
    if not row.has(CONTACT):
        return None
    if not row.row.cells["contact_email"]:
        errors.append(NO_ADDRESS)
        return None
    errors += missing(row, REQUIRED_OF_CONTACT)
    permissions = permissions_of(row, offered, errors)
    person = known.people.get(row.values.get("contact_email", ""))
    if person and person.is_staff:
        errors.append(STAFF)
    elif person and not person.is_active:
        errors.append(NOT_ACTIVE)
    names = ("first_name", "last_name", "email", "title")
    return NewContact({name: row.values.get(f"contact_{name}", "") for name in names}, permissions, person)


def missing(row: Cleaned, required: dict[str, str]) -> list[str]:
    return [f"{LABELS[name]}: {words}" for name, words in required.items() if not row.row.cells[name]]


def permissions_of(row: Cleaned, offered: ClientPermission, errors: list[str]) -> ClientPermission:
    """Within what the product offers. None at all is an oversight: such a contact can do nothing."""
    found = row.values.get("contact_permissions") or ClientPermission.none()
    if found == ALL:
        return offered
    if offered and (beyond := found & ~offered):
        errors.append(f"contact permissions: This product does not have: {beyond.labels}")
    return found


def named(row: Cleaned) -> str:
    """How a person finds the row in the file."""
    cells = row.row.cells
    return shortened(cells.get("trading_name") or cells.get("legal_name") or cells.get("contact_email") or "—")
