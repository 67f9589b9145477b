"""Firm Info and the members of the firm."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from advisor.forms import ActionForm, shown
from advisor.limits import limited
from advisor.permissions import FirmPermission
from firms.actions import inviting, members
from firms.actions.powers import changeable, seen_as
from firms.forms import MemberForm, NewMemberForm, PermissionsForm, RoleForm
from firms.gates import in_firm, over_member
from firms.models import Member
from firms.pages import firm_info, member_page

DRAFT = "new_member"
NOTHING = FirmPermission.none()


@in_firm(methods="GET")
def info(request: HttpRequest, member: Member) -> HttpResponse:
    """Firm Info: the firm, its members, its invitations."""
    return render(request, "firms/info.html", firm_info(member, request.GET))


@in_firm(FirmPermission.MANAGE_MEMBERS)
def add_member(request: HttpRequest, member: Member) -> HttpResponse:
    """+Add member, first page. What was typed waits in the session under an id: two tabs don't disturb each other."""
    draft = str(request.GET.get("draft", ""))
    form = NewMemberForm(request.POST or None, initial=_drafts(request).get(draft, {}))
    if form.is_valid() and form.attempt(inviting.new_colleague, member.firm, form.cleaned_data["email"]):
        draft = draft if draft in _drafts(request) else uuid.uuid4().hex
        request.session[DRAFT] = dict(list((_drafts(request) | {draft: form.cleaned_data}).items())[-5:])
        return redirect("firms:add_member_permissions", draft)
    return shown(request, "firms/add_member.html", form, member=member)


@limited("invite")
@in_firm(FirmPermission.MANAGE_MEMBERS)
def add_member_permissions(request: HttpRequest, member: Member, draft: str) -> HttpResponse:
    """+Add member, second page: the permissions, then Invite member."""
    person = _drafts(request).get(draft)
    if person is None:
        return redirect("firms:info")
    form = PermissionsForm(request.POST if request.method == "POST" else None, possible=changeable(member, NOTHING))
    if form.is_valid() and form.attempt(
        inviting.invite, member.firm, **person, permissions=form.cleaned_data["permissions"], by=member
    ):
        request.session[DRAFT] = {key: value for key, value in _drafts(request).items() if key != draft}
        messages.success(request, f"{form.result} was invited. The invitation expires in {_days(form.result)} days.")
        return redirect("firms:info")
    return shown(request, "firms/add_member_permissions.html", form, member=member, person=person, draft=draft)


def _drafts(request: HttpRequest) -> dict[str, Any]:
    return request.session.get(DRAFT, {})


def _days(invitation: Any) -> int:
    return (invitation.expires_at - invitation.sent_at).days


@over_member(methods="GET")
def page(request: HttpRequest, member: Member, colleague: Member) -> HttpResponse:
    """One member: role, permissions, two-step, last sign-in."""
    return render(request, "firms/member.html", member_page(member, colleague))


@over_member(FirmPermission.MANAGE_MEMBERS)
def edit(request: HttpRequest, member: Member, colleague: Member) -> HttpResponse:
    """Role and permissions of a member."""
    known = {"role": colleague.role, "permissions": colleague.permissions.codenames}
    form = MemberForm(request.POST or None, initial=known, possible=changeable(member, colleague.permissions))
    seen = request.POST.get("seen")
    if form.is_valid() and form.attempt(members.change_member, colleague, **form.cleaned_data, by=member, seen=seen):
        messages.success(request, f"{colleague}'s role and permissions are saved.")
        return redirect("firms:member", colleague.pk)
    now = seen_as(colleague.role, colleague.permissions)
    return shown(request, "firms/edit_member.html", form, colleague=colleague, seen=now)


@in_firm()
def own_role(request: HttpRequest, member: Member) -> HttpResponse:
    """One's own job title."""
    form = RoleForm(request.POST or None, initial={"role": member.role})
    if form.is_valid() and form.attempt(members.change_role, member, form.cleaned_data["role"], by=member):
        messages.success(request, "Your role was changed.")
        return redirect("identity:profile")
    return shown(request, "firms/own_role.html", form, member=member)


@in_firm()
def leave(request: HttpRequest, member: Member) -> HttpResponse:
    """Leave the firm oneself."""
    form = ActionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(members.remove, member, by=member):
        return redirect("account_login")
    return shown(request, "firms/leave.html", form, member=member)
