"""A firm of the demo town, its members, and invitations in every state."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from advisor.audit.verbs import Verb
from advisor.home.demo.history import Told, ago, tell
from advisor.home.demo.people import ADD, Person, account
from firms.models import Firm, FirmDomain, Member, MemberInvitation
from firms.models.permission import replace

Team = dict[str, Member]


def found(told: Told, name: str, domain: str, people: list[Person], password: str, **address: str) -> Team:
    """A firm with its members by username; the first one founded it and invited the others."""
    begun = ago(people[0].joined)
    firm = Firm.objects.create(
        name=name, website=f"https://www.{domain}", created_at=begun, **{"state": "NY"} | address
    )
    FirmDomain.objects.create(firm=firm, domain=domain)
    team: Team = {}
    for person in people:
        user = account(person, domain, password)
        user.save()
        member = Member.objects.create(user=user, firm=firm, role=person.role, joined_at=ago(person.joined))
        replace(user, firm, person.permissions)
        about = {"firm": firm, "about": member}
        after = {"role": person.role, "permissions": person.permissions}
        if not team:
            tell(told, person.joined, Verb.FIRM_CREATED, member, firm=firm, about=firm.name)
        else:
            founder = next(iter(team.values()))
            tell(told, person.joined + 1.1, Verb.MEMBER_INVITED, founder, **about, after=after)
            tell(told, person.joined, Verb.MEMBER_JOINED, member, **about, after=after)
        team[person.username] = member
    return team


def invite_some(told: Told, mona: Member) -> None:
    """Invitations in every state: fresh, about to expire, expired, declined."""
    for first_name, last_name, role, days, fields in invitations(timezone.now()):
        invitation = MemberInvitation(
            firm=mona.firm,
            email=f"{first_name.lower()}@smithcpa.com",
            first_name=first_name,
            last_name=last_name,
            role=role,
            permissions=ADD,
            invited_by=mona.user,
            inviter_name=str(mona),
        )
        invitation.renewed(ago(days))
        for name, value in fields.items():
            setattr(invitation, name, value)
        invitation.save()
        after = {"role": role, "permissions": ADD}
        tell(told, days, Verb.MEMBER_INVITED, mona, firm=mona.firm, about=invitation, after=after)


def invitations(now: Any) -> Iterator[tuple[str, str, str, float, dict[str, Any]]]:
    yield "Ivy", "Chen", "CPA", 1, {}
    yield "Noah", "Abrams", "Accountant", 5.5, {"reminded_at": now - timedelta(hours=12)}
    yield "Lena", "Novak", "Bookkeeper", 11, {"reminded_at": now, "expiry_told_at": now - timedelta(days=4)}
    yield "Theo", "Marsh", "Fractional CFO", 3, {"declined_at": now - timedelta(days=2)}
