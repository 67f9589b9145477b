"""The lists of clients."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from clients.models import Product
from clients.pages.export import client_csv
from clients.pages.lists import client_list
from firms.gates import in_firm
from firms.models import Member


@in_firm(methods="GET")
def everything(request: HttpRequest, member: Member) -> HttpResponse:
    """Manage all clients."""
    return render(request, "clients/list.html", client_list(member, "", request.GET))


@in_firm(methods="GET")
def payroll(request: HttpRequest, member: Member) -> HttpResponse:
    """Payroll."""
    return render(request, "clients/list.html", client_list(member, Product.PAYROLL, request.GET))


@in_firm(methods="GET")
def peo(request: HttpRequest, member: Member) -> HttpResponse:
    """PEO."""
    return render(request, "clients/list.html", client_list(member, Product.PEO, request.GET))


@in_firm(methods="GET")
def export(request: HttpRequest, member: Member) -> StreamingHttpResponse:
    """Exactly what the filters show, as CSV."""
    return client_csv(member, request.GET)
