"""Removing a member, whose clients go somewhere."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from advisor.forms import shown
from advisor.permissions import FirmPermission
from clients.actions.removing import remove_and_hand_over
from clients.forms.assigning import LISTED, HandOverForm
from clients.pages.team import leaving
from firms.gates import over_member
from firms.models import Member


@over_member(FirmPermission.MANAGE_MEMBERS)
def remove(request: HttpRequest, member: Member, colleague: Member) -> HttpResponse:
    """Remove a member: the page says what ends and asks where each client goes; the button does it."""
    known = leaving(member, colleague)
    people = {one.user.email: one for one in known["colleagues"]}
    data = request.POST if request.method == "POST" else None
    form = HandOverForm(data, links=known["links"], colleagues=people)
    if form.is_valid() and form.attempt(remove_and_hand_over, colleague, form.plan, by=member):
        messages.success(request, f"{colleague} is no longer a member of {member.firm}.")
        return redirect("firms:info")
    listed = {"listed": LISTED, "not_listed": max(0, len(known["links"]) - LISTED)}
    return shown(request, "clients/remove_member.html", form, colleague=colleague, member=member, **known, **listed)
