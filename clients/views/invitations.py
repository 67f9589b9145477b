"""Answering what came by letter: a client invites a firm, a firm asks a company, a company invites its contact."""

from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from advisor.audit.book import Visitor
from advisor.errors import Refused
from advisor.forms import pressed, shown
from advisor.identity.signing_in import sign_in
from advisor.limits import limited
from clients.actions import asking, connecting, contacts
from clients.forms.joining import JoinForm
from clients.gates import holding, over_waiting_invitation
from clients.models import AccessRequest, ContactInvitation, FirmInvitation
from clients.models.situation import Situation
from clients.pages.connecting import invitation_page
from firms.models import Member
from invitations import actions
from invitations.gates import forget

PAGE = "invitations:page"


@over_waiting_invitation("GET")
def invitation(request: HttpRequest, member: Member, offered: FirmInvitation) -> HttpResponse:
    """A client's invitation, on the dashboard."""
    if offered.accepted_at and offered.accepted_by_id == member.user_id:
        return redirect("clients:client", offered.client.code)
    if not offered.is_open:
        return redirect(PAGE)
    return render(request, "clients/invitations/waiting.html", invitation_page(member, offered))


@limited("invite")
@over_waiting_invitation("POST")
def accept(request: HttpRequest, member: Member, offered: FirmInvitation) -> HttpResponse:
    """Accept: the client is connected to this member's firm. A second click ends where the first one did."""
    if offered.accepted_at and offered.accepted_by_id == member.user_id:
        return forget(redirect("clients:client", offered.client.code))
    done = f"{offered.client} is now a client of {member.firm}, and you are assigned to it."
    if pressed(request, done, connecting.accept_firm_invitation, offered, by=member):
        return forget(redirect("clients:client", offered.client.code))
    return redirect("home:dashboard")


@over_waiting_invitation("POST")
def decline(request: HttpRequest, member: Member, offered: FirmInvitation) -> HttpResponse:
    """Decline, as a member."""
    pressed(request, f"You declined the invitation of {offered.client}.", actions.decline, offered, by=member)
    return forget(redirect("home:dashboard"))


@limited("ask")
@holding(FirmInvitation, "POST")
def pass_on(request: HttpRequest, offered: FirmInvitation | None, reader: Any) -> HttpResponse:
    """To the administrators of the firm whose domain was invited. The page says so afterwards."""
    if offered is not None:
        connecting.pass_on(offered)
    return redirect(PAGE)


@limited("ask")
@holding(AccessRequest, "POST")
def decline_access(request: HttpRequest, asked: AccessRequest | None, reader: Any) -> HttpResponse:
    """Decline what a firm asks, by whoever holds the link; the firm is told."""
    if asked is not None:
        with suppress(Refused):  # answered meanwhile: the page says how
            asking.decline_request(asked, by=reader if reader.is_authenticated else Visitor(str(asked)))
    return redirect(PAGE)


@limited("sign_up")
@holding(ContactInvitation)
@never_cache
def join_contact(request: HttpRequest, offered: ContactInvitation | None, reader: Any) -> HttpResponse:
    """Somebody new joins a company's account. Sent twice, it ends where the first click did."""
    again = request.method == "POST" and offered is not None and offered.accepted_at is not None
    if offered is None or not (again or (offered.is_open and offered.situation_of(reader) == Situation.NEW)):
        return redirect(PAGE)
    form = JoinForm(request.POST if request.method == "POST" else None, invitation=offered)
    if form.is_valid() and form.attempt(contacts.join_as_new_person, offered, *form.parts):
        return forget(sign_in(request, form.result.user))
    return shown(request, "clients/invitations/join.html", form, invitation=offered)


@limited("sign_up")
@holding(ContactInvitation, "POST")
def accept_contact(request: HttpRequest, offered: ContactInvitation | None, reader: Any) -> HttpResponse:
    """The invited person has an account, and is in at once. A second click ends where the first one did."""
    if offered is None:
        return redirect(PAGE)
    situation, done = offered.situation_of(reader), f"You are now a contact of {offered.client}."
    joined = situation == Situation.READY and pressed(request, done, contacts.join_with_account, offered, reader)
    if joined or situation == Situation.CONNECTED:
        return forget(redirect("company:overview", offered.client.code))
    return redirect(PAGE)
