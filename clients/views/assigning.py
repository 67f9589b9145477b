"""Who works where: chosen from the client's side or from the member's, with one editor behind both."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from advisor.forms import ActionForm, shown
from advisor.permissions import FirmPermission
from clients.actions import assigning
from clients.forms.assigning import AssignmentForm
from clients.gates import over_assignment, over_client
from clients.models import ClientLink
from clients.pages.assigning import clients_to_assign, editor, members_to_assign
from firms.gates import over_member
from firms.models import Member


@over_client(FirmPermission.ASSIGN_CLIENTS, "GET")
def choose_member(request: HttpRequest, member: Member, link: ClientLink) -> HttpResponse:
    """Client view: Assign firm member."""
    return render(request, "clients/assign_member.html", members_to_assign(member, link, request.GET))


@over_member(FirmPermission.ASSIGN_CLIENTS, "GET")
def choose_client(request: HttpRequest, member: Member, colleague: Member) -> HttpResponse:
    """Team view: Assign client."""
    return render(request, "clients/assign_client.html", clients_to_assign(member, colleague, request.GET))


@over_assignment()
def assignment(request: HttpRequest, member: Member, link: ClientLink, colleague: Member) -> HttpResponse:
    """The permission editor for one colleague at one client."""
    known = editor(member, link, colleague)
    form = AssignmentForm(request.POST if request.method == "POST" else None, initial=known["initial"], link=link)
    seen = request.POST.get("seen", "")
    if form.is_valid() and form.attempt(
        assigning.assign, link, colleague, form.cleaned_data["permissions"], by=member, seen=seen
    ):
        messages.success(request, f"{colleague} now works on {link.client}.")
        return redirect("clients:client", link.client.code)
    return shown(request, "clients/assignment.html", form, **known)


@over_assignment()
def end(request: HttpRequest, member: Member, link: ClientLink, colleague: Member) -> HttpResponse:
    """End an assignment: the page says what is lost, the button does it."""
    form = ActionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(assigning.end_assignment, link, colleague, by=member):
        messages.success(request, f"{colleague} no longer works on {link.client}.")
        return redirect("clients:client", link.client.code)
    return shown(request, "clients/end_assignment.html", form, link=link, client=link.client, colleague=colleague)
