"""Connect existing client: the firm asks, and what it asked can be sent again or taken back; letters to copy."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from advisor.forms import pressed, shown
from advisor.limits import limited
from advisor.permissions import FirmPermission
from clients.actions.asking import ask_client
from clients.forms.connecting import ConnectForm
from clients.gates import over_access_request
from clients.models import AccessRequest
from clients.pages.connecting import requested_url
from clients.pages.ready_letters import ready_letters
from firms.gates import in_firm
from firms.models import Member
from invitations import actions


@limited("invite")
@in_firm(FirmPermission.ADD_CLIENTS)
def connect(request: HttpRequest, member: Member) -> HttpResponse:
    """Connect existing client. The answer is the same whether or not the address is known."""
    form = ConnectForm(request.POST or None)
    if form.is_valid() and form.attempt(ask_client, member.firm, **form.cleaned_data, by=member):
        asked = form.result
        done = f"The request to {asked} is on its way to {asked.email}. It stands here until it is answered."
        messages.success(request, done)
        return redirect(requested_url(asked.product))
    return shown(request, "clients/connect.html", form)


@in_firm(methods="GET")
def templates(request: HttpRequest, member: Member) -> HttpResponse:
    """Email templates: for who would rather write to the client than ask through us."""
    may_ask = member.may(FirmPermission.ADD_CLIENTS)
    return render(request, "clients/templates.html", {"letters": ready_letters(member), "may_ask": may_ask})


@limited("invite")
@over_access_request("POST")
def resend(request: HttpRequest, member: Member, asked: AccessRequest) -> HttpResponse:
    """Resend: a new link, seven new days."""
    pressed(request, f"A new letter is on its way to {asked.email}.", actions.resend, asked, by=member)
    return redirect(requested_url(asked.product))


@over_access_request("POST")
def cancel(request: HttpRequest, member: Member, asked: AccessRequest) -> HttpResponse:
    """Cancel."""
    pressed(request, f"The request to {asked} was cancelled.", actions.withdraw, asked, by=member)
    return redirect(requested_url(asked.product))
