"""P26 and P27: the list of Payroll at 10,000 clients and at 100, beside the ordinary way and a bare view."""

import re

import pytest
from django.conf import settings as site

from firms.models import Member
from tests.bench.measuring import Cost, Target, in_turn, judge, once, table
from tests.bench.served import Visits, served

pytestmark = [pytest.mark.bench, pytest.mark.usefixtures("large_town", "beside_references")]
ROUNDS = 40
READERS = {
    "who assigns, 10,000 clients": "scale-1-1",
    "who assigns, 100 clients": "scale-2-1",
    "at work on 10,000": "scale-1-2",
    "at work on 100": "scale-2-2",
}
PAIRS = [("who assigns, 10,000 clients", "who assigns, 100 clients"), ("at work on 10,000", "at work on 100")]
OURS, ORDINARY, BARE = "/clients/payroll/", "/bench/ordinary/", "/bench/bare/"
Costs = dict[tuple[str, str], Cost]


def addresses(name: str) -> dict[str, str]:
    """What is measured for this reader."""
    member = Member.objects.get(user__username=name)
    anybody = f"{BARE}{member.firm_id}/{member.pk}/"
    return {"the page": OURS, "the ordinary way": ORDINARY, "a bare view": BARE, "bare, for anybody": anybody}


def content(page: bytes) -> str:
    """The page without its secret, white space, and the marks of where one is."""
    text = re.sub(r'value="[A-Za-z0-9]{64}"', "", page.decode())
    return re.sub(r'\s+|aria-current="page"', "", text)


@pytest.mark.parametrize("name", READERS.values())
def test_the_ordinary_way_shows_the_same_page(reader, name):
    client = reader(name)

    assert content(client.get(OURS).content) == content(client.get(ORDINARY).content)


@pytest.mark.parametrize("path", ["/clients/", "/clients/payroll/", "/clients/peo/?tab=enrolling"])
@pytest.mark.parametrize("name", READERS.values())
def test_a_list_takes_eight_statements_at_most(reader, name, path):
    client = reader(name)
    client.get(path)  # the first visit in a while also notes when the session was last used

    assert once(lambda: client.get(path)).statements <= 8


def targets(costs: Costs, where: str) -> list[Target]:
    """Each holds for whoever assigns and for whoever is only at work there."""

    def ratio(one: tuple[str, str], other: tuple[str, str], kind: str = "work") -> float:
        return getattr(costs[one], kind) / getattr(costs[other], kind)

    found = []
    for large, small in PAIRS:
        page = "the page", large
        words = f"{where}: {large}"
        found += [
            Target(f"{words}, to the one at 100", ratio(page, ("the page", small)), 1.25),
            Target(
                f"{words}, to the ordinary way, in the program", ratio(page, ("the ordinary way", large), "cpu"), 0.6
            ),
            Target(f"{words}, to a bare view", ratio(page, ("a bare view", large)), 4.0),
        ]
    return found


def show(costs: Costs, title: str) -> None:
    print(table(title, {f"{reader}: {view}": cost for (view, reader), cost in costs.items()}))


def test_the_list_in_process(reader):
    runs = {}
    for words, name in READERS.items():
        client = reader(name)
        for view, address in addresses(name).items():
            runs[view, words] = lambda client=client, address=address: once(lambda: client.get(address))
    costs = in_turn(runs, ROUNDS)
    show(costs, "In process, medians in milliseconds")
    judge(*targets(costs, "in process"))


def test_the_list_over_http(reader):
    with served(site.DATABASES["default"]["NAME"]) as port:
        runs, visits = {}, Visits(port)
        for words, name in READERS.items():
            session = reader(name).cookies[site.SESSION_COOKIE_NAME].value
            for view, address in addresses(name).items():
                runs[view, words] = lambda address=address, session=session: visits.get(address, session)
        costs = in_turn(runs, ROUNDS)
    show(costs, "Over HTTP, medians in milliseconds")
    judge(*targets(costs, "over HTTP"))
