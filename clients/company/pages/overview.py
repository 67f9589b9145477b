"""The front page of a company's account."""

from typing import Any

from advisor.dates import day
from advisor.permissions import FirmPermission
from advisor.users.phones import shown as phone_shown
from clients.company.forms import DetailsForm
from clients.company.gates import Insider
from clients.company.pages.rows import MOST_NAMED, deciders, firm_row, firms_of, request_row
from clients.company.words import words_of
from clients.models import Client, Status
from firms.models import Member
from firms.pages import address_of

STATUS_BADGES = {Status.ACTIVE: "success", Status.ENROLLING: "enrolling", Status.TERMINATED: ""}


def overview_page(insider: Insider, waiting: Any) -> dict[str, Any]:
    """The company, what you may do here, and for who lets firms in: which have access and which ask for it."""
    client = insider.client
    page = {
        "client": client,
        "words": words_of(client),
        "facts": facts(client),
        "status": client.get_status_display(),
        "status_badge": STATUS_BADGES[Status(client.status)],
        "product": client.get_product_display(),
        "contact": client.platform_contact,
        "mine": list(insider.permissions),
        "notes": notes(insider),
        "lets_firms_in": insider.lets_firms_in,
        "requests": [request_row(wish, client) for wish in waiting[:MOST_NAMED]],
    }
    if not insider.lets_firms_in:
        return page | {"deciders": deciders(insider)}
    links = list(firms_of(client)[: MOST_NAMED + 1])
    firms = [firm_row(link, client) for link in links[:MOST_NAMED]]
    return page | {"firms": firms, "more_firms": len(links) > MOST_NAMED}


def facts(client: Client) -> list[tuple[str, str]]:
    """What stands in the company's card."""
    known = [
        ("Legal name", client.legal_name),
        ("EIN", client.ein_words or "Not given"),
        ("Address", address_of(client) or "Not given"),
        ("Phone", phone_shown(str(client.phone)) if client.phone else "Not given"),
    ]
    return [*known, ("Next debit", day(client.next_debit_on))] if client.next_debit_on else known


def notes(insider: Insider) -> list[str]:
    """What you may not do here, and who can change that."""
    client, link = insider.client, insider.link
    missing = client.offered & ~insider.permissions
    said = [f"Not included: {missing.labels}."] if missing else []
    if link is not None:
        people = Member.objects.filter(firm=link.firm).holding(FirmPermission.ASSIGN_CLIENTS).select_related("user")
        names = either([str(member) for member in people[:MOST_NAMED]])
        said.append(f"What you may do here is set at {link.firm} by {names}, within what {client} has granted.")
    elif not insider.lets_firms_in:
        said.append(f"{either(deciders(insider))} can change that, and decide which firms have access.")
    return said


def either(names: list[str]) -> str:
    """ "Carla Field", "Carla Field or Dora Field"; "support" where there is nobody."""
    return " or ".join(names) or "Support"


def details_known(client: Client) -> dict[str, str]:
    """What stands in the form of company details."""
    known = {name: getattr(client, name) for name in DetailsForm.base_fields}
    return known | {"phone": phone_shown(str(client.phone)) if client.phone else ""}
