"""The page behind the link in a letter. Opening it changes nothing: mail scanners open links too."""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from advisor import tokens
from advisor.audit.book import Visitor
from advisor.dates import moment
from advisor.errors import Refused
from advisor.gates import open_to_all
from advisor.limits import limited
from invitations.actions import ask_again, decline
from invitations.gates import PURPOSE, holding_an_invitation
from invitations.models import Invitation


@open_to_all("GET")
def arrive(request: HttpRequest, token: str) -> HttpResponse:
    """From the letter: keep the token in a cookie and leave it out of the address from here on."""
    response = redirect("invitations:page")
    tokens.keep(response, PURPOSE, token, days=settings.INVITATION_DAYS + 1)
    return response


@holding_an_invitation("GET")
@never_cache
def page(request: HttpRequest, invitation: Invitation | None, reader: Any) -> HttpResponse:
    """Who invites whom to what, or why not any more and what to do next."""
    if invitation is None:
        return render(request, "invitations/unknown.html", status=404)
    if invitation.is_open:
        context = {"invitation": invitation, "expires": moment(invitation.expires_at, invitation.zone)}
        return render(request, invitation.page_template, context | invitation.page_context(reader))
    return render(request, f"invitations/{invitation.state}.html", {"invitation": invitation})


@holding_an_invitation("POST")
def refuse(request: HttpRequest, invitation: Invitation | None, reader: Any) -> HttpResponse:
    """Decline."""
    if invitation is not None:
        with suppress(Refused):  # answered meanwhile: the page says how
            decline(invitation, by=Visitor(str(invitation)))
    return redirect("invitations:page")


@limited("ask")
@holding_an_invitation("POST")
def wish(request: HttpRequest, invitation: Invitation | None, reader: Any) -> HttpResponse:
    """Ask for a new invitation after this one expired."""
    if invitation is not None:
        ask_again(invitation, by=Visitor(str(invitation)))
    return redirect("invitations:page")
