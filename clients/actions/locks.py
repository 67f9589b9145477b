"""Taking the row that an act judges. Whatever touches a link takes its lock first, so that nothing is given after the
client has said stop. Always in one order, so that nobody waits in a circle: firm, client, link, member, and then what
hangs on them."""

from collections.abc import Iterable
from typing import Any

from advisor.errors import Refused
from clients.models import Assignment, ClientLink
from firms.models import Member

NO_LONGER = "Your firm no longer works for this client."
NOT_A_COLLEAGUE = "This person is no longer a member of your firm."
CHANGED_MEANWHILE = "Somebody changed this meanwhile. What you see now is what it is: check it and save again."


def locked_link(link: ClientLink, refusal: str = NO_LONGER) -> ClientLink:
    """The link as it is now, live and ours until the act ends, or `Refused`."""
    rows = ClientLink.objects.live().select_for_update(of=("self",)).select_related("client", "firm")
    found = rows.filter(pk=link.pk, firm_id=link.firm_id).first()
    if found is None:
        raise Refused(refusal)
    return found


def locked_links(links: Iterable[ClientLink], member: Member) -> dict[int, ClientLink]:
    """Those of these links that are live and of the member's firm, by number, locked in the order of their numbers."""
    rows = ClientLink.objects.live().select_for_update(of=("self",)).select_related("client", "firm").order_by("pk")
    return {link.pk: link for link in rows.filter(pk__in=[link.pk for link in links], firm_id=member.firm_id)}


def locked_colleagues(firm_id: int) -> Any:
    """Members of this firm, who stay until the act ends, locked in the order of their numbers."""
    rows = Member.objects.select_for_update(of=("self",), no_key=True).select_related("user").order_by("pk")
    return rows.filter(firm_id=firm_id)


def locked_colleague(link: ClientLink, member: Member) -> Member:
    """The member, of the link's firm until the act ends, or `Refused`."""
    found: Member | None = locked_colleagues(link.firm_id).filter(pk=member.pk).first()
    if found is None:
        raise Refused(NOT_A_COLLEAGUE)
    return found


def present_assignment(link: ClientLink, member: Member) -> Assignment | None:
    """What the member has at this link, also when its end date has passed; the link is locked by the caller."""
    return Assignment.objects.standing().filter(link=link, member=member).first()


def seen_as(link: ClientLink, assignment: Assignment | None) -> str:
    """The state that an editor of an assignment shows, in one short word for its form."""
    if assignment is None:
        return f"{int(link.granted)}:none"
    until = assignment.expires_at.isoformat() if assignment.expires_at else ""
    return f"{int(link.granted)}:{int(assignment.permissions)}:{until}"


def only_what_was_seen(seen: str | None, link: ClientLink, assignment: Assignment | None) -> None:
    """Refused when the page that is saved showed something else than what is there now."""
    if seen is not None and seen != seen_as(link, assignment):
        raise Refused(CHANGED_MEANWHILE)
