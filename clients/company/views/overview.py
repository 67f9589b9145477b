"""The front page of a company's account, its details and its activity."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from advisor.forms import shown
from advisor.permissions import ClientPermission
from clients.actions.contacts import change_company
from clients.company.forms import DetailsForm
from clients.company.gates import Insider, in_company, seeing_requests
from clients.company.pages.activity import activity_page
from clients.company.pages.overview import details_known, overview_page


@seeing_requests()
def overview(request: HttpRequest, insider: Insider, waiting: Any) -> HttpResponse:
    """Where everybody who is inside comes in."""
    return render(request, "company/overview.html", overview_page(insider, waiting))


@in_company(ClientPermission.EDIT_COMPANY_SETTINGS)
def details(request: HttpRequest, insider: Insider) -> HttpResponse:
    """Names, address and phone."""
    data = request.POST if request.method == "POST" else None
    form = DetailsForm(data, initial=details_known(insider.client))
    if form.is_valid() and form.attempt(change_company, insider.client, form.cleaned_data, by=insider.by):
        messages.success(request, "Company details are saved.")
        return redirect("company:overview", insider.client.code)
    return shown(request, "company/details.html", form, client=insider.client)


@in_company(ClientPermission.MANAGE_THIRD_PARTIES, "GET")
def activity(request: HttpRequest, insider: Insider) -> HttpResponse:
    """What happened, who did it and when."""
    return render(request, "company/activity.html", activity_page(insider, request.GET))
