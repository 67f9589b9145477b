"""Everybody of the demo town who can sign in, and what they are there."""

from typing import Any, NamedTuple

from advisor.home.demo.history import ago
from advisor.permissions import FirmPermission
from advisor.users.models import User

PASSWORD = "Payroll-demo-2026"  # noqa: S105 - shown on the sign-in page of the demo, which exists only with DEBUG
NONE = FirmPermission.none()
MANAGE = FirmPermission.MANAGE_MEMBERS
ASSIGN = FirmPermission.ASSIGN_CLIENTS
ADD = FirmPermission.ADD_CLIENTS
READ = FirmPermission.VIEW_ACTIVITY


class Person(NamedTuple):
    username: str
    first_name: str
    last_name: str
    part: str = ""
    role: str = ""
    permissions: FirmPermission = NONE
    joined: int = 0


OWNER = "owner of Smith CPA, and contact of Smith Orchards"
SMITH = [
    Person("olga", "Olga", "Smith", OWNER, "CPA", FirmPermission.every(), 210),
    Person("mona", "Mona", "Reyes", "manages members and assigns clients", "Controller", MANAGE | ASSIGN | READ, 200),
    Person("walt", "Walter", "Brandt", "assigns clients", "Payroll specialist", ASSIGN, 160),
    Person("raj", "Raj", "Patel", "adds and refers clients", "Tax advisor", ADD, 96),
    Person("tess", "Tess", "Okafor", "reads the activity", "Office manager", READ, 61),
    Person("sam", "Sam", "Field", "member without firm permissions", "Bookkeeper", NONE, 12),
]
RIVAL = [Person("rita", "Rita", "Costa", "owner of the rival firm", "CPA", FirmPermission.every(), 90)]
CONTACTS = [
    Person("carla", "Carla", "Rossi", "contact of Magnolia Bakehouse (Payroll)", "Owner", joined=205),
    Person("pia", "Pia", "Lindgren", "contact of Northlight Studio (PEO)", "Head of operations", joined=190),
]
STAFF = [
    Person("gus", "Gus", "Lindqvist", "support staff"),
    Person("root", "Ruth", "Ogden", "support staff, superuser"),
]
PLATFORM = "justworks.example"


def sign_ins() -> list[dict[str, str]]:
    """Username, part and password of everybody whom the sign-in page names."""
    named = [*SMITH, *CONTACTS, *RIVAL, *STAFF]
    return [{"username": person.username, "part": person.part, "password": PASSWORD} for person in named]


def account(person: Person, domain: str, password: str, **fields: Any) -> User:
    """A person who has confirmed both addresses, not yet stored. `password`: the hash, made once for all of them."""
    confirmed = ago(person.joined)
    number = 100 + sum(map(ord, person.username)) % 100
    return User(
        username=person.username,
        password=password,
        email=f"{person.first_name.lower()}@{domain}",
        email_confirmed_at=confirmed,
        personal_email=f"{person.username}.{person.last_name.lower()}@example.com",
        personal_email_confirmed_at=confirmed,
        first_name=person.first_name,
        last_name=person.last_name,
        work_phone=f"+12125550{number}",
        cell_phone=f"+19175550{number}",
        date_joined=confirmed,
        **fields,
    )
