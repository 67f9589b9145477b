"""Firms and the people in them."""

from collections.abc import Iterator
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password

from advisor.permissions import FirmPermission
from clients.scale.layout import EVERYWHERE
from clients.scale.tables import Ground, Table
from clients.scale.words import CITIES, person

PASSWORD = "Payroll-scale-2026"  # noqa: S105 - of a town that exists only with DEBUG or TESTING
PHONE = "+12125550100"
FIRM = "id name website street city state postal_code time_zone"
USER = (
    "id username password first_name last_name email email_confirmed_at personal_email personal_email_confirmed_at "
    "work_phone cell_phone is_superuser is_staff is_active date_joined last_login"
)
PERMISSION = "id user_id content_object_id permission_id"


def username(firm: int, place: int) -> str:
    """Of the member who is at this place in the firm: "scale-1-2"."""
    return f"scale-{firm}-{place}"


def sign_ins() -> list[tuple[str, str]]:
    """Whom one can sign in as, and what they are."""
    return [
        (username(firm, place), f"{part} of {of}")
        for firm, of in ((1, "Scale Firm 1, the large one"), (2, "Scale Firm 2, with 100 clients"))
        for place, part in ((1, "founder"), (EVERYWHERE, "member on every client"))
    ]


def tables(ground: Ground) -> Iterator[Table]:
    yield Table("firms_firm", FIRM, firms(ground))
    yield Table("firms_firmdomain", "id firm_id domain", domains(ground))
    yield Table("users_user", USER, users(ground))
    yield Table("firms_member", "id user_id firm_id role", members(ground))
    yield Table("firms_firmuserpermission", PERMISSION, permissions(ground))


def firms(ground: Ground) -> Iterator[tuple[Any, ...]]:
    for firm in ground.layout.firms:
        city, state, postal_code = CITIES[firm % len(CITIES)]
        website, street = f"https://{domain_of(firm)}", f"{firm} Market Street"
        key = ground.key("firms_firm", firm)
        yield key, f"Scale Firm {firm}", website, street, city, state, postal_code, "America/New_York"


def domain_of(firm: int) -> str:
    return f"scale-firm-{firm}.example"


def domains(ground: Ground) -> Iterator[tuple[Any, ...]]:
    for firm in ground.layout.firms:
        yield ground.key("firms_firmdomain", firm), ground.key("firms_firm", firm), domain_of(firm)


def users(ground: Ground) -> Iterator[tuple[Any, ...]]:
    """One password for those who are measured; nobody else can sign in."""
    chance, known = Random("people"), {name for name, _ in sign_ins()}  # noqa: S311 - the same town every time
    hashed = make_password(PASSWORD)
    for number in ground.layout.people:
        firm = ground.layout.firm_of(number)
        name = username(firm, number - ground.layout.members_of(firm)[0] + 1)
        somebody, password = person(chance), hashed if name in known else "!"
        addresses = f"{name}@{domain_of(firm)}", ground.now, f"{name}@example.com", ground.now
        flags = PHONE, PHONE, False, False, True, ground.now, ground.now if chance.random() < 0.8 else None
        yield ground.key("users_user", number), name, password, *somebody, *addresses, *flags


def members(ground: Ground) -> Iterator[tuple[Any, ...]]:
    roles = ("Accountant", "Bookkeeper", "CPA", "Payroll specialist", "Tax advisor")
    for number in ground.layout.people:
        firm = ground.key("firms_firm", ground.layout.firm_of(number))
        yield ground.key("firms_member", number), ground.key("users_user", number), firm, roles[number % len(roles)]


def permissions(ground: Ground) -> Iterator[tuple[Any, ...]]:
    """The founder of each firm holds all; the other members none."""
    numbered = enumerate(((firm, name) for firm in ground.layout.firms for name in FirmPermission.every().codenames), 1)
    for number, (firm, codename) in numbered:
        user = ground.key("users_user", ground.layout.members_of(firm)[0])
        key, of = ground.key("firms_firmuserpermission", number), ground.key("firms_firm", firm)
        yield key, user, of, ground.codenames[codename]
