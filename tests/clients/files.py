"""CSV files of clients for the tests of the import."""

import csv
import io

from clients.importing.columns import NAMES

GOOD = {
    "legal_name": "Acme Bakery LLC",
    "trading_name": "Acme Bakery",
    "product": "payroll",
    "status": "active",
    "ein": "13-0000001",
    "street": "20 Exchange Place",
    "city": "New York",
    "state": "NY",
    "zip": "10005",
    "phone": "(212) 555-0150",
    "pay_frequency": "biweekly",
    "first_pay_on": "2026-12-04",
    "platform_contact_email": "",
    "contact_first_name": "Zoe",
    "contact_last_name": "Park",
    "contact_email": "zoe@acme-bakery.com",
    "contact_title": "Owner",
    "contact_permissions": "all",
}
"""A row that is good as it stands."""


def line(**changed: str) -> dict[str, str]:
    return GOOD | changed


def further(**changed: str) -> dict[str, str]:
    """A row with nothing but a contact."""
    return {name: GOOD[name] if name.startswith("contact_") else "" for name in NAMES} | changed


def several(number: int) -> list[dict[str, str]]:
    """So many good rows, each a company of its own with a contact of its own."""
    return [
        line(legal_name=f"Company {n} LLC", trading_name="", ein=f"13-{n:07}", contact_email=f"zoe@company-{n}.com")
        for n in range(number)
    ]


def sheet(*rows: dict[str, str], names: list[str] = NAMES) -> str:
    written = io.StringIO()
    csv.writer(written).writerows([names, *([row.get(name, "") for name in names] for row in rows)])
    return written.getvalue()


def data(*rows: dict[str, str]) -> bytes:
    return sheet(*rows).encode()
