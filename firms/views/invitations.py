"""Invitations of colleagues, from both sides."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from advisor.crypto import digest
from advisor.forms import ActionForm, pressed, shown
from advisor.limits import limited
from advisor.permissions import FirmPermission
from advisor.users.models import User
from firms.actions import inviting
from firms.actions.powers import changeable, seen_as
from firms.entrance_gates import bind, browser_of, over_own_invitation
from firms.forms import MemberForm
from firms.gates import over_invitation
from firms.models import Member, MemberInvitation
from firms.models.invitation import Situation
from invitations import actions
from invitations.gates import forget


@limited("invite")
@over_invitation(FirmPermission.MANAGE_MEMBERS, "POST")
def resend(request: HttpRequest, member: Member, invitation: MemberInvitation) -> HttpResponse:
    """Resend invite: new link, new seven days."""
    pressed(request, "A new invitation is on its way.", inviting.resend_invitation, invitation, by=member)
    return redirect("firms:info")


@over_invitation(FirmPermission.MANAGE_MEMBERS, "POST")
def withdraw(request: HttpRequest, member: Member, invitation: MemberInvitation) -> HttpResponse:
    """Withdraw."""
    pressed(request, f"The invitation of {invitation} was withdrawn.", actions.withdraw, invitation, by=member)
    return redirect("firms:info")


@over_invitation(FirmPermission.MANAGE_MEMBERS)
def edit(request: HttpRequest, member: Member, invitation: MemberInvitation) -> HttpResponse:
    """Role and permissions of a pending invitation."""
    known = {"role": invitation.role, "permissions": invitation.permissions.codenames}
    form = MemberForm(request.POST or None, initial=known, possible=changeable(member, invitation.permissions))
    seen = request.POST.get("seen")
    if form.is_valid() and form.attempt(
        inviting.change_invitation, invitation, **form.cleaned_data, by=member, seen=seen
    ):
        messages.success(request, f"The invitation of {invitation} is saved.")
        return redirect("firms:info")
    now = seen_as(invitation.role, invitation.permissions)
    return shown(request, "firms/edit_invitation.html", form, invitation=invitation, seen=now)


@limited("sign_up")
@over_own_invitation("POST")
def accept(
    request: HttpRequest, invitation: MemberInvitation | None, situation: Situation, reader: User
) -> HttpResponse:
    """Accept. Somebody new goes on to their profile; the invited person with an account is in at once."""
    if invitation is None:
        return redirect("invitations:page")
    if situation == Situation.READY:
        form = ActionForm({})
        if form.is_valid() and form.attempt(inviting.accept, invitation, reader):
            messages.success(request, f"You are now a member of {invitation.firm}.")
            return forget(redirect("home:landing"))
        messages.error(request, str(form.non_field_errors()[0]))
    if situation == Situation.NEW:
        browser = browser_of(request) or secrets.token_urlsafe(32)
        sign_up = inviting.begin_joining(invitation, digest(browser))
        return bind(redirect("firms:profile_step", sign_up.pk), browser)
    return redirect("invitations:page")
