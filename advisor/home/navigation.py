"""The navigation of each room. It knows every app, so it stands above them; `settings.ROOM_OF_…` names it."""

from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse

from advisor.identity.models import Purpose
from advisor.permissions import FirmPermission
from advisor.rooms import ENTRANCE, NavGroup, NavItem, Shell
from firms.gates import member_of
from firms.models import Member

CONFIRM_WORK = "Confirm your work email. Until then your firm can invite nobody, and its domain is kept for 24 hours."
CONFIRM_PERSONAL = "Confirm your personal email, so that you can reset your password."


def of_person(request: HttpRequest, user: object) -> Shell:
    """Pages about one's own account stand in the dashboard of a member, and alone for anybody else."""
    member = member_of(request)
    return of_member(request, member) if member else Shell(template=ENTRANCE, person=str(user))


def of_member(request: HttpRequest, member: Member) -> Shell:
    """The advisor's side: what this member may open, with the present place marked."""

    def item(label: str, name: str, icon: str, *below: str) -> NavItem:
        url = reverse(name)
        here = request.path == url or any(request.path.startswith(reverse(other)) for other in below)
        return NavItem(label, url, current=here, icon=icon)

    firm = [item("Firm Info", "firms:info", "building")]
    if member.may(FirmPermission.VIEW_ACTIVITY):
        firm.append(item("Activity", "firms:activity", "activity"))
    in_firm_info = request.path.startswith(reverse("firms:info")) and not any(entry.current for entry in firm)
    firm[0] = replace(firm[0], current=firm[0].current or in_firm_info)
    groups = [
        NavGroup("", [item("Dashboard", "home:dashboard", "home")]),
        NavGroup("Firm", firm),
        NavGroup("", [item("Help", "help:index", "help", "help:index")]),
    ]
    return Shell(
        template="rooms/dashboard.html",
        person=str(member),
        firm=member.firm.name,
        role=member.role,
        zone=member.firm.time_zone,
        nav=groups,
        banner=banner(request.path, member),
    )


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
