"""A member leaves, and their clients go where the remover says."""

from functools import reduce
from operator import or_

from django.db import transaction

from advisor.errors import Refused
from advisor.permissions import FirmPermission
from clients.actions import locks
from clients.actions.assigning import assign
from clients.models import Assignment, ClientLink
from firms.actions.members import remove
from firms.models import Firm, Member

MAY_NOT_ASSIGN = "You cannot hand clients over: that needs the permission “Assign clients”."


@transaction.atomic
def remove_and_hand_over(member: Member, plan: dict[ClientLink, Member], *, by: Member) -> None:
    """Remove the member; each client of `plan` goes to its colleague with what the member could do there, beside what
    the colleague can do there already, until the later of both end dates. Clients that the plan does not name go to
    nobody."""
    if plan and not by.may(FirmPermission.ASSIGN_CLIENTS):
        raise Refused(MAY_NOT_ASSIGN)
    Firm.objects.select_for_update(no_key=True).get(pk=by.firm_id)
    links = locks.locked_links(plan, by)
    colleagues = locks.locked_colleagues(by.firm_id).in_bulk([member.pk, *(one.pk for one in plan.values())])
    for link, colleague in plan.items():
        if link.pk not in links or colleague.pk not in colleagues or colleague.pk == member.pk:
            raise Refused(locks.CHANGED_MEANWHILE)
        _hand_over(links[link.pk], member, colleague, by)
    remove(member, by=by)


def _hand_over(link: ClientLink, member: Member, colleague: Member, by: Member) -> None:
    at_work = Assignment.objects.live().filter(link=link)
    theirs, present = at_work.filter(member=member).first(), at_work.filter(member=colleague).first()
    if theirs is None:
        raise Refused(locks.CHANGED_MEANWHILE)
    both = [theirs, present] if present else [theirs]
    together = reduce(or_, (one.permissions for one in both))
    ends = [one.expires_at for one in both if one.expires_at]
    assign(link, colleague, together & link.granted, by=by, until=max(ends) if len(ends) == len(both) else None)
