"""The navigation of a company's own account."""

from django.http import HttpRequest
from django.urls import reverse

from advisor.permissions import ClientPermission
from advisor.rooms import NavGroup, NavItem, Shell
from clients.company.gates import Insider
from clients.models import Contact, Product
from firms.gates import member_of


def of_company(request: HttpRequest, insider: Insider) -> Shell:
    """The company's side, for a contact of its own or for a member of a firm."""
    own = insider.link is None
    return Shell(
        template="rooms/company.html",
        person=str(insider.by),
        company=str(insider.client),
        firm="" if insider.link is None else insider.link.firm.name,
        back=reverse("home:landing" if own else "home:dashboard"),
        places=Contact.objects.filter(user=insider.by.user).count() + bool(member_of(request)) if own else 1,
        nav=groups(request.path, insider),
    )


def groups(path: str, insider: Insider) -> list[NavGroup]:
    """The pages that this person may open, under the product's own names."""
    client = insider.client

    def item(label: str, name: str, icon: str, exact: bool = False) -> NavItem:
        url = reverse(f"company:{name}", args=[client.code])
        return NavItem(label, url, current=path == url if exact else path.startswith(url), icon=icon)

    payroll = client.product == Product.PAYROLL
    people = [item("Contacts", "contacts", "people")]
    if insider.lets_firms_in:
        people.append(item("Third party admins" if payroll else "Third-party admin", "third_parties", "key"))
    company = []
    if insider.may(ClientPermission.EDIT_COMPANY_SETTINGS):
        company.append(item("Company details", "details", "building"))
    if insider.may(ClientPermission.MANAGE_THIRD_PARTIES):
        company.append(item("Activity", "activity", "activity"))
    first = NavGroup("", [item("Overview", "overview", "home", exact=True)])
    second = NavGroup("People" if payroll else "Manage", people)
    return [first, second, *([NavGroup("Company", company)] if company else [])]
