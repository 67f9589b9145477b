"""The firm decides who works where, with which of the permissions that the client has granted."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from advisor.audit.book import CLOCK, Actor, record
from advisor.audit.verbs import Verb
from advisor.dates import moment
from advisor.errors import Refused
from advisor.mail.outbox import address_of, send
from advisor.permissions import ClientPermission
from clients import mails
from clients.actions import locks
from clients.models import Assignment, AssignmentRequest, ClientLink
from firms.models import Member

AT_ONCE = 500


@transaction.atomic
def assign(
    link: ClientLink,
    member: Member,
    permissions: ClientPermission,
    *,
    by: Member,
    until: datetime | None = None,
    seen: str | None = None,
) -> Assignment:
    """Give a member exactly these permissions at one client; what the client has not granted is refused.

    `until`: the moment (UTC) at which it ends by itself. `seen`: what the editor showed (`locks.seen_as`); refused when
    that has changed since.
    """
    link = locks.locked_link(link)
    member = locks.locked_colleague(link, member)
    present = locks.present_assignment(link, member)
    locks.only_what_was_seen(seen, link, present)
    if beyond := permissions & ~link.granted:
        raise Refused(f"{link.client} has not granted your firm: {beyond.labels}.", field="permissions")
    before = present.permissions if present and not _is_over(present) else None
    assignment = _written(link, member, permissions, until, present, by)
    AssignmentRequest.objects.open().filter(link=link, member=member).update(
        answered_at=timezone.now(), answered_by_name=str(by), granted=True
    )
    verb = Verb.MEMBER_ASSIGNED if before is None else Verb.ASSIGNMENT_CHANGED
    ends = {"until": until} if until else {}
    record(verb, by=by, firm=link.firm, client=link.client, about=member, before=before, after=permissions, **ends)
    tell_assigned(assignment, by=by, changed=before is not None)
    return assignment


def _is_over(assignment: Assignment) -> bool:
    return assignment.expires_at is not None and assignment.expires_at <= timezone.now()


def _written(
    link: ClientLink,
    member: Member,
    permissions: ClientPermission,
    until: datetime | None,
    present: Assignment | None,
    by: Member,
) -> Assignment:
    """The row: the standing one changed, or a new one. Access that had ended by its date begins anew."""
    row = present or Assignment(link=link, member=member, firm_id=link.firm_id)
    row.changed_at = timezone.now()
    if present is None or _is_over(present):
        row.assigned_at = row.changed_at
    row.link, row.member = link, member
    row.permissions, row.expires_at = permissions, until
    row.assigned_by, row.assigned_by_name = by.user, str(by)
    row.save()
    return row


def tell_assigned(assignment: Assignment, *, by: Actor, changed: bool) -> None:
    """The member hears of it, unless they did it themselves."""
    member, link = assignment.member, assignment.link
    if member.user == by.user:
        return
    send(
        mails.assigned,
        to=member.user.email,
        member=member,
        client=link.client,
        permissions=assignment.permissions,
        changed=changed,
        until=moment(assignment.expires_at, link.firm.time_zone) if assignment.expires_at else "",
        by=by,
        link=address_of("clients:client", link.client.code),
    )


@transaction.atomic
def end_assignment(link: ClientLink, member: Member, *, by: Actor, seen: str | None = None) -> None:
    """The member no longer works for this client, from the next click on. `by` is a colleague, a contact or staff."""
    link = locks.locked_link(link)
    present = locks.present_assignment(link, member)
    locks.only_what_was_seen(seen, link, present)
    if present is None:
        raise Refused(f"{member} no longer works for {link.client}.")
    Assignment.objects.filter(pk=present.pk).update(ended_at=timezone.now())
    record(Verb.ASSIGNMENT_ENDED, by=by, firm=link.firm, client=link.client, about=member, before=present.permissions)
    if member.user != by.user:
        send(mails.assignment_ended, to=member.user.email, member=member, client=link.client, firm=link.firm, by=by)


def end_expired() -> int:
    """Write down what ended by its date. Access ended at that moment by the database's clock, whether or not this runs;
    returns how many."""
    ended = 0
    for key in list(Assignment.objects.expired().values_list("pk", flat=True)[:AT_ONCE]):
        ended += _write_down(key)
    return ended


@transaction.atomic
def _write_down(key: int) -> int:
    found = Assignment.objects.expired().whole().select_for_update(of=("self",)).filter(pk=key).first()
    if found is None:
        return 0
    Assignment.objects.filter(pk=key).update(ended_at=found.expires_at)
    client, member = found.link.client, found.member
    where = {"firm": found.firm, "client": client, "about": member}
    record(Verb.ASSIGNMENT_EXPIRED, by=CLOCK, before=found.permissions, **where)
    send(mails.assignment_ended, to=member.user.email, member=member, client=client, firm=found.firm, by=CLOCK)
    return 1
