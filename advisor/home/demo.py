"""The demo town: a firm with six members, a rival, support staff, and invitations in every state. Only with DEBUG."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from advisor.audit.book import plain
from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.permissions import FirmPermission
from advisor.users.models import User
from firms.models import Firm, FirmDomain, Member, MemberInvitation
from firms.models.permission import replace

PASSWORD = "Payroll-demo-2026"  # noqa: S105 - shown on the sign-in page of the demo, which exists only with DEBUG
DOMAINS = ["smithcpa.com", "rivaltax.com", "justworks.example"]
NONE = FirmPermission.none()
MANAGE = FirmPermission.MANAGE_MEMBERS
ASSIGN = FirmPermission.ASSIGN_CLIENTS
ADD = FirmPermission.ADD_CLIENTS
READ = FirmPermission.VIEW_ACTIVITY


class Person(NamedTuple):
    username: str
    first_name: str
    last_name: str
    part: str
    role: str = ""
    permissions: FirmPermission = NONE
    joined: int = 0


SMITH = [
    Person("olga", "Olga", "Smith", "owner of Smith CPA", "CPA", FirmPermission.every(), 210),
    Person("mona", "Mona", "Reyes", "manages members and assigns clients", "Controller", MANAGE | ASSIGN | READ, 200),
    Person("walt", "Walter", "Brandt", "assigns clients", "Payroll specialist", ASSIGN, 160),
    Person("raj", "Raj", "Patel", "adds and refers clients", "Tax advisor", ADD, 96),
    Person("tess", "Tess", "Okafor", "reads the activity", "Office manager", READ, 61),
    Person("sam", "Sam", "Field", "member without firm permissions", "Bookkeeper", NONE, 12),
]
RIVAL = [Person("rita", "Rita", "Costa", "owner of the rival firm", "CPA", FirmPermission.every(), 90)]
STAFF = [
    Person("gus", "Gus", "Lindqvist", "support staff"),
    Person("root", "Ruth", "Ogden", "support staff, superuser"),
]


def sign_ins() -> list[dict[str, str]]:
    """Username, part and password of everybody in the demo town."""
    return [
        {"username": person.username, "part": person.part, "password": PASSWORD} for person in [*SMITH, *RIVAL, *STAFF]
    ]


@transaction.atomic
def seed() -> bool:
    """Build the town, dated relative to today; False when it stands already."""
    if FirmDomain.objects.filter(domain="smithcpa.com").exists():
        return False
    told: list[Event] = []
    smith = found(
        told, "Smith CPA", "smithcpa.com", SMITH, street="20 Exchange Place", city="New York", postal_code="10005"
    )
    found(told, "Rival Tax", "rivaltax.com", RIVAL, city="Hoboken", state="NJ")
    for person in STAFF:
        account(person, "justworks.example", is_staff=True, is_superuser=person.username == "root")
    invite_some(told, smith)
    Event.objects.bulk_create(sorted(told, key=lambda event: event.at))
    return True


@transaction.atomic
def tear_down() -> None:
    """Remove the town's firms and people, whatever they are called by now; the book keeps what happened."""
    theirs = Q(username__in=[entry["username"] for entry in sign_ins()])
    for domain in DOMAINS:
        theirs |= Q(email__endswith=f"@{domain}")
    Firm.objects.filter(domains__domain__in=DOMAINS).delete()
    User.objects.filter(theirs).delete()


def account(person: Person, domain: str, **fields: Any) -> User:
    confirmed = timezone.now() - timedelta(days=person.joined)
    number = 100 + sum(map(ord, person.username)) % 100
    return User.objects.create_user(
        person.username,
        PASSWORD,
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


def found(told: list[Event], name: str, domain: str, people: list[Person], **address: str) -> Firm:
    """A firm with its members; the first one founded it and invited the others."""
    begun = timezone.now() - timedelta(days=people[0].joined)
    firm = Firm.objects.create(
        name=name, website=f"https://www.{domain}", created_at=begun, **{"state": "NY"} | address
    )
    FirmDomain.objects.create(firm=firm, domain=domain)
    founder = None
    for person in people:
        joined = timezone.now() - timedelta(days=person.joined)
        member = Member.objects.create(user=account(person, domain), firm=firm, role=person.role, joined_at=joined)
        replace(member.user, firm, person.permissions)
        facts = {"after": {"role": person.role, "permissions": person.permissions}}
        if founder is None:
            founder = member
            told.append(line(joined, Verb.FIRM_CREATED, member, about=firm.name))
            continue
        invited = joined - timedelta(days=1, hours=3)
        told.append(line(invited, Verb.MEMBER_INVITED, founder, about=str(member), **facts))
        told.append(line(joined, Verb.MEMBER_JOINED, member, about=str(member), **facts))
    return firm


def line(at: Any, verb: Verb, by: Member, about: str, **facts: Any) -> Event:
    """A line for the book with a date in the past: a demo has a history."""
    return Event(
        at=at,
        verb=verb,
        capacity=by.capacity,
        actor=by.user,
        actor_name=str(by),
        firm_id=by.firm_id,
        about_name=about,
        facts=plain(facts),
    )


def invite_some(told: list[Event], firm: Firm) -> None:
    """Invitations in every state: fresh, about to expire, expired, declined."""
    mona = Member.objects.get(firm=firm, user__username="mona")
    now = timezone.now()
    for first_name, last_name, role, days, fields in invitations(now):
        invitation = MemberInvitation(
            firm=firm,
            email=f"{first_name.lower()}@smithcpa.com",
            first_name=first_name,
            last_name=last_name,
            role=role,
            permissions=ADD,
            invited_by=mona.user,
            inviter_name=str(mona),
        )
        sent = now - timedelta(days=days)
        invitation.renewed(sent)
        for name, value in fields.items():
            setattr(invitation, name, value)
        invitation.save()
        facts = {"after": {"role": role, "permissions": ADD}}
        told.append(line(sent, Verb.MEMBER_INVITED, mona, about=str(invitation), **facts))


def invitations(now: Any) -> Iterator[tuple[str, str, str, float, dict[str, Any]]]:
    yield "Ivy", "Chen", "CPA", 1, {}
    yield "Noah", "Abrams", "Accountant", 5.5, {"reminded_at": now - timedelta(hours=12)}
    yield "Lena", "Novak", "Bookkeeper", 11, {"reminded_at": now, "expiry_told_at": now - timedelta(days=4)}
    yield "Theo", "Marsh", "Fractional CFO", 3, {"declined_at": now - timedelta(days=2)}
