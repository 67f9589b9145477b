"""Every permission of the product on one page.

The first layer, `FirmPermission`, is about managing the firm; the second, `ClientPermission`, about working in a
client's account. Bits are fixed: a stored mask never changes its meaning.
"""

from collections.abc import Iterable
from enum import IntFlag
from typing import Any, NamedTuple, Self


class Wording(NamedTuple):
    """How a permission stands on the screen."""

    label: str
    sentence: str


class Permission(IntFlag):
    """What both layers share: codenames to and from masks, in the order of the page."""

    @classmethod
    def none(cls) -> Self:
        return cls(0)

    @classmethod
    def every(cls) -> Self:
        return cls(sum(flag.value for flag in cls))

    @classmethod
    def of(cls, codenames: Iterable[str]) -> Self:
        """The mask for these codenames; an unknown codename is a ValueError."""
        try:
            return cls(sum(cls[name.upper()].value for name in set(codenames)))
        except KeyError as unknown:
            raise ValueError(f"no such permission: {unknown}") from unknown

    @property
    def codename(self) -> str:
        """The name of a single permission, as stored and as posted."""
        return (self.name or "").lower()

    @property
    def codenames(self) -> list[str]:
        return [flag.codename for flag in self]

    @property
    def labels(self) -> str:
        """The labels as a phrase: "Make payments, Manage employees"."""
        return ", ".join(flag.label for flag in self)

    @property
    def wording(self) -> Any:
        raise NotImplementedError

    @property
    def label(self) -> str:
        return self.wording.label

    @property
    def sentence(self) -> str:
        return self.wording.sentence


class FirmPermission(Permission):
    """The first layer: what a member may do to the firm itself."""

    MANAGE_FIRM = 1
    MANAGE_MEMBERS = 2
    ASSIGN_CLIENTS = 4
    ADD_CLIENTS = 8
    VIEW_ACTIVITY = 16

    @property
    def wording(self) -> Wording:
        return _FIRM_WORDING[self]


_FIRM_WORDING = {
    FirmPermission.MANAGE_FIRM: Wording(
        "Edit firm information", "Change the firm's name, website and address, and its security rules."
    ),
    FirmPermission.MANAGE_MEMBERS: Wording(
        "Manage team members", "Invite members, change their permissions and role, and remove them."
    ),
    FirmPermission.ASSIGN_CLIENTS: Wording(
        "Assign clients",
        "See every client of the firm and decide who works where, with which permissions.",
    ),
    FirmPermission.ADD_CLIENTS: Wording(
        "Add and refer clients", "Add a Payroll client, refer a PEO client, and ask a client for access."
    ),
    FirmPermission.VIEW_ACTIVITY: Wording("View firm activity", "Read and export the firm's activity log."),
}

ADMINISTRATOR = FirmPermission.MANAGE_FIRM | FirmPermission.MANAGE_MEMBERS
"""Who holds both can never be the last to leave."""


PAYROLL, PEO = "payroll", "peo"
"""The platform's products, as stored."""


class ClientWording(NamedTuple):
    """How a permission of the second layer stands on the screen, and for which products it is offered."""

    group: str
    label: str
    sentence: str
    products: tuple[str, ...] = (PAYROLL, PEO)


class ClientPermission(Permission):
    """The second layer: what somebody may do in a client's account."""

    EDIT_COMPANY_SETTINGS = 1
    MANAGE_THIRD_PARTIES = 2
    MAKE_PAYMENTS = 4
    VIEW_INVOICES_AND_REPORTS = 8
    MANAGE_BANK_ACCOUNT = 16
    MANAGE_TAXES = 32
    MANAGE_EMPLOYEES = 64
    MANAGE_DOCUMENTS = 128
    MANAGE_TIMECARDS = 256
    MANAGE_BENEFITS = 512

    @property
    def wording(self) -> ClientWording:
        return _CLIENT_WORDING[self]

    @property
    def group(self) -> str:
        return self.wording.group

    @classmethod
    def offered(cls, product: str) -> Self:
        """Everything that exists in an account of this product."""
        return cls(sum(flag.value for flag in cls if product in flag.wording.products))


_CLIENT_WORDING = {
    ClientPermission.EDIT_COMPANY_SETTINGS: ClientWording(
        "Settings", "Edit company settings", "Change the company's name, address and other settings."
    ),
    ClientPermission.MANAGE_THIRD_PARTIES: ClientWording(
        "Settings",
        "Manage third-party access",
        "Together with Manage employees: see which firms have access, invite them, and change what they may do.",
    ),
    ClientPermission.MAKE_PAYMENTS: ClientWording("Payments", "Make payments", "Run payroll and pay contractors."),
    ClientPermission.VIEW_INVOICES_AND_REPORTS: ClientWording(
        "Payments", "View invoices & reporting", "Read invoices and run reports about payroll, taxes and people."
    ),
    ClientPermission.MANAGE_BANK_ACCOUNT: ClientWording(
        "Payments", "Manage company bank account", "Add or change the bank account that payroll is debited from."
    ),
    ClientPermission.MANAGE_TAXES: ClientWording(
        "Taxes",
        "Manage company tax information",
        "Change federal and state tax accounts, rates and deposit schedules.",
        (PAYROLL,),
    ),
    ClientPermission.MANAGE_EMPLOYEES: ClientWording(
        "Company HR", "Manage employees", "Add people, change their pay and details, and end their employment."
    ),
    ClientPermission.MANAGE_DOCUMENTS: ClientWording(
        "Company HR", "Upload & view all documents", "Upload, read and remove the company's documents."
    ),
    ClientPermission.MANAGE_TIMECARDS: ClientWording(
        "Company HR", "Manage all timecards", "Read, correct and approve everybody's timecards.", (PEO,)
    ),
    ClientPermission.MANAGE_BENEFITS: ClientWording(
        "Benefits", "Manage company benefits", "Choose benefit plans and manage enrolments.", (PEO,)
    ),
}

LETS_FIRMS_IN = ClientPermission.MANAGE_THIRD_PARTIES | ClientPermission.MANAGE_EMPLOYEES
"""Whoever holds both may invite a firm into the company's account and decide what it may do there."""
