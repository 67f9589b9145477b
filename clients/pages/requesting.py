"""What the pages show on which a member asks for access to a client, and a colleague answers."""

from typing import Any

from advisor.dates import day, moment
from advisor.permissions import ClientPermission, FirmPermission
from clients.models import Assignment, AssignmentRequest
from firms.models import Member

ASSIGN = FirmPermission.ASSIGN_CLIENTS
NAMED = 5
NOTHING = ClientPermission.none()


def ask_page(member: Member, link: Any) -> dict[str, Any]:
    """Request access: who decides, and what is known already."""
    colleagues = Member.objects.filter(firm=member.firm).holding(ASSIGN).exclude(pk=member.pk)
    asked = AssignmentRequest.objects.open().filter(link=link, member=member).first()
    return {
        "link": link,
        "granters": [str(colleague) for colleague in colleagues.select_related("user")[:NAMED]],
        "assigns": member.may(ASSIGN),
        "asked": asked_words(asked, member.firm.time_zone) if asked else None,
        "present": access_words(link.effective),
    }


def asked_words(wish: AssignmentRequest, zone: str) -> dict[str, str]:
    """What was asked, as a page shows it."""
    return {
        "reason": wish.reason,
        "wanted": wish.permissions.labels or "The overview only",
        "until": day(wish.until) if wish.until else "No end date",
        "at": moment(wish.asked_at, zone),
    }


def present_access(wish: AssignmentRequest) -> ClientPermission | None:
    """What the colleague may do there now, or None when they are not at work there."""
    at_work = Assignment.objects.live().filter(link=wish.link, member=wish.member)
    found = at_work.values_list("permissions", flat=True).first()
    return None if found is None else ClientPermission(found & wish.link.granted)


def access_words(permissions: ClientPermission | None) -> str:
    """Empty for who is not at work there."""
    return "" if permissions is None else permissions.labels or "the overview only"


def wish_page(member: Member, wish: AssignmentRequest, present: ClientPermission | None) -> dict[str, Any]:
    """A colleague's request: who, where, why, and what they have already."""
    zone = member.firm.time_zone
    return {
        "wish": wish,
        "client": wish.link.client,
        "colleague": wish.member,
        "own": wish.member_id == member.pk,
        "asked": asked_words(wish, zone),
        "present": access_words(present),
        "closed": closed_words(wish, zone),
    }


def closed_words(wish: AssignmentRequest, zone: str) -> str:
    """Why nothing can be answered any more; empty while it can."""
    if wish.answered_at:
        answer = "granted" if wish.granted else "declined"
        return f"{wish.answered_by_name} {answer} this request on {moment(wish.answered_at, zone)}."
    return f"Your firm no longer works for {wish.link.client}." if wish.link.ended_at else ""


def ticked(wish: AssignmentRequest, present: ClientPermission | None) -> dict[str, Any]:
    """How the form of an answer begins: what was asked, beside what the colleague has; a grant replaces both."""
    return {"permissions": wish.permissions | (present or NOTHING), "until": wish.until}
