"""What the dashboard home shows."""

from typing import Any

from django.urls import reverse

from advisor.permissions import FirmPermission
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
