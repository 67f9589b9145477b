"""Makes `firms/data/public_domains.txt` anew from lists that others keep, and from our own two.

The lists of others come in two packages; the command itself asks no network. Fetch and unpack them anywhere:

    npm pack email-providers && tar xzf email-providers-*.tgz
    pip download --no-deps disposable-email-domains && python -m zipfile -e disposable_email_domains-*.whl .
    python manage.py renew_public_domains --from . --date 2026-11-23

The same input and date always make the same file. Look at the difference before committing it: a list may have
named a real company (then add it to `never_public.txt`) or lost a mailbox provider (`own_domains.txt`).
"""

import ast
import datetime
import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from firms.domains.hosts import NotADomain, registrable_domain
from firms.domains.public import DATA, PUBLIC_DOMAINS, domains_in

FEWEST = 3_000  # entries; fewer means that a list was not read
LARGEST_LOSS = 0.2  # of the entries present before
NAMES_THAT_MAKE_A_HOST = 3  # listed names below one domain: it gives names to strangers
INSTITUTIONS = (".edu", ".gov", ".mil")


@dataclass(frozen=True)
class Source:
    """A list as found in an unpacked package; `notice` is the copyright notice that has to go with every copy."""

    title: str
    notice: str
    names: frozenset[str]


def email_providers(directory: Path) -> Iterator[Source]:
    """The list of the npm package `email-providers` (ISC licence)."""
    for manifest in sorted(directory.rglob("package.json")):
        about = json.loads(manifest.read_text(encoding="utf-8"))
        if about.get("name") == "email-providers":
            names = json.loads((manifest.parent / "all.json").read_text(encoding="utf-8"))
            notice = (manifest.parent / "license.md").read_text(encoding="utf-8")
            yield Source(f"email-providers {about['version']} (npm, ISC licence)", notice, frozenset(names))


def disposable_email_domains(directory: Path) -> Iterator[Source]:
    """The list of the PyPI package `disposable-email-domains` (MIT licence), read without running it."""
    for module in sorted(directory.rglob("disposable_email_domains/__init__.py")):
        for about in sorted(module.parent.parent.glob("disposable_email_domains-*.dist-info")):
            version = about.name.removesuffix(".dist-info").rpartition("-")[2]
            notice = (about / "licenses" / "LICENSE.txt").read_text(encoding="utf-8")
            names = frozenset(_set_named("blocklist", module))
            yield Source(f"disposable-email-domains {version} (PyPI, MIT licence)", notice, names)


def _set_named(name: str, module: Path) -> Iterable[str]:
    for statement in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign) and any(getattr(target, "id", "") == name for target in statement.targets):
            found: Iterable[str] = ast.literal_eval(statement.value)
            return found
    raise CommandError(f"{module} no longer has a set named {name}. Read the package and mend this command.")


def gathered(listed: Iterable[str], own: Iterable[str], never: Iterable[str]) -> list[str]:
    """The sorted registrable domains of `listed` and `own`, without `never` and institutions.

    A name below a registrable domain counts for nothing alone; three of them make the domain itself public.
    """
    registrable = {name: _registrable_or_none(name) for name in listed}
    below = Counter(domain for name, domain in registrable.items() if domain and domain != name)
    public = {name for name, domain in registrable.items() if domain == name}
    public |= {domain for domain, names in below.items() if names >= NAMES_THAT_MAKE_A_HOST}
    public = {domain for domain in public - set(never) if not domain.endswith(INSTITUTIONS)}
    return sorted(public | set(own))


def _registrable_or_none(name: str) -> str | None:
    try:
        return registrable_domain(name)
    except NotADomain:
        return None


def refuse_what_cannot_be(domains: list[str], *, before: Iterable[str], own: set[str], never: set[str]) -> None:
    """Raises `CommandError` when the hand-kept lists contradict each other or the new file is suspiciously small."""
    if wrong := sorted(name for name in own | never if _registrable_or_none(name) != name):
        raise CommandError(f"These are no registrable domains: {', '.join(wrong)}.")
    if both := sorted(own & never):
        raise CommandError(f"These are in own_domains.txt and in never_public.txt: {', '.join(both)}.")
    if len(domains) < FEWEST:
        raise CommandError(f"Only {len(domains)} domains were found, {FEWEST} are the least. Nothing was written.")
    present = set(before) - never
    lost = present - set(domains)
    if len(lost) > LARGEST_LOSS * len(present):
        raise CommandError(f"{len(lost)} of {len(present)} domains would be lost. Nothing was written.")


def as_file(domains: list[str], sources: list[Source], date: datetime.date) -> str:
    """The whole text of the data file."""
    head = [
        "Public and disposable mailbox domains and shared hosting: no firm may hold one of them.",
        f"{len(domains)} registrable domains, made by `manage.py renew_public_domains` on {date.isoformat()}.",
        "Edit own_domains.txt or never_public.txt instead of this file, and renew it.",
        "Besides our own list, from:",
    ]
    for source in sources:
        head += ["", f"{source.title}, {len(source.names)} names, under this notice:"]
        head += [f"    {line}".rstrip() for line in source.notice.strip().splitlines()]
    return "".join([*(f"# {line}".rstrip() + "\n" for line in head), "\n", *(f"{domain}\n" for domain in domains)])


class Command(BaseCommand):
    """Writes the file, or nothing and says why."""

    help = "Make the data file of public, disposable and shared domains anew from the unpacked packages."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="directories", nargs="+", type=Path, required=True, metavar="DIRECTORY")
        parser.add_argument("--date", type=datetime.date.fromisoformat, required=True, help="the day they were fetched")
        parser.add_argument("--to", type=Path, default=PUBLIC_DOMAINS, help="another file, to look at it first")

    def handle(self, *args: Any, **options: Any) -> None:
        sources = [_only_one(find, options["directories"]) for find in (disposable_email_domains, email_providers)]
        own, never = (set(domains_in(DATA / name)) for name in ("own_domains.txt", "never_public.txt"))
        target: Path = options["to"]
        before = domains_in(PUBLIC_DOMAINS) if PUBLIC_DOMAINS.exists() else []
        domains = gathered(frozenset[str]().union(*(source.names for source in sources)), own, never)
        refuse_what_cannot_be(domains, before=before, own=own, never=never)
        target.write_text(as_file(domains, sources, options["date"]), encoding="utf-8")
        new, gone = len(set(domains) - set(before)), len(set(before) - set(domains))
        self.stdout.write(f"{target.name}: {len(domains)} domains, {new} new, {gone} gone.")


def _only_one(find: Callable[[Path], Iterator[Source]], directories: list[Path]) -> Source:
    found = {source for directory in directories for source in find(directory)}
    if len(found) != 1:
        raise CommandError(f"Found {len(found)} of: {find.__doc__} Name directories that hold exactly one.")
    return found.pop()
