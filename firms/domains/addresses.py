"""Work email addresses, in one spelling, with the domain that says which firm they belong to."""

import re
from dataclasses import dataclass

from firms.domains.hosts import NotADomain, host_and_registrable

ENTER_A_WORK_EMAIL = "Enter a work email, like amy@smith-cpa.com"
LONGEST_ADDRESS = 254  # characters (RFC 5321, 4.5.3.1.3, without the angle brackets)
LOCAL_PART = re.compile(r"(?=.{1,64}\Z)(?!-)[A-Za-z0-9_+'&-]+(?:\.[A-Za-z0-9_+'&-]+)*")


class NotAWorkAddress(ValueError):
    """The text is no email address a firm can use; the argument is a sentence for the person who typed it."""


@dataclass(frozen=True, slots=True)
class WorkAddress:
    """`address` is where letters go: the local part as typed, the host lower-cased in A-labels without a trailing dot.

    `domain` is the registrable domain: what the members of a firm share.
    """

    address: str
    domain: str

    @property
    def key(self) -> str:
        """Equal for two spellings of one address: the whole address in lower case."""
        return self.address.lower()

    def __str__(self) -> str:
        return self.address


def work_address(text: object) -> WorkAddress:
    """The address written in `text`, spaces around it forgiven.

    The local part is an ASCII dot-atom of letters, digits and `_ + ' & -`: quoted local parts, comments, routing by
    `%` and `!`, control, zero-width and bidirectional characters are refused, and so are IP addresses, unknown
    top-level domains, bare public suffixes, look-alikes (see `firms.domains.hosts`) and more than 254 characters.
    Whether the domain is public is another question: `is_public(address.domain)`.

    Raises `NotAWorkAddress` with a sentence for the person, and nothing else, whatever `text` is.
    """
    if not isinstance(text, str):
        raise NotAWorkAddress(ENTER_A_WORK_EMAIL)
    local, _, domain = text.strip(" ").rpartition("@")
    if not LOCAL_PART.fullmatch(local):
        raise NotAWorkAddress(ENTER_A_WORK_EMAIL)
    try:
        host, registrable = host_and_registrable(domain)
    except NotADomain as reason:
        raise NotAWorkAddress(ENTER_A_WORK_EMAIL) from reason
    address = f"{local}@{host}"
    if len(address) > LONGEST_ADDRESS:
        raise NotAWorkAddress(ENTER_A_WORK_EMAIL)
    return WorkAddress(address, registrable)
