"""One client: its page, the way into its account, and the end of the connection."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from advisor.forms import ActionForm, shown
from advisor.permissions import FirmPermission
from clients.actions import granting, opening
from clients.actions.locks import NO_LONGER
from clients.gates import before_client, over_client
from clients.models import ClientLink
from clients.opened import remember_opening
from clients.pages.client import client_page, open_page
from firms.models import Member


@over_client(methods="GET")
def page(request: HttpRequest, member: Member, link: ClientLink) -> HttpResponse:
    """The client as the firm sees it."""
    return render(request, "clients/client.html", client_page(member, link, request.GET))


@before_client()
def open_account(request: HttpRequest, member: Member, link: ClientLink) -> HttpResponse:
    """One click: the company's account, recorded. Opened by address only, or refused, it is a page that says why."""
    form = ActionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(opening.open_account, link, by=member):
        remember_opening(request, link.client.code)
        return redirect("company:overview", link.client.code)
    return shown(request, "clients/open.html", form, **open_page(member, link))


@over_client(FirmPermission.ADD_CLIENTS)
def end(request: HttpRequest, member: Member, link: ClientLink) -> HttpResponse:
    """End the connection: the page says what is lost, the button does it."""
    form = ActionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(granting.end_link, link, by=member, refusal=NO_LONGER):
        messages.success(request, f"Your firm no longer works for {link.client}.")
        return redirect("clients:all")
    return shown(request, "clients/end.html", form, link=link, client=link.client)
