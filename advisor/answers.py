"""The pages for what went wrong."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
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


def as_visitors_see(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware of the demo: what is not there looks as in production, instead of Django's page for developers."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        leads_nowhere = response.status_code == 404 and request.resolver_match is None
        return not_found(request) if leads_nowhere else response

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return not_found(request, exception) if isinstance(exception, Http404) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined] # Django looks the hook up by name
    return middleware
