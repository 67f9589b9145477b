"""Every permission of the product on one page.

The first layer, `FirmPermission`, is about managing the firm. Bits are fixed: a stored mask never changes its meaning.
"""

from collections.abc import Iterable
from enum import IntFlag
from typing import NamedTuple, Self


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
    def wording(self) -> Wording:
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
