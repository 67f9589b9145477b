"""The public suffix list (publicsuffix.org, shipped by the package `publicsuffixlist`), read once per process.

Only its ICANN section says where a registrable domain begins. Its private section names hosting companies and
the like, below which strangers get names: a registrable domain at or above such a suffix proves no firm.
"""

from collections.abc import Iterable
from functools import cache
from importlib import resources

import idna
from publicsuffixlist import PublicSuffixList

ICANN_BEGINS = "// ===BEGIN ICANN DOMAINS==="
ICANN_ENDS = "// ===END ICANN DOMAINS==="
NEVER_MAIL = frozenset({"arpa", "onion"})  # on the list, yet no firm has its mail there (RFC 3172, RFC 7686)


@cache
def icann_suffixes() -> PublicSuffixList:
    """The registries' own suffixes; an unknown top-level domain has none."""
    icann, _ = _sections()
    rules = (rule for rule in _rules(icann) if rule.rpartition(".")[2] not in NEVER_MAIL)
    return PublicSuffixList(rules, accept_unknown=False, accept_encoded_idn=False)


@cache
def shared_domains() -> frozenset[str]:
    """Registrable domains that are a private suffix (github.io) or have one below them (amazonaws.com)."""
    _, private = _sections()
    registrable = icann_suffixes().privatesuffix
    found = {registrable(rule) for rule in _rules(private)}  # of `*.hosting.com` too: what stands before is no matter
    return frozenset(domain for domain in found if domain)


def _sections() -> tuple[list[str], list[str]]:
    lines = (resources.files("publicsuffixlist") / "public_suffix_list.dat").read_text(encoding="utf-8").splitlines()
    begin, end = lines.index(ICANN_BEGINS), lines.index(ICANN_ENDS)
    return lines[begin:end], lines[end:]


def _rules(lines: Iterable[str]) -> Iterable[str]:
    """The rules with A-labels. (The package would ask Python's slow IDNA codec for all ten thousand: 0.1 s.)"""
    for line in lines:
        rule = line.split(" ", 1)[0].strip().lower()
        if rule and not rule.startswith("//"):
            yield rule if rule.isascii() else _with_a_labels(rule)


def _with_a_labels(rule: str) -> str:
    labels = rule.removeprefix("!").split(".")
    encoded = (label if label.isascii() else idna.alabel(idna.uts46_remap(label)).decode("ascii") for label in labels)
    return ("!" if rule.startswith("!") else "") + ".".join(encoded)
