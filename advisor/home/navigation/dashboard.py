"""The navigation of the advisor's side. It knows every app, so it stands above them; `settings.ROOM_OF_…` names it."""

from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse

from advisor.identity.models import Purpose
from advisor.permissions import FirmPermission
from advisor.rooms import ENTRANCE, NavGroup, NavItem, Shell
from clients.models import Product
from clients.pages.counts import Counts, counts_of
from firms.gates import member_of
from firms.models import Member

CONFIRM_WORK = "Confirm your work email. Until then your firm can invite nobody, and its domain is kept for 24 hours."
CONFIRM_PERSONAL = "Confirm your personal email, so that you can reset your password."


def of_person(request: HttpRequest, user: object) -> Shell:
    """Pages about one's own account stand in the dashboard of a member, and alone for anybody else."""
    member = member_of(request)
    return of_member(request, member) if member else Shell(template=ENTRANCE, person=str(user), places=0)


def of_member(request: HttpRequest, member: Member) -> Shell:
    """What this member may open, with the present place marked."""
    counts = counts_of(member)
    return Shell(
        template="rooms/dashboard.html",
        person=str(member),
        firm=member.firm.name,
        role=member.role,
        zone=member.firm.time_zone,
        places=1 + counts.companies,
        nav=groups(request.path, member, counts),
        banner=banner(request.path, member),
    )


def groups(path: str, member: Member, counts: Counts) -> list[NavGroup]:
    """The groups of the navigation; a page that is nobody's own belongs to the first entry of its group."""
    clients = [
        item(path, "Manage all clients", "clients:all", "briefcase"),
        replace(item(path, "Payroll", "clients:payroll", "payroll"), count=counts.active(Product.PAYROLL)),
        replace(item(path, "PEO", "clients:peo", "peo"), count=counts.active(Product.PEO)),
    ]
    firm = [item(path, "Firm Info", "firms:info", "building")]
    if member.may(FirmPermission.VIEW_ACTIVITY):
        firm.append(item(path, "Activity", "firms:activity", "activity"))
    return [
        NavGroup("", [item(path, "Dashboard", "home:dashboard", "home")]),
        NavGroup("Clients", with_first_marked(path, clients)),
        NavGroup("Firm", with_first_marked(path, firm)),
        NavGroup("", with_first_marked(path, [item(path, "Help", "help:index", "help")])),
    ]


def item(path: str, label: str, name: str, icon: str) -> NavItem:
    url = reverse(name)
    return NavItem(label, url, current=path == url, icon=icon)


def with_first_marked(path: str, items: list[NavItem]) -> list[NavItem]:
    """Below the address of the first entry and at none of the others: there."""
    if path.startswith(items[0].url) and not any(entry.current for entry in items):
        return [replace(items[0], current=True), *items[1:]]
    return items


def banner(path: str, member: Member) -> dict[str, str] | None:
    """What this person should do first, on every page until it is done, except where they are doing it."""
    if not member.user.email_confirmed_at:
        text, purpose = CONFIRM_WORK, Purpose.WORK
    elif member.user.personal_email and not member.user.personal_email_confirmed_at:
        text, purpose = CONFIRM_PERSONAL, Purpose.PERSONAL
    else:
        return None
    url = reverse("identity:confirm", args=[purpose])
    return None if path == url else {"text": text, "url": url, "label": "Enter the code"}
