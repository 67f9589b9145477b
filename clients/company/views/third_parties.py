"""Which firms have access: the company sees it, changes it and ends it, with effect from the next click on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from advisor.forms import ActionForm, shown
from advisor.permissions import LETS_FIRMS_IN
from clients.actions import asking, granting
from clients.company.forms import AnswerForm, GrantForm
from clients.company.gates import Insider, over_access_request, over_third_party, over_worker, seeing_requests
from clients.company.pages import third_parties as pages
from clients.models import AccessRequest, Assignment, ClientLink


@seeing_requests(LETS_FIRMS_IN)
def third_parties(request: HttpRequest, insider: Insider, waiting: Any) -> HttpResponse:
    """Third party admins, Third-party admin."""
    return render(request, "company/third_parties.html", pages.third_parties_page(insider, waiting, request.GET))


@over_third_party()
def edit(request: HttpRequest, insider: Insider, link: ClientLink) -> HttpResponse:
    """One firm: its permissions, and each of its people who has access."""
    form = GrantForm(request.POST if request.method == "POST" else None, link=link, held=insider.permissions)
    signed = {"by": insider.by, "held": insider.permissions, "seen": request.POST.get("seen")}
    if form.is_valid() and form.attempt(granting.change_grant, link, form.cleaned_data["permissions"], **signed):
        messages.success(request, f"What {link.firm} may do is saved. It works from their next click on.")
        return _onward(insider, link, "company:third_party", link.pk)
    changed = form.catch_up(request.POST.get("seen", ""))
    page = pages.third_party_page(insider, link, request.GET)
    return shown(request, "company/third_party.html", form, **page, changed=changed)


def _onward(insider: Insider, link: ClientLink, page: str, *numbers: int) -> HttpResponse:
    """Back to the page; who changed the access of their own firm may not be able to see it any more."""
    own = insider.link is not None and insider.link.pk == link.pk
    return redirect("company:overview" if own else page, insider.client.code, *(() if own else numbers))


@over_worker()
def shut_out(request: HttpRequest, insider: Insider, link: ClientLink, worker: Assignment) -> HttpResponse:
    """Remove one person of the firm: the page says what is lost, the button does it."""
    form = ActionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(granting.shut_out, link, worker.member, by=insider.by):
        if worker.member == insider.by:
            return redirect("home:landing")
        messages.success(request, f"{worker.member} no longer has access.")
        return redirect("company:third_party", insider.client.code, link.pk)
    return shown(request, "company/shut_out.html", form, **pages.shut_out_page(insider, link, worker))


@over_third_party()
def end(request: HttpRequest, insider: Insider, link: ClientLink) -> HttpResponse:
    """End access: the page says what is lost, the button does it."""
    form = ActionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(granting.end_link, link, by=insider.by):
        if insider.link is not None and insider.link.pk == link.pk:
            return redirect("home:landing")
        messages.success(request, f"{link.firm} no longer has access.")
        return redirect("company:third_parties", insider.client.code)
    return shown(request, "company/end_third_party.html", form, **pages.end_page(insider, link))


@over_access_request()
def access_request(request: HttpRequest, insider: Insider, wish: AccessRequest) -> HttpResponse:
    """A firm asks for access: grant all, grant less, or decline."""
    act = request.POST.get("act", "")
    form = AnswerForm(request.POST if request.method == "POST" else None, wish=wish, held=insider.permissions)
    if act == "decline" and form.is_valid() and form.attempt(asking.decline_request, wish, by=insider.by):
        messages.success(request, f"The request of {wish.firm} was declined. They are told by mail.")
        return redirect("company:third_parties", insider.client.code)
    if act in ("all", "selected") and form.is_valid():
        granted = wish.permissions if act == "all" else form.cleaned_data["permissions"]
        signed = {"by": insider.by, "held": insider.permissions}
        if form.attempt(asking.grant_request, wish, insider.client, granted, **signed):
            messages.success(request, f"{wish.firm} now has access.")
            return redirect("company:third_party", insider.client.code, form.result.pk)
    return shown(request, "company/access_request.html", form, **pages.request_page(insider, wish))
