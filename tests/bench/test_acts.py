"""P28: many assignments in one act, and one grant narrowed for many members, in the database's own time."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from advisor.permissions import LETS_FIRMS_IN, ClientPermission
from advisor.users.models import User
from clients.actions.granting import change_grant
from clients.actions.several import Change, assign_several
from clients.models import Assignment, Client, ClientLink, Contact, Product
from firms.models import Member
from tests.bench.measuring import Cost, Target, in_turn, judge, once, table

pytestmark = [pytest.mark.bench, pytest.mark.usefixtures("large_town")]
MANY, ROUNDS, MOST = 500, 15, 50.0
OF_PEO = ClientPermission.offered(Product.PEO)
SIX = ClientPermission.offered(Product.PAYROLL) & OF_PEO & ~ClientPermission.MANAGE_THIRD_PARTIES
FIVE = SIX & ~ClientPermission.MAKE_PAYMENTS


def undone(prepare: Callable[[], Callable[[], Any]]) -> Cost:
    """What the act costs after its preparation; neither stays."""
    with transaction.atomic():
        cost = once(prepare())
        transaction.set_rollback(True)
    return cost


class Cast:
    """The founder of the large firm, one of its members, 500 clients that have granted six permissions."""

    def __init__(self) -> None:
        members = Member.objects.whole()
        self.founder = members.get(user__username="scale-1-1")
        self.member = members.get(user__username="scale-1-300")
        links = ClientLink.objects.live().filter(firm=self.founder.firm, granted__has=SIX)
        theirs = Assignment.objects.standing().filter(member=self.member)
        self.links = list(links.exclude(pk__in=theirs.values("link"))[:MANY])

    def new(self) -> Callable[[], Any]:
        return lambda: self.assign(SIX, Change.NEW)

    def changed(self) -> Callable[[], Any]:
        self.assign(SIX, Change.NEW)
        return lambda: self.assign(FIVE, Change.CHANGED)

    def assign(self, permissions: ClientPermission, expected: Change) -> None:
        pairs = assign_several(self.links, [self.member], permissions, by=self.founder)
        assert [pair.change for pair in pairs] == [expected] * MANY

    def narrowed(self) -> Callable[[], Any]:
        """Every member of the firm is at work on one client, whose contact takes a permission away."""
        link = ClientLink.objects.select_related("client", "firm").get(pk=self.links[0].pk)
        Assignment.objects.filter(link=link).delete()
        members = Member.objects.filter(firm=link.firm)
        Assignment.objects.bulk_create(
            Assignment(link=link, member=member, firm=link.firm, permissions=SIX) for member in members
        )
        contact = decider_of(link.client)

        def take_away() -> None:
            change_grant(link, FIVE, by=contact, held=contact.permissions)
            left = Assignment.objects.filter(link=link, permissions=FIVE).count()
            assert left == MANY

        return take_away


def decider_of(client: Client) -> Contact:
    user = User.objects.create_user("scale-decider", None, email="decider@client.example")
    return Contact.objects.create(client=client, user=user, permissions=client.offered | LETS_FIRMS_IN)


def test_five_hundred_at_once():
    cast = Cast()
    acts = {
        "500 clients x 6 permissions, newly assigned": cast.new,
        "500 clients, 6 permissions changed to 5": cast.changed,
        "a grant narrowed for 500 members": cast.narrowed,
    }
    costs = in_turn({name: lambda act=act: undone(act) for name, act in acts.items()}, ROUNDS, warm=2)
    print(table("Acts, medians in milliseconds", costs))
    judge(*(Target(f"{name}, milliseconds in the database", cost.database, MOST) for name, cost in costs.items()))
