"""The front door and the dashboard home."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from advisor.gates import open_to_all
from advisor.home.gates import choosing_a_place
from advisor.home.pages.board import board
from advisor.home.pages.places import places_of
from advisor.users.models import User
from clients.models import Contact
from firms.gates import in_firm
from firms.models import Member


@choosing_a_place()
def landing(request: HttpRequest, person: User | None, member: Member | None, contacts: list[Contact]) -> HttpResponse:
    """Everybody to where they belong; whoever belongs to several places chooses."""
    if person is None:
        return redirect("firms:welcome")
    if (member and contacts) or len(contacts) > 1:
        return render(request, "home/places.html", places_of(member, contacts))
    if contacts:
        return redirect("company:overview", contacts[0].client.code)
    if member is None:
        return render(request, "home/no_firm.html", {"person": person})
    return redirect("home:dashboard")


@choosing_a_place()
def places(request: HttpRequest, person: User | None, member: Member | None, contacts: list[Contact]) -> HttpResponse:
    """Switch account."""
    if person is None or (member is None and not contacts):
        return redirect("home:landing")
    return render(request, "home/places.html", places_of(member, contacts))


@in_firm(methods="GET")
def dashboard(request: HttpRequest, member: Member) -> HttpResponse:
    """The dashboard home."""
    return render(request, "home/dashboard.html", board(member))


@transaction.non_atomic_requests
@open_to_all("GET")
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers, whatever the database does."""
    return HttpResponse("ok", content_type="text/plain")
