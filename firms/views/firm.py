"""The firm itself: its information, its security rules, its activity; and a member's own work email."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render

from advisor.audit.pages import activity_csv, activity_page
from advisor.forms import ActionForm, shown
from advisor.identity.models import Purpose
from advisor.limits import limited
from advisor.permissions import FirmPermission
from firms.actions import members
from firms.actions.domains import change_work_email
from firms.forms import FirmForm, WorkEmailForm
from firms.gates import in_firm
from firms.models import Member


@in_firm(FirmPermission.MANAGE_FIRM)
def edit(request: HttpRequest, member: Member) -> HttpResponse:
    """Firm information."""
    known = {name: getattr(member.firm, name) for name in FirmForm.base_fields}
    form = FirmForm(request.POST or None, initial=known)
    if form.is_valid() and form.attempt(members.change_firm, member.firm, form.cleaned_data, by=member):
        messages.success(request, "Firm information is saved.")
        return redirect("firms:info")
    return shown(request, "firms/edit_firm.html", form, member=member)


@in_firm(FirmPermission.MANAGE_FIRM, fresh=True)
def security(request: HttpRequest, member: Member) -> HttpResponse:
    """Require two-step sign-in of every member, or stop requiring it."""
    required = member.firm.two_step_required_at is not None
    form = ActionForm(request.POST if request.method == "POST" else None)
    wished = request.POST.get("required") == "yes"
    if form.is_valid() and form.attempt(members.require_two_step, member.firm, wished, by=member):
        messages.success(request, "Two-step sign-in is " + ("now required." if wished else "no longer required."))
        return redirect("firms:info")
    return shown(request, "firms/security.html", form, member=member, required=required)


@in_firm(methods="GET", threshold=False)
def two_step(request: HttpRequest, member: Member) -> HttpResponse:
    """Where a member without two-step sign-in is led when the firm requires it."""
    if member.has_two_step or not member.firm.two_step_required_at:  # type: ignore[attr-defined] # annotated by `whole`
        return redirect("home:landing")
    return render(request, "firms/two_step.html", {"member": member})


@in_firm(FirmPermission.VIEW_ACTIVITY, methods="GET")
def activity(request: HttpRequest, member: Member) -> HttpResponse:
    """Firm > Activity."""
    return render(request, "firms/activity.html", activity_page(member.firm.pk, member.firm.time_zone, request.GET))


@in_firm(FirmPermission.VIEW_ACTIVITY, methods="GET")
def activity_export(request: HttpRequest, member: Member) -> StreamingHttpResponse:
    """Exactly what the filters show, as CSV."""
    return activity_csv(member.firm.pk, member.firm.time_zone, request.GET)


@limited("resend_code")
@in_firm(fresh=True)
def work_email(request: HttpRequest, member: Member) -> HttpResponse:
    """Another work email, on the firm's domain: it counts once it is confirmed."""
    form = WorkEmailForm(request.POST or None, initial={"email": member.user.email})
    if form.is_valid() and form.attempt(change_work_email, member, form.cleaned_data["email"]):
        return redirect("identity:confirm", Purpose.WORK)
    return shown(request, "firms/work_email.html", form, member=member)
