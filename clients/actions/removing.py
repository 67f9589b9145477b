"""A member leaves, and their clients go where the remover says."""

from django.db import transaction

from advisor.errors import Refused
from advisor.permissions import FirmPermission
from clients.actions import locks
from clients.actions.assigning import assign
from clients.models import ClientLink
from firms.actions.members import remove
from firms.models import Member

MAY_NOT_ASSIGN = "You cannot hand clients over: that needs the permission “Assign clients”."


@transaction.atomic
def remove_and_hand_over(member: Member, plan: dict[ClientLink, Member], *, by: Member) -> None:
    """Remove the member; each client of `plan` goes to its colleague with what the member could do there, beside what
    the colleague can do there already. Clients that the plan does not name go to nobody."""
    if plan and not by.may(FirmPermission.ASSIGN_CLIENTS):
        raise Refused(MAY_NOT_ASSIGN)
    links = locks.locked_links(plan, by)
    for link, colleague in plan.items():
        if link.pk not in links or colleague.pk == member.pk:
            raise Refused(locks.CHANGED_MEANWHILE)
        theirs = locks.present_assignment(link, member)
        present = locks.present_assignment(link, colleague)
        if theirs is None:
            raise Refused(locks.CHANGED_MEANWHILE)
        together = theirs.permissions | (present.permissions if present else theirs.permissions)
        assign(links[link.pk], colleague, together & links[link.pk].granted, by=by)
    remove(member, by=by)
