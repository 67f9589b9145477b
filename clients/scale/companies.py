"""Client companies, the firms that work for them, and who works on which."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any, NamedTuple

from advisor.crypto import digest
from advisor.permissions import ClientPermission
from clients.codes import LENGTH, SIGNS
from clients.models import Frequency, Product, Status
from clients.paydays import next_debit
from clients.scale.layout import Layout
from clients.scale.tables import Ground, Table
from clients.scale.words import CITIES, company, person

CONTACTS, REQUESTS = 40, 60
FIRST_PAY = date(2026, 1, 2)
PRODUCTS = [Product.PAYROLL] * 7 + [Product.PEO] * 3
STATUSES = [Status.ACTIVE] * 17 + [Status.ENROLLING] * 2 + [Status.TERMINATED]
CLIENT = (
    "id code product status legal_name trading_name ein city state postal_code street phone platform_contact_id "
    "pay_frequency first_pay_on next_debit_on"
)
LINK = "id client_id firm_id granted product status client_name"
ASSIGNMENT = (
    "id link_id product status member_id firm_id permissions assigned_by_id assigned_by_name expires_at last_used_at"
)
REQUEST = (
    "id firm_id company_name email first_name last_name inviter_name invited_by_id token_digest sent_at expires_at "
    "product permissions message"
)


class Company(NamedTuple):
    product: str
    status: str
    legal_name: str
    trading_name: str

    @property
    def name(self) -> str:
        return self.trading_name or self.legal_name


@cache
def companies(layout: Layout) -> list[Company]:
    chance = Random("companies")  # noqa: S311 - the same town every time
    return [Company(chance.choice(PRODUCTS), chance.choice(STATUSES), *company(chance)) for _ in layout.clients]


def tables(ground: Ground) -> Iterator[Table]:
    yield Table("support_platformcontact", "id name title email phone", platform_contacts(ground))
    yield Table("clients_client", CLIENT, clients(ground))
    yield Table("clients_clientlink", LINK, links(ground))
    yield Table("clients_assignment", ASSIGNMENT, assignments(ground))
    yield Table("clients_accessrequest", REQUEST, requests(ground))


def platform_contacts(ground: Ground) -> Iterator[tuple[Any, ...]]:
    chance = Random("contacts")  # noqa: S311 - as above
    for number in range(1, CONTACTS + 1):
        key, email = ground.key("support_platformcontact", number), f"scale-{number}@platform.example"
        yield key, str(person(chance)), "Success manager", email, "+12125550199"


def clients(ground: Ground) -> Iterator[tuple[Any, ...]]:
    chance = Random("clients")  # noqa: S311 - as above
    debit_of, codes = cache(next_debit), set[str]()
    for number, it in enumerate(companies(ground.layout), 1):
        codes.add(code := new_code(chance, codes))
        frequency = chance.choice([*Frequency.values, Frequency.BIWEEKLY, ""])
        first_on = FIRST_PAY + timedelta(days=chance.randrange(0, 180)) if frequency else None
        debit = None if it.status == Status.TERMINATED else debit_of(frequency, first_on, ground.today)
        contact = ground.key("support_platformcontact", chance.randrange(1, CONTACTS + 1))
        place = *CITIES[number % len(CITIES)], f"{number % 900 + 1} Main Street", "+12125550123"
        who = it.product, it.status, it.legal_name, it.trading_name, f"{900_000_000 + number}"
        paid = contact if chance.random() < 0.9 else None, frequency, first_on, debit
        yield ground.key("clients_client", number), code, *who, *place, *paid


def new_code(chance: Random, taken: set[str]) -> str:
    while (code := "".join(chance.choices(SIGNS, k=LENGTH))) in taken:
        continue
    return code


def links(ground: Ground) -> Iterator[tuple[Any, ...]]:
    """Each client has granted at least half of what its account offers."""
    chance, known, layout = Random("links"), companies(ground.layout), ground.layout  # noqa: S311 - as above
    for firm in layout.firms:
        for link in layout.links_of(firm):
            client = layout.client_of(link)
            it, keys = known[client - 1], (ground.key("clients_client", client), ground.key("firms_firm", firm))
            offered = list(ClientPermission.offered(it.product))
            granted = sum(chance.sample(offered, chance.randrange(len(offered) // 2, len(offered) + 1)))
            yield ground.key("clients_clientlink", link), *keys, int(granted), it.product, it.status, it.name


def assignments(ground: Ground) -> Iterator[tuple[Any, ...]]:
    """Most with an expectable part of the grant; one in a hundred has an end date."""
    chance, layout, number = Random("assignments"), ground.layout, 0  # noqa: S311 - as above
    granted = {row[0]: row[3:6] for row in links(ground)}
    soon = ground.now + timedelta(days=90)
    for firm in layout.firms:
        of, founder = ground.key("firms_firm", firm), ground.key("users_user", layout.members_of(firm)[0])
        for link in layout.links_of(firm):
            key = ground.key("clients_clientlink", link)
            wide, *kept = granted[key]
            for member in layout.at_work_on(link, firm):
                number += 1
                mask = wide & chance.choice((-1, -1, 0b0001101100, 0b0011111100))
                used = ground.now - timedelta(hours=chance.randrange(1, 700)) if chance.random() < 0.6 else None
                until = soon if chance.random() < 0.01 else None
                whose = key, *kept, ground.key("firms_member", member), of, mask, founder, f"The founder of firm {firm}"
                yield ground.key("clients_assignment", number), *whose, until, used


def requests(ground: Ground) -> Iterator[tuple[Any, ...]]:
    """What the two measured firms have asked of clients and nobody has answered yet."""
    chance = Random("requests")  # noqa: S311 - as above
    for number in range(1, 2 * REQUESTS + 1):
        firm, product = 1 + number % 2, chance.choice(PRODUCTS)
        founder = ground.key("users_user", ground.layout.members_of(firm)[0])
        whom = company(chance)[0], f"owner{number}@client-{number}.example", *person(chance)
        sent = ground.now - timedelta(hours=number)
        asked = f"The founder of firm {firm}", founder, digest(f"scale {number}"), sent, sent + timedelta(days=7)
        wanted = product, int(ClientPermission.MAKE_PAYMENTS | ClientPermission.MANAGE_EMPLOYEES), ""
        yield ground.key("clients_accessrequest", number), ground.key("firms_firm", firm), *whom, *asked, *wanted
