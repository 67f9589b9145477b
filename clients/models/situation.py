"""How the reader of an open invitation about a client stands to it, and what its page needs to say so."""

from typing import Any

from django.db import models

from advisor.permissions import LETS_FIRMS_IN, FirmPermission
from advisor.users.models import User
from clients.models.contact import Contact
from clients.models.link import ClientLink
from firms.models import Firm, FirmDomain, Member

ANOTHER_FIRM = "This invitation is for another firm: its email domain belongs to that firm."
NOT_YOURS = "This invitation is for a colleague. Somebody who can add clients, or the invited person, can accept it."
NAMED = 5


class Situation(models.TextChoices):
    """Signed out: SIGN_IN, NEW, FIRM_EXISTS. Signed in: whether this person can accept, and why not."""

    SIGN_IN = "sign_in"
    NEW = "new"
    FIRM_EXISTS = "firm_exists"
    READY = "ready"
    UNCONFIRMED = "unconfirmed"
    CONNECTED = "connected"
    NOT_PERMITTED = "not_permitted"
    OTHER_FIRM = "other_firm"
    NO_FIRM = "no_firm"
    NO_COMPANY = "no_company"
    SOMEBODY_ELSE = "somebody_else"


def may_accept(invitation: Any, member: Member) -> str:
    """Why this member may not accept the invitation of a firm, or an empty string.

    The person invited may, and whoever adds clients for the firm. Where a firm holds the domain of the invited address,
    only that firm can be connected: a letter that is passed around connects nobody else.
    """
    return _refusal(invitation, member, _holder_of(invitation))


def _holder_of(invitation: Any) -> int | None:
    """The firm that the domain of the invited address belongs to."""
    return FirmDomain.objects.held(invitation.domain).values_list("firm_id", flat=True).first()


def _refusal(invitation: Any, member: Member, holder: int | None) -> str:
    if member.user.email == invitation.email:
        return ""
    if holder not in (None, member.firm_id):
        return ANOTHER_FIRM
    return "" if member.may(FirmPermission.ADD_CLIENTS) else NOT_YOURS


def firm_page(invitation: Any, reader: Any) -> dict[str, Any]:
    """The page on which a client invites a firm."""
    member = Member.objects.standing().whole().filter(user=reader.pk).first() if reader.is_authenticated else None
    holder = _holder_of(invitation)
    situation = _of_member(invitation, member, holder) if member else _of_visitor(invitation, reader, holder)
    away = situation in (Situation.FIRM_EXISTS, Situation.NOT_PERMITTED, Situation.NO_FIRM)
    return {
        "situation": situation,
        "member": member,
        "permissions": list(invitation.permissions),
        "granters": _adders(member) if situation == Situation.NOT_PERMITTED else [],
        "can_be_passed_on": away and holder is not None and invitation.passed_on_at is None,
        "was_passed_on": away and invitation.passed_on_at is not None,
    }


def _of_visitor(invitation: Any, reader: Any, holder: int | None) -> Situation:
    """Without a firm. The link proved the mailbox, so the page may say that this address has an account."""
    if reader.is_authenticated:
        return Situation.NO_FIRM
    if User.objects.filter(email=invitation.email).exists():
        return Situation.SIGN_IN
    return Situation.NEW if holder is None else Situation.FIRM_EXISTS


def _of_member(invitation: Any, member: Member, holder: int | None) -> Situation:
    if refusal := _refusal(invitation, member, holder):
        return Situation.OTHER_FIRM if refusal == ANOTHER_FIRM else Situation.NOT_PERMITTED
    if not Firm.objects.confirmed().filter(pk=member.firm_id).exists():
        return Situation.UNCONFIRMED
    connected = ClientLink.objects.live().filter(firm=member.firm_id, client=invitation.client_id)
    return Situation.CONNECTED if connected.exists() else Situation.READY


def _adders(member: Any) -> list[str]:
    people = Member.objects.filter(firm=member.firm_id).holding(FirmPermission.ADD_CLIENTS)
    return [str(person) for person in people.select_related("user")[:NAMED]]


def access_page(asked: Any, reader: Any) -> dict[str, Any]:
    """The page on which a firm asks a company for access. Signed out it is the same for every address.

    `answering`: where this person can answer. `connected`: where the firm has access already, `granters`: who can
    answer instead of this person.
    """
    context: dict[str, Any] = {"permissions": list(asked.permissions), "answering": [], "connected": [], "granters": []}
    if not reader.is_authenticated:
        return context | {"situation": Situation.SIGN_IN}
    mine = list(Contact.objects.of_person(reader).filter(client__product=asked.product).order_by("client__name"))
    if not mine:
        return context | {"situation": Situation.NO_COMPANY}
    deciding = [contact.client for contact in mine if contact.may(LETS_FIRMS_IN)]
    if not deciding:
        granters = Contact.objects.filter(client__in=[contact.client_id for contact in mine]).who_let_firms_in()
        people = list(dict.fromkeys(str(contact) for contact in granters.select_related("user")))
        return context | {"situation": Situation.NOT_PERMITTED, "granters": people[:NAMED]}
    links = ClientLink.objects.live().filter(firm=asked.firm_id, client__in=deciding)
    known = set(links.values_list("client_id", flat=True))
    context["answering"] = [client for client in deciding if client.pk not in known]
    context["connected"] = [client for client in deciding if client.pk in known]
    return context | {"situation": Situation.READY if context["answering"] else Situation.CONNECTED}


def contact_page(invitation: Any, reader: Any) -> dict[str, Any]:
    """The page on which a company invites somebody to its own account."""
    return {"situation": contact_situation(invitation, reader), "permissions": list(invitation.permissions)}


def contact_situation(invitation: Any, reader: Any) -> Situation:
    if not reader.is_authenticated:
        known = User.objects.filter(email=invitation.email).exists()
        return Situation.SIGN_IN if known else Situation.NEW
    if reader.email != invitation.email:
        return Situation.SOMEBODY_ELSE
    joined = Contact.objects.filter(client=invitation.client_id, user=reader.pk)
    return Situation.CONNECTED if joined.exists() else Situation.READY
