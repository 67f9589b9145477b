"""Writing a letter: `send(letter, to, ...)` renders it now and leaves it in the outbox, nothing more."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import css_inline
from django.conf import settings
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.urls import reverse

from advisor.mail.lines import one_line
from advisor.mail.models import Letter

_inliner = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)


@dataclass(frozen=True)
class LetterKind:
    """A letter is a name: three templates (`emails/<name>.subject.txt`, `.txt`, `.html`) and why one gets it."""

    name: str
    why: str


def address_of(name: str, *args: Any, **kwargs: Any) -> str:
    """A full address of this site for a letter. The host is a setting and never the request's."""
    return urljoin(settings.SITE_URL + "/", reverse(name, args=args, kwargs=kwargs).lstrip("/"))


def draft(letter: LetterKind, to: str, **context: Any) -> Letter:
    """The letter, rendered and not yet in the outbox."""
    context |= {
        "why": letter.why,
        "to": to,
        "site_url": settings.SITE_URL,
        "PLATFORM_NAME": settings.PLATFORM_NAME,
        "SUPPORT_EMAIL": settings.SUPPORT_EMAIL,
        "INVITATION_DAYS": settings.INVITATION_DAYS,
    }
    subject = one_line(_plain(f"emails/{letter.name}.subject.txt", context))
    return Letter(
        kind=letter.name,
        to=to,
        subject=subject[:300],
        text=re.sub(r"\n{3,}", "\n\n", _plain(f"emails/{letter.name}.txt", context)).strip() + "\n",
        html=_inliner.inline(render_to_string(f"emails/{letter.name}.html", context | {"subject": subject})),
    )


def _plain(template: str, context: dict[str, Any]) -> str:
    """A part that is not HTML: "Smith & Sons" stays as it was typed."""
    return Engine.get_default().get_template(template).render(Context(context, autoescape=False))


def send(letter: LetterKind, to: str, **context: Any) -> Letter | None:
    """Write the letter for this address, in the act's own transaction. An empty address gets none.

    The broker is not asked: the relay (`advisor.mail.tasks`) posts what is due every few seconds.
    """
    if not to:
        return None
    written = draft(letter, to, **context)
    written.save(force_insert=True)
    return written


def send_all(drafts: list[Letter]) -> None:
    """Write many letters of one act in one statement; those without an address are left out."""
    Letter.objects.bulk_create([letter for letter in drafts if letter.to])
