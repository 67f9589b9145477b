"""What the dashboard home shows."""

from typing import Any, NamedTuple

from django.urls import reverse

from advisor.permissions import FirmPermission
from clients.models import Contact
from firms.models import Member, MemberInvitation


def first_steps(member: Member) -> dict[str, Any]:
    """The first-run checklist: team, clients, assign. Two queries."""
    colleagues = Member.objects.filter(firm=member.firm).count()
    invited = MemberInvitation.objects.open().filter(firm=member.firm).count()
    may_invite = member.may(FirmPermission.MANAGE_MEMBERS)
    tasks = [
        {
            "label": "Add your team",
            "text": team_words(colleagues, invited),
            "done": colleagues > 1 or invited > 0,
            "url": reverse("firms:add_member") if may_invite else reverse("firms:info"),
            "action": "Add member" if may_invite else "See your team",
        },
        {
            "label": "Add your clients",
            "text": "A client lets your firm in from its own account, and decides what your firm may do there.",
            "done": False,
            "url": reverse("help:article", args=["clients-let-your-firm-in"]),
            "action": "How clients do it",
        },
        {
            "label": "Assign your team to clients",
            "text": "Decide who works where, with which permissions. This comes after your first client.",
            "done": False,
            "url": reverse("help:article", args=["two-layers-of-permissions"]),
            "action": "How permissions work",
        },
    ]
    return {"tasks": tasks, "done": sum(bool(task["done"]) for task in tasks)}


def team_words(colleagues: int, invited: int) -> str:
    if colleagues == 1 and not invited:
        return "Invite the people you work with before you add clients, so that they can be assigned at once."
    people = "1 member" if colleagues == 1 else f"{colleagues} members"
    return f"{people}, {invited} open invitation{'' if invited == 1 else 's'}."


class Place(NamedTuple):
    """A firm's dashboard or a company's account that somebody can go to."""

    name: str
    words: str
    url: str


def places_of(member: Member | None, contacts: list[Contact]) -> dict[str, Any]:
    """Everywhere this person belongs."""
    places = [Place(member.firm.name, f"Firm · {member.role}", reverse("home:dashboard"))] if member else []
    for contact in contacts:
        client = contact.client
        words = f"Company · {client.get_product_display()}" + (f" · {contact.title}" if contact.title else "")
        places.append(Place(str(client), words, reverse("company:overview", args=[client.code])))
    return {"places": places}
