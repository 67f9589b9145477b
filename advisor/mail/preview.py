"""In development: every letter that was posted, newest first, and every kind with made-up data. Only with DEBUG."""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

from advisor.dates import moment
from advisor.gates import open_to_all
from advisor.mail.models import Letter
from advisor.mail.sampling import Sample, all_samples

NEWEST = 200
_with_a_frame = csp_override(settings.SECURE_CSP | {"frame-src": [CSP.SELF]})


class Posted(NamedTuple):
    name: str
    to: str
    subject: str
    when: str
    text: str
    html: str
    sender: str = ""
    message_id: str = ""


def read(file: Path) -> Posted:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what that policy gives
    parts = {kind: message.get_body((kind,)) for kind in ("plain", "html")}
    text, html = (part.get_content() if part else "" for part in parts.values())
    to, subject, sender, message_id = (str(message[name]).strip() for name in ("To", "Subject", "From", "Message-ID"))
    return Posted(file.stem, to, subject, moment(message["Date"].datetime), text, html, sender, message_id)


def posted_files() -> list[Path]:
    return sorted(Path(settings.MAIL_DIR).glob("[!.]*.eml"), reverse=True)[:NEWEST]


@open_to_all("GET")
def index(request: HttpRequest) -> HttpResponse:
    """All letters, newest first, and how many still wait for the worker."""
    letters = [read(file) for file in posted_files()]
    goes_elsewhere = "EmlBackend" not in settings.MAILERS["default"]["BACKEND"]
    context = {"letters": letters, "waiting": Letter.objects.waiting().count(), "goes_elsewhere": goes_elsewhere}
    return render(request, "dev/mail/index.html", context | {"newest": NEWEST})


@open_to_all("GET")
@_with_a_frame
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One letter: its text, with links, and its HTML part in a frame of its own."""
    return render(request, "dev/mail/letter.html", {"letter": _find(name)})


@open_to_all("GET")
def html_part(request: HttpRequest, name: str) -> HttpResponse:
    return _as_a_mail_program(_find(name).html)


@open_to_all("GET")
def samples(request: HttpRequest) -> HttpResponse:
    """Every kind of letter."""
    found = [(sample, sample.letter) for sample in all_samples().values()]
    return render(request, "dev/mail/samples.html", {"samples": found})


@open_to_all("GET")
@_with_a_frame
def sample(request: HttpRequest, name: str) -> HttpResponse:
    """One kind, with made-up data."""
    found = _find_sample(name)
    return render(request, "dev/mail/sample.html", {"sample": found, "letter": found.letter})


@open_to_all("GET")
def sample_html(request: HttpRequest, name: str) -> HttpResponse:
    return _as_a_mail_program(_find_sample(name).letter.html)


def _as_a_mail_program(html: str) -> HttpResponse:
    """An HTML part as a mail program shows it: inline styles allowed here and nothing else; links open a new tab."""
    response = HttpResponse(html.replace("<head>", '<head><base target="_blank">', 1))
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _find(name: str) -> Posted:
    for file in posted_files():
        if file.stem == name:
            return read(file)
    raise Http404


def _find_sample(name: str) -> Sample:
    try:
        return all_samples()[name]
    except KeyError:
        raise Http404 from None


urlpatterns = [
    path("", index, name="index"),
    path("samples/", samples, name="samples"),
    path("samples/<str:name>/", sample, name="sample"),
    path("samples/<str:name>/html/", sample_html, name="sample_html"),
    path("<str:name>/", letter, name="letter"),
    path("<str:name>/html/", html_part, name="html"),
]
