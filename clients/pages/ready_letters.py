"""Email templates: letters that a member sends to a client by themselves, ready to copy."""

from typing import Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.template import Context, Engine

from advisor.mail.lines import one_line
from advisor.mail.outbox import address_of
from clients.models import Product
from firms.models import Member

HOW_TO = "clients-let-your-firm-in"


class ReadyLetter(NamedTuple):
    product: str
    name: str
    subject: str
    text: str
    mailto: str
    how_to: str


def ready_letters(member: Member) -> list[ReadyLetter]:
    """One for each product, with the member's name, firm and email in place."""
    return [ready_letter(member, product) for product in Product]


def ready_letter(member: Member, product: Product) -> ReadyLetter:
    how_to = f"{address_of('help:article', HOW_TO)}#{product}"
    name = f"{settings.PLATFORM_NAME} {product.label}"
    context = {"user": member.user, "firm": member.firm, "account": name, "how_to": how_to}
    subject = one_line(f"Access to your {name} account for {member.firm}")
    text = _plain(f"clients/ready_letters/{product}.txt", context)
    return ReadyLetter(product, name, subject, text, mailto(subject, text), how_to)


def mailto(subject: str, text: str) -> str:
    """A link that opens the letter in the mail program (RFC 6068; lines end with CR LF there)."""
    body = quote(text.replace("\n", "\r\n"), safe="")
    return f"mailto:?subject={quote(subject, safe='')}&body={body}"


def _plain(template: str, context: dict[str, Any]) -> str:
    """Not HTML: "Smith & Sons" stays as it was typed; the page escapes the whole."""
    return Engine.get_default().get_template(template).render(Context(context, autoescape=False)).strip()
