"""What no page should have to think of: input that is not text."""

from collections.abc import Callable, Iterable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

LONGEST = 100_000
"""Characters in one field; no field of the product holds more than a few thousand."""


def input_is_text(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: 400 with a page for NUL, lone surrogates and megabytes in a field or in the address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not (is_text(request.path) and all_text(request.GET.lists())):
            return render(request, "400.html", status=400)
        return get_response(request)

    def process_view(
        request: HttpRequest, view: object, args: object, kwargs: dict[str, object]
    ) -> HttpResponse | None:
        try:
            fine = request.method != "POST" or all_text(request.POST.lists())
        except (BadRequest, UnicodeError, ValueError):
            fine = False
        return None if fine else render(request, "400.html", status=400)

    middleware.process_view = process_view  # type: ignore[attr-defined] # Django looks the hook up by name
    return middleware


def is_text(value: str) -> bool:
    """Whether PostgreSQL can keep it and a page can show it."""
    if len(value) > LONGEST or "\x00" in value:
        return False
    return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)


def all_text(fields: Iterable[tuple[str, list[str]]]) -> bool:
    return all(is_text(name) and all(is_text(value) for value in values) for name, values in fields)
