"""How the large town is divided: which members and links are whose. Everything is numbered from 1, firm by firm.

*Scale Firm 1* has the most clients and members; *Scale Firm 2* has 100 clients, with as many people at work on each;
all others are small and alike. The first member founded the firm; the second of those two works on all their clients.
"""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

SMALL, SMALL_MEMBERS, OTHER_MEMBERS = 100, 20, 6
AT_WORK = 15
EVERYWHERE = 2
"""The number within the firm of the member who works on every client."""


class Size(NamedTuple):
    """Firms and links in all; clients and members of Scale Firm 1."""

    firms: int = 2_000
    links: int = 100_000
    large: int = 10_000
    members: int = 500

    @property
    def problem(self) -> str:
        """Why there can be no such town, or an empty string."""
        if self.firms < 3 or self.large < SMALL or self.members < SMALL_MEMBERS:
            return f"At least 3 firms, and {SMALL} clients and {SMALL_MEMBERS} members of the large one."
        least = self.large + SMALL + self.firms - 2
        return "" if self.links >= least else f"At least {least} links: every firm has a client."


class Layout:
    def __init__(self, size: Size) -> None:
        self.size = size
        self.firms = range(1, size.firms + 1)
        others = size.firms - 2
        share, rest = divmod(size.links - size.large - SMALL, others)
        links = [size.large, SMALL, *(share + (number < rest) for number in range(others))]
        self._links = [0, *accumulate(links)]
        self._members = [0, *accumulate([size.members, SMALL_MEMBERS, *[OTHER_MEMBERS] * others])]

    @cached_property
    def shared(self) -> int:
        """How many clients of Scale Firm 1 have a second firm: the last links are to these."""
        return min(self.size.links // 50, self.size.large, self.size.links - self.size.large - SMALL)

    @property
    def clients(self) -> range:
        return range(1, self.size.links - self.shared + 1)

    @property
    def people(self) -> range:
        return range(1, self._members[-1] + 1)

    def links_of(self, firm: int) -> range:
        return range(self._links[firm - 1] + 1, self._links[firm] + 1)

    def members_of(self, firm: int) -> range:
        return range(self._members[firm - 1] + 1, self._members[firm] + 1)

    def firm_of(self, member: int) -> int:
        return bisect_right(self._members, member - 1)

    def client_of(self, link: int) -> int:
        """Its own, or one of Scale Firm 1's."""
        over = link - len(self.clients)
        return link if over <= 0 else over * (self.size.large // self.shared)

    def at_work_on(self, link: int, firm: int) -> Iterator[int]:
        """The members who work on this link: 15 in the two measured firms, four or five of six elsewhere."""
        members = self.members_of(firm)
        if firm > 2:
            yield from (members[(link + number) % OTHER_MEMBERS] for number in range(5 if link % 5 < 3 else 4))
            return
        others = members[EVERYWHERE:]
        yield members[EVERYWHERE - 1]
        yield from (others[(link * (AT_WORK - 1) + number) % len(others)] for number in range(AT_WORK - 1))
