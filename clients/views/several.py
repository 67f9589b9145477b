"""Many at once: choose, set the permissions, look at every pair, then do it in one act."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from advisor.forms import shown
from advisor.permissions import FirmPermission
from clients.actions.several import assign_several, preview
from clients.forms.assigning import SeveralForm
from clients.pages.several import LOST, Chosen, chosen, preview_page, result_page, still_to_choose
from firms.gates import in_firm
from firms.models import Member


@in_firm(FirmPermission.ASSIGN_CLIENTS)
def several(request: HttpRequest, member: Member) -> HttpResponse:
    """Each button leads one page on; nothing happens before the last."""
    picked = chosen(member, request.POST if request.method == "POST" else request.GET)
    if not (picked.links or picked.members):
        messages.error(request, LOST if picked.lost else "Tick at least one client first.")
        return redirect("clients:all")
    if not (picked.links and picked.members):
        return render(request, "clients/several_choose.html", still_to_choose(member, picked, request.GET))
    data = request.POST if request.method == "POST" else None
    form = SeveralForm(data, offered=picked.offered, granted=picked.granted)
    if form.is_valid() and picked.lost:
        form.add_error(None, LOST)
    if not form.is_valid():
        return _asked(request, form, picked)
    permissions = form.cleaned_data["permissions"]
    if "assign" in request.POST:
        if form.attempt(assign_several, picked.links, picked.members, permissions, by=member):
            return render(request, "clients/several_done.html", result_page(form.result))
    elif "back" not in request.POST and form.attempt(preview, picked.links, picked.members, permissions):
        context = preview_page(form.result) | {"kept": picked.pairs, "permissions": permissions}
        return render(request, "clients/several_preview.html", context)
    return _asked(request, form, picked)


def _asked(request: HttpRequest, form: Any, picked: Chosen) -> HttpResponse:
    """The permissions, for whom they are named above."""
    lost = LOST if picked.lost and not form.is_bound else ""
    context = {"links": picked.links, "members": picked.members, "kept": picked.pairs, "lost": lost}
    return shown(request, "clients/several.html", form, **context)
