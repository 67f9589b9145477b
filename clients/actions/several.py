"""Many assignments in one act: what would happen to each pair is said first, and what happened to each afterwards."""

from collections.abc import Iterable, Sequence
from enum import Enum
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from advisor.audit.book import entry, record_all
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.mail.outbox import address_of, draft, send_all
from advisor.permissions import ClientPermission
from clients import mails
from clients.actions import locks
from clients.models import Assignment, AssignmentRequest, ClientLink
from firms.models import Member

MOST_PAIRS = 1_000
TOO_MANY = f"That is more than {MOST_PAIRS:,} assignments at once. Choose fewer clients or members."


class Change(Enum):
    NEW = "Assigned"
    CHANGED = "Changed"
    SAME = "No change"
    IMPOSSIBLE = "Cannot be assigned"


class Pair(NamedTuple):
    """One client and one member: what changes, or why it cannot."""

    link: ClientLink
    member: Member
    change: Change
    permissions: ClientPermission
    before: ClientPermission | None = None
    reason: str = ""


def preview(links: Sequence[ClientLink], members: Sequence[Member], permissions: ClientPermission) -> list[Pair]:
    """What `assign_several` would do now to every pair, in the order of the lists. Two queries at most."""
    if len(links) * len(members) > MOST_PAIRS:
        raise Refused(TOO_MANY)
    present = _present(links, members)
    return [_judged(link, member, permissions, present) for link in links for member in members]


def _present(links: Iterable[ClientLink], members: Iterable[Member]) -> dict[tuple[int, int], Assignment]:
    rows = Assignment.objects.standing().filter(link__in=list(links), member__in=list(members))
    return {(row.link_id, row.member_id): row for row in rows}


def _judged(
    link: ClientLink, member: Member, permissions: ClientPermission, present: dict[tuple[int, int], Assignment]
) -> Pair:
    """The rule for one pair: exactly what `assign` would do or refuse."""
    row = present.get((link.pk, member.pk))
    over = row is not None and row.expires_at is not None and row.expires_at <= timezone.now()
    before = row.permissions if row and not over else None
    wanted = permissions & link.client.offered
    if link.ended_at:
        return Pair(link, member, Change.IMPOSSIBLE, wanted, before, locks.NO_LONGER)
    if beyond := wanted & ~link.granted:
        reason = f"{link.client} has not granted your firm: {beyond.labels}."
        return Pair(link, member, Change.IMPOSSIBLE, wanted, before, reason)
    if before is None:
        return Pair(link, member, Change.NEW, wanted)
    if row and row.expires_at is None and before == wanted:
        return Pair(link, member, Change.SAME, wanted, before)
    return Pair(link, member, Change.CHANGED, wanted, before)


@transaction.atomic
def assign_several(
    links: Sequence[ClientLink], members: Sequence[Member], permissions: ClientPermission, *, by: Member
) -> list[Pair]:
    """Give each of the members these permissions at each of the clients, in one transaction and few statements.

    A permission that a client's product does not have is left out for that client; a pair whose client has not granted
    the rest is not changed, and says so. Returns every pair with what happened.
    """
    found = locks.locked_links(links, by)
    colleagues = locks.locked_colleagues(by.firm_id).in_bulk([member.pk for member in members])
    if len(found) < len(links) or len(colleagues) < len(members):
        raise Refused(locks.CHANGED_MEANWHILE)
    pairs = preview([found[link.pk] for link in links], [colleagues[member.pk] for member in members], permissions)
    doable = [pair for pair in pairs if pair.change in (Change.NEW, Change.CHANGED)]
    _write(doable, by)
    verbs = {Change.NEW: Verb.MEMBER_ASSIGNED, Change.CHANGED: Verb.ASSIGNMENT_CHANGED}
    record_all(
        [
            entry(
                verbs[pair.change],
                by=by,
                firm=pair.link.firm,
                client=pair.link.client,
                about=pair.member,
                before=pair.before,
                after=pair.permissions,
            )
            for pair in doable
        ]
    )
    _tell(doable, by)
    return pairs


def _write(pairs: list[Pair], by: Member) -> None:
    """Change the standing rows, in one statement for each set of permissions (two if some begin anew), and add others
    in one."""
    present = _present((pair.link for pair in pairs), (pair.member for pair in pairs))
    now, new = timezone.now(), []
    changed: dict[tuple[ClientPermission, bool], list[int]] = {}
    facts = {"expires_at": None, "changed_at": now, "assigned_by": by.user, "assigned_by_name": str(by)}
    for pair in pairs:
        if row := present.get((pair.link.pk, pair.member.pk)):
            changed.setdefault((pair.permissions, pair.before is None), []).append(row.pk)
        else:
            where = {"link": pair.link, "member": pair.member, "firm_id": by.firm_id}
            new.append(Assignment(permissions=pair.permissions, assigned_at=now, **where, **facts))
    for (permissions, begins), keys in changed.items():
        began = {"assigned_at": now} if begins else {}
        Assignment.objects.filter(pk__in=keys).update(permissions=permissions, **facts, **began)
    Assignment.objects.bulk_create(new)
    links, members = {pair.link.pk for pair in pairs}, {pair.member.pk for pair in pairs}
    asked = AssignmentRequest.objects.filter(answered_at=None, link__in=links, member__in=members)
    asked.update(answered_at=now, answered_by_name=str(by), granted=True)


def _tell(pairs: list[Pair], by: Member) -> None:
    """One letter a member, however many clients; all in one statement."""
    theirs: dict[Member, list[Pair]] = {}
    for pair in pairs:
        if pair.member.pk != by.pk:
            theirs.setdefault(pair.member, []).append(pair)
    letters = []
    for member, own in theirs.items():
        facts = {
            "member": member,
            "names": [str(pair.link.client) for pair in own],
            "permissions": reduce(or_, (pair.permissions for pair in own)),
            "link": address_of("clients:all"),
        }
        letters.append(draft(mails.assigned_several, member.user.email, by=by, **facts))
    send_all(letters)
