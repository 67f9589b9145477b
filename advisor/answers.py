"""The pages for what went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from advisor.gates import NotPermitted


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def not_permitted(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with who can grant what is missing."""
    context = {}
    if isinstance(exception, NotPermitted):
        context = {"sentence": exception.sentence, "granters": exception.granters, "way": exception.way}
    return render(request, "403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: rendered without request or database, which may be what is broken."""
    return HttpResponse(render_to_string("500.html"), status=500)
