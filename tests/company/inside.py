"""Being inside a company's account: contacts by right, members after they have opened it."""

from typing import Any

from django.test import Client
from django.urls import reverse

from advisor.permissions import ClientPermission
from clients.models import Assignment, ClientLink
from clients.opened import OPENED
from firms.models import Member
from tests.visits import Visit


def inside(visit: Visit, who: str, link: ClientLink) -> Client:
    """`inside(visit, "sam", town.acme)`: signed in, with the account opened in this session."""
    client = visit(who)
    session = client.session
    session[OPENED] = [link.client.code]
    session.save()
    return client


def at(name: str, link: ClientLink, *numbers: Any) -> str:
    """The address of a page of this company's account."""
    return reverse(f"company:{name}", args=[link.client.code, *numbers])


def entrust(member: Member, link: ClientLink, permissions: ClientPermission) -> None:
    """The client grants this besides, and the firm assigns exactly this: before a test begins."""
    link.granted |= permissions
    link.save(update_fields=["granted"])
    Assignment.objects.filter(link=link, member=member).update(permissions=permissions)
