"""A member asks the colleagues who assign for access to a client, and they answer."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils import timezone

from advisor.audit.book import record
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.mail.outbox import address_of, send
from advisor.permissions import ClientPermission, FirmPermission
from clients import mails
from clients.actions.assigning import assign
from clients.actions.locks import locked_link
from clients.models import Assignment, AssignmentRequest, ClientLink
from firms.models import Firm, Member

ANSWERED = "This request was answered meanwhile."


def end_of(day: date, firm: Firm) -> datetime:
    """The moment at which this day ends in the firm's zone: access "until 3 Dec" includes the whole of it."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(firm.time_zone))


@transaction.atomic
def request_access(
    link: ClientLink, permissions: ClientPermission, reason: str, until: date | None = None, *, by: Member
) -> AssignmentRequest:
    """Ask for access to one client of the firm, optionally until the end of a day in the firm's zone."""
    link = locked_link(link)
    if beyond := permissions & ~link.granted:
        raise Refused(f"{link.client} has not granted your firm: {beyond.labels}.", field="permissions")
    if until and end_of(until, link.firm) <= timezone.now():
        raise Refused("Choose a day from today on, or none.", field="until")
    wish = AssignmentRequest(
        link=link, member=by, firm_id=link.firm_id, permissions=permissions, reason=reason, until=until
    )
    try:
        with transaction.atomic():
            wish.save()
    except IntegrityError:
        raise Refused("You have asked already, and wait for the answer.") from None
    record(Verb.ACCESS_ASKED, by=by, firm=link.firm, client=link.client, about=by, wanted=permissions)
    readers = Member.objects.filter(firm=link.firm).holding(FirmPermission.ASSIGN_CLIENTS).exclude(pk=by.pk)
    page = address_of("clients:request", wish.pk)
    for reader in readers.select_related("user"):
        send(mails.access_asked, to=reader.user.email, wish=wish, client=link.client, by=by, link=page)
    return wish


@transaction.atomic
def grant_wish(
    wish: AssignmentRequest, permissions: ClientPermission, until: date | None = None, *, by: Member
) -> Assignment:
    """Give what was asked for, or less; until that day's end where there is one."""
    locked_link(wish.link)
    _answered(wish, by, granted=True)
    ends = end_of(until, wish.firm) if until else None
    if ends and ends <= timezone.now():
        raise Refused("Choose a day from today on, or none.", field="until")
    return assign(wish.link, wish.member, permissions, by=by, until=ends)


@transaction.atomic
def decline_wish(wish: AssignmentRequest, *, by: Member) -> None:
    """No; the member is told."""
    _answered(wish, by, granted=False)
    link, member = wish.link, wish.member
    record(Verb.ACCESS_DECLINED, by=by, firm=link.firm, client=link.client, about=member)
    send(mails.access_declined, to=member.user.email, member=member, client=link.client, by=by)


def _answered(wish: AssignmentRequest, by: Member, *, granted: bool) -> None:
    """One answer a request: the row count is the verdict."""
    answer = {"answered_at": timezone.now(), "answered_by_name": str(by), "granted": granted}
    if not AssignmentRequest.objects.open().filter(pk=wish.pk).update(**answer):
        raise Refused(ANSWERED)
