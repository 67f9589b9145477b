"""A member asks the colleagues who assign for access to a client, and they answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from advisor.forms import pressed, shown
from advisor.limits import limited
from clients.actions import requesting
from clients.forms.requesting import AskForm, GrantForm
from clients.gates import before_client, over_wish
from clients.models import AssignmentRequest
from clients.pages.requesting import ask_page, present_access, ticked, wish_page
from firms.models import Member


@limited("invite")
@before_client()
def ask(request: HttpRequest, member: Member, link: Any) -> HttpResponse:
    """Request access."""
    form = AskForm(request.POST or None, initial={"permissions": link.effective}, link=link)
    if form.is_valid() and form.attempt(requesting.request_access, link, **form.cleaned_data, by=member):
        messages.success(request, f"Your request for access to {link.client} was sent.")
        return redirect("clients:request_access", link.client.code)
    return shown(request, "clients/request_access.html", form, **ask_page(member, link))


@over_wish()
def answer(request: HttpRequest, member: Member, wish: AssignmentRequest) -> HttpResponse:
    """A colleague's request: grant what was asked, grant less, or decline."""
    if "decline" in request.POST:
        done = f"{wish.member} does not get access to {wish.link.client}, and is told."
        pressed(request, done, requesting.decline_wish, wish, by=member)
        return redirect("home:dashboard")
    present = present_access(wish)
    data = request.POST if request.method == "POST" else None
    form = GrantForm(data, initial=ticked(wish, present), link=wish.link)
    if form.is_valid() and form.attempt(requesting.grant_wish, wish, **form.cleaned_data, by=member):
        messages.success(request, f"{wish.member} now works on {wish.link.client}.")
        return redirect("clients:client", wish.link.client.code)
    return shown(request, "clients/request.html", form, **wish_page(member, wish, present))
