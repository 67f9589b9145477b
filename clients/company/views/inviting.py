"""The company lets a firm in: two pages, as each product names them, and what stands in the list afterwards."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from advisor.forms import pressed, shown
from advisor.limits import limited
from advisor.permissions import LETS_FIRMS_IN, ClientPermission
from clients.actions.connecting import invite_firm, new_accountant
from clients.actions.granting import resend_offer
from clients.company import drafts
from clients.company.forms import AccountantForm, InvitationForm
from clients.company.gates import Insider, in_company, in_invite_center, over_firm_invitation
from clients.company.words import words_of
from clients.models import FirmInvitation
from invitations.actions import withdraw as take_back

PERSON = ("first_name", "last_name", "email", "firm_name")


@in_invite_center()
def invite_center(request: HttpRequest, insider: Insider) -> HttpResponse:
    """Invite center, at a PEO company."""
    return render(request, "company/invite_center.html", {"client": insider.client, "words": words_of(insider.client)})


@in_company(LETS_FIRMS_IN)
def add_firm(request: HttpRequest, insider: Insider) -> HttpResponse:
    """Add firm, Add accountant: first page."""
    code, draft = insider.client.code, str(request.GET.get("draft", ""))
    typed = drafts.kept(request, code, draft)
    data = request.POST if request.method == "POST" else None
    form = AccountantForm(data, initial=typed, product=insider.client.product)
    if form.is_valid() and form.attempt(new_accountant, insider.client, form.cleaned_data["email"]):
        draft = drafts.keep(request, code, draft, typed | form.cleaned_data)
        return redirect("company:add_firm_permissions", code, draft)
    return shown(request, "company/add_firm.html", form, client=insider.client, words=words_of(insider.client))


@limited("invite")
@in_company(LETS_FIRMS_IN)
def add_firm_permissions(request: HttpRequest, insider: Insider, draft: str) -> HttpResponse:
    """Second page: permissions and acknowledgement, then Invite firm, Send Invite."""
    client, code = insider.client, insider.client.code
    typed = drafts.kept(request, code, draft)
    if not typed:
        return redirect("company:third_parties", code)
    if "back" in request.POST:
        drafts.keep(request, code, draft, typed | _ticked(request))
        return redirect(f"{reverse('company:add_firm', args=[code])}?draft={draft}")
    data = request.POST if request.method == "POST" else None
    form = InvitationForm(data, initial=typed, client=client, held=insider.permissions)
    person = {name: typed[name] for name in PERSON if name in typed}
    signed = {"by": insider.by, "held": insider.permissions}
    if form.is_valid() and form.attempt(invite_firm, client, **person, **form.cleaned_data, **signed):
        drafts.drop(request, code, draft)
        days = (form.result.expires_at - form.result.sent_at).days
        messages.success(request, f"{form.result} was invited. The invitation expires in {days} days.")
        return redirect("company:third_parties", code)
    shows = {"client": client, "words": words_of(client), "person": person}
    return shown(request, "company/add_firm_permissions.html", form, **shows)


def _ticked(request: HttpRequest) -> dict[str, Any]:
    """What was ticked when Back was pressed."""
    known = set(ClientPermission.every().codenames)
    ticked = [name for name in request.POST.getlist("permissions") if name in known]
    return {"permissions": ticked, "acknowledged": "acknowledged" in request.POST}


@limited("invite")
@over_firm_invitation()
def resend(request: HttpRequest, insider: Insider, invitation: FirmInvitation) -> HttpResponse:
    """Resend invite: new link, new seven days."""
    signed = {"by": insider.by, "held": insider.permissions}
    pressed(request, f"A new invitation to {invitation} is on its way.", resend_offer, invitation, **signed)
    return redirect("company:third_parties", insider.client.code)


@over_firm_invitation()
def withdraw(request: HttpRequest, insider: Insider, invitation: FirmInvitation) -> HttpResponse:
    """Withdraw."""
    pressed(request, f"The invitation of {invitation} was withdrawn.", take_back, invitation, by=insider.by)
    return redirect("company:third_parties", insider.client.code)
