"""Where somebody can go after signing in."""

from typing import Any, NamedTuple

from django.urls import reverse

from clients.models import Contact
from firms.models import Member


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
