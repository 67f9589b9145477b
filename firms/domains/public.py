"""Domains shared by strangers: public mailboxes, disposable mailboxes, shared hosting."""

from functools import cache
from pathlib import Path

from firms.domains.hosts import NotADomain, registrable_domain
from firms.domains.suffixes import shared_domains

DATA = Path(__file__).resolve().parent.parent / "data"
PUBLIC_DOMAINS = DATA / "public_domains.txt"  # made by `manage.py renew_public_domains`


def is_public(domain: str) -> bool:
    """Whether strangers share the registrable domain of `domain`, so that no firm may hold it.

    True for the domains of the data file and everything below them, and for every domain that is, has or lies below
    a suffix of the private section of the public suffix list (github.io, foo.github.io, amazonaws.com). True also for
    what is no domain at all: nobody may hold that either. Exceptions, both ways, are support staff's: ask them first.
    """
    try:
        registrable = registrable_domain(domain)
    except NotADomain:
        return True
    return registrable in listed_domains() or registrable in shared_domains()


@cache
def listed_domains() -> frozenset[str]:
    """The registrable domains of the data file, read once per process."""
    return frozenset(domains_in(PUBLIC_DOMAINS))


def domains_in(file: Path) -> list[str]:
    """The lines of a data file that are neither empty nor comments (`#`)."""
    lines = (line.partition("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]
