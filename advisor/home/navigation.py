"""The navigation of each room. It knows every app, so it stands above them; `settings.ROOM_OF_…` names it."""

from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse

from advisor.identity.models import Purpose
from advisor.permissions import ClientPermission, FirmPermission
from advisor.rooms import ENTRANCE, NavGroup, NavItem, Shell
from clients.company.gates import Insider
from clients.models import Contact, Product
from clients.pages.counts import counts_of
from firms.gates import member_of
from firms.models import Member

CONFIRM_WORK = "Confirm your work email. Until then your firm can invite nobody, and its domain is kept for 24 hours."
CONFIRM_PERSONAL = "Confirm your personal email, so that you can reset your password."


def of_person(request: HttpRequest, user: object) -> Shell:
    """Pages about one's own account stand in the dashboard of a member, and alone for anybody else."""
    member = member_of(request)
    return of_member(request, member) if member else Shell(template=ENTRANCE, person=str(user), places=0)


def of_member(request: HttpRequest, member: Member) -> Shell:
    """The advisor's side: what this member may open, with the present place marked."""

    def item(label: str, name: str, icon: str, *below: str) -> NavItem:
        url = reverse(name)
        here = request.path == url or any(request.path.startswith(reverse(other)) for other in below)
        return NavItem(label, url, current=here, icon=icon)

    counts = counts_of(member)
    clients = [
        item("Manage all clients", "clients:all", "briefcase"),
        replace(item("Payroll", "clients:payroll", "payroll"), count=counts.active(Product.PAYROLL)),
        replace(item("PEO", "clients:peo", "peo"), count=counts.active(Product.PEO)),
    ]
    if request.path.startswith(reverse("clients:all")) and not any(entry.current for entry in clients):
        clients[0] = replace(clients[0], current=True)
    firm = [item("Firm Info", "firms:info", "building")]
    if member.may(FirmPermission.VIEW_ACTIVITY):
        firm.append(item("Activity", "firms:activity", "activity"))
    in_firm_info = request.path.startswith(reverse("firms:info")) and not any(entry.current for entry in firm)
    firm[0] = replace(firm[0], current=firm[0].current or in_firm_info)
    groups = [
        NavGroup("", [item("Dashboard", "home:dashboard", "home")]),
        NavGroup("Clients", clients),
        NavGroup("Firm", firm),
        NavGroup("", [item("Help", "help:index", "help", "help:index")]),
    ]
    return Shell(
        template="rooms/dashboard.html",
        person=str(member),
        firm=member.firm.name,
        role=member.role,
        zone=member.firm.time_zone,
        places=1 + counts.companies,
        nav=groups,
        banner=banner(request.path, member),
    )


def of_company(request: HttpRequest, insider: Insider) -> Shell:
    """The company's side: the pages that this person may open, under the product's own names."""
    client = insider.client

    def item(label: str, name: str, icon: str, exact: bool = False) -> NavItem:
        url = reverse(f"company:{name}", args=[client.code])
        return NavItem(label, url, current=request.path == url if exact else request.path.startswith(url), icon=icon)

    payroll = client.product == Product.PAYROLL
    people = [item("Contacts", "contacts", "people")]
    if insider.lets_firms_in:
        people.append(item("Third party admins" if payroll else "Third-party admin", "third_parties", "key"))
    company = []
    if insider.may(ClientPermission.EDIT_COMPANY_SETTINGS):
        company.append(item("Company details", "details", "building"))
    if insider.may(ClientPermission.MANAGE_THIRD_PARTIES):
        company.append(item("Activity", "activity", "activity"))
    groups = [NavGroup("", [item("Overview", "overview", "home", exact=True)])]
    groups.append(NavGroup("People" if payroll else "Manage", people))
    if company:
        groups.append(NavGroup("Company", company))
    own = insider.link is None
    return Shell(
        template="rooms/company.html",
        person=str(insider.by),
        company=str(client),
        firm="" if insider.link is None else insider.link.firm.name,
        back=reverse("home:landing" if own else "home:dashboard"),
        places=Contact.objects.filter(user=insider.by.user).count() + bool(member_of(request)) if own else 1,
        nav=groups,
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
