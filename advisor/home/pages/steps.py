"""The first-run checklist: team, clients, assign."""

from typing import Any

from django.urls import reverse

from advisor.permissions import FirmPermission
from clients.models import Assignment
from clients.pages.counts import Counts
from firms.models import Member, MemberInvitation


def first_steps(member: Member, counts: Counts) -> dict[str, Any]:
    """What is done and what comes next; three queries."""
    colleagues = Member.objects.filter(firm=member.firm).count()
    invited = MemberInvitation.objects.open().filter(firm=member.firm).count()
    assigned = Assignment.objects.live().filter(firm=member.firm).exists()
    tasks = [team(member, colleagues, invited), clients(member, counts), assigning(member, counts, assigned)]
    return {"tasks": tasks, "done": sum(bool(task["done"]) for task in tasks)}


def team(member: Member, colleagues: int, invited: int) -> dict[str, Any]:
    may_invite = member.may(FirmPermission.MANAGE_MEMBERS)
    return {
        "label": "Add your team",
        "text": team_words(colleagues, invited),
        "done": colleagues > 1 or invited > 0,
        "url": reverse("firms:add_member") if may_invite else reverse("firms:info"),
        "action": "Add member" if may_invite else "See your team",
    }


def clients(member: Member, counts: Counts) -> dict[str, Any]:
    may_add = member.may(FirmPermission.ADD_CLIENTS)
    return {
        "label": "Add your clients",
        "text": "A client lets your firm in from its own account, and decides what your firm may do there.",
        "done": bool(sum(counts.clients.values())),
        "url": reverse("clients:connect") if may_add else reverse("help:article", args=["clients-let-your-firm-in"]),
        "action": "Connect existing client" if may_add else "How clients do it",
    }


def assigning(member: Member, counts: Counts, assigned: bool) -> dict[str, Any]:
    may_assign = member.may(FirmPermission.ASSIGN_CLIENTS) and bool(sum(counts.clients.values()))
    help_url = reverse("help:article", args=["two-layers-of-permissions"])
    return {
        "label": "Assign your team to clients",
        "text": "Decide who works where, with which permissions. This comes after your first client.",
        "done": assigned,
        "url": reverse("clients:all") if may_assign else help_url,
        "action": "Choose clients" if may_assign else "How permissions work",
    }


def team_words(colleagues: int, invited: int) -> str:
    if colleagues == 1 and not invited:
        return "Invite the people you work with before you add clients, so that they can be assigned at once."
    people = "1 member" if colleagues == 1 else f"{colleagues} members"
    return f"{people}, {invited} open invitation{'' if invited == 1 else 's'}."
