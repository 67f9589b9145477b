"""Every address of the site, with its room, permission and methods: the same table for people and for tests."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from advisor.gates import Door
from clients.models import AccessRequest, AssignmentRequest, ContactInvitation, FirmInvitation
from firms.models import MemberInvitation
from tests.town import PAY, PEOPLE, Town

DESK = Door("desk", "staff", "GET POST")


class Address(NamedTuple):
    route: str
    name: str
    door: Door | None

    def __str__(self) -> str:
        door = self.door or Door("?", "?", "?")
        return f"/{self.route:<75} {door.room:<11} {door.permission or '-':<37} {door.methods}"


def addresses() -> list[Address]:
    """All of them, in the order of the URLconf."""
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern).lstrip("^")
        if isinstance(entry, URLResolver):
            yield from _walk(entry, route, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            yield Address(route, f"{namespace}{entry.name}", door_of(entry, route))


def door_of(entry: URLPattern, route: str) -> Door | None:
    """What the gate wrote on the view; the desk's pages stand behind one gate, `AdminSite.has_permission`."""
    if door := getattr(entry.callback, "door", None):
        return door
    return DESK if route.startswith("desk/") else None


class Offers(NamedTuple):
    """Something open of every kind, between Acme, Bloom and Smith CPA."""

    member_invitation: MemberInvitation
    firm_invitation: FirmInvitation
    access_request: AccessRequest
    contact_invitation: ContactInvitation
    wish: AssignmentRequest


def open_offers(town: Town) -> Offers:
    """Acme invites olga's firm and a contact, Smith CPA asks carla, sam asks for Bloom."""
    now = timezone.now()
    acme, names = town.acme.client, {"first_name": "Una", "last_name": "Wray", "inviter_name": "Somebody"}
    firm = FirmInvitation(client=acme, email="olga@smithcpa.com", domain="smithcpa.com", permissions=PAY, **names)
    asked = AccessRequest(firm=town.smith, email="carla@acme.example", product="payroll", permissions=PAY, **names)
    contact = ContactInvitation(client=acme, email="una@acme.example", permissions=PAY, **names)
    for offer in (firm, asked, contact):
        offer.renewed(now)
        offer.save()
    wish = AssignmentRequest.objects.create(
        link=town.bloom, member=town.sam, firm=town.smith, permissions=PEOPLE, reason="Cover"
    )
    return Offers(town.ivy, firm, asked, contact, wish)


def arguments(address: Address, town: Town, offers: Offers) -> dict[str, Any]:
    """Values for an address, of the town: what belongs to Smith CPA and to Acme."""
    known: dict[str, Any] = {
        "code": town.acme.client.code,
        "number": number_in(address.route, town, offers),
        "person": town.sam.pk,
        "draft": "0" * 32,
        "sign_up": "00000000-0000-4000-8000-000000000000",
        "token": town.ivy_token,
        "purpose": "work",
        "slug": "contact-support",
        "uidb36": "1",
        "key": "set-password",
        "pk": 1,
    }
    names = {part.partition(">")[0].rpartition(":")[2] for part in address.route.split("<")[1:]}
    return {name: known[name] for name in names}


def number_in(route: str, town: Town, offers: Offers) -> int:
    """The number of what this address is about: its folder says of what kind."""
    rows = {
        "firm/invitations/": offers.member_invitation,
        "clients/invitations/": offers.firm_invitation,
        "clients/requested/": offers.access_request,
        "clients/requests/": offers.wish,
        "contacts/invitations/": offers.contact_invitation,
        "third-parties/invitations/": offers.firm_invitation,
        "third-parties/<": town.acme,
        "company/<code:code>/requests/": offers.access_request,
        "company/<code:code>/contacts/<": town.dora,
    }
    return next((row.pk for folder, row in rows.items() if folder in route), town.sam.pk)
