"""What names of the large town are made of: varied enough that a search finds few of many."""

from pathlib import Path
from random import Random
from typing import NamedTuple

WORDS = {
    kind: words.split()
    for kind, _, words in (
        line.partition(": ") for line in Path(__file__).with_name("words.txt").read_text().splitlines()
    )
}
SUFFIXES = ("LLC", "Inc", "Corp", "Co", "Group", "Partners LLP")
CITIES = (
    ("Austin", "TX", "78701"),
    ("Boston", "MA", "02108"),
    ("Chicago", "IL", "60601"),
    ("Denver", "CO", "80202"),
    ("Miami", "FL", "33130"),
    ("New York", "NY", "10005"),
    ("Oakland", "CA", "94607"),
    ("Portland", "OR", "97204"),
    ("Seattle", "WA", "98101"),
)


class Person(NamedTuple):
    first_name: str
    last_name: str

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


def person(chance: Random) -> Person:
    return Person(chance.choice(WORDS["given"]), chance.choice(WORDS["family"]))


def company(chance: Random) -> tuple[str, str]:
    """A legal name, and for one in three a trading name."""
    words = " ".join(chance.choice(WORDS[kind]) for kind in ("first", "second", "trade"))
    trading = " ".join(chance.choice(WORDS[kind]) for kind in ("first", "trade")) if chance.random() < 0.33 else ""
    return f"{words} {chance.choice(SUFFIXES)}", trading
