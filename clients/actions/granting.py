"""The client stays in charge: what the firm may do, until when, and who of the firm may not come in any more."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from advisor.audit.book import Actor, record
from advisor.audit.models import Capacity
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.mail.outbox import LetterKind, address_of, send
from advisor.permissions import ADMINISTRATOR, ClientPermission, FirmPermission
from clients import mails
from clients.actions import locks
from clients.actions.assigning import end_assignment
from clients.models import Assignment, Client, ClientLink
from clients.models.invitation import deciders_of
from firms.models import Firm, Member
from invitations.actions import resend

FIRM_HAS_NO_ACCESS = "This firm no longer has access."


def only_what_one_may_grant(permissions: ClientPermission, held: ClientPermission, client: Client) -> None:
    """Nobody gives what they do not hold, and nothing that the product does not have."""
    if beyond := permissions & ~client.offered:
        raise Refused(f"This account does not have: {beyond.labels}.", field="permissions")
    if beyond := permissions & ~held:
        raise Refused(
            f"You can only grant permissions that you hold yourself. You do not hold: {beyond.labels}.",
            field="permissions",
        )


@transaction.atomic
def resend_offer(invitation: Any, *, by: Actor, held: ClientPermission) -> None:
    """Resend invite, to a firm or a contact, by somebody who could grant everything that it carries."""
    only_what_one_may_grant(invitation.permissions, held, invitation.client)
    resend(invitation, by=by)


@transaction.atomic
def change_grant(
    link: ClientLink, permissions: ClientPermission, *, by: Actor, held: ClientPermission, seen: str | None = None
) -> None:
    """Exactly these permissions for the firm, from the next click of any of its members on.

    What is taken away is taken from every assignment in the same statement; what is added gives nobody anything.
    `held`: what the person who signs holds at this company. `seen`: the mask that the page showed.
    """
    link = locks.locked_link(link, FIRM_HAS_NO_ACCESS)
    if seen is not None and seen != str(int(link.granted)):
        raise Refused(locks.CHANGED_MEANWHILE)
    only_what_one_may_grant(permissions & ~link.granted, held, link.client)
    before = link.granted
    if before == permissions:
        return
    ClientLink.objects.filter(pk=link.pk).update(granted=permissions)
    if before & ~permissions:
        beyond = F("permissions").bitand(~int(permissions))
        narrowed = Assignment.objects.standing().filter(link=link).annotate(beyond=beyond).exclude(beyond=0)
        narrowed.update(permissions=F("permissions").bitand(int(permissions)))
    record(Verb.GRANT_CHANGED, by=by, firm=link.firm, client=link.client, before=before, after=permissions)
    page = address_of("clients:client", link.client.code)
    news = {"added": permissions & ~before, "taken": before & ~permissions, "link": page}
    tell_firm(mails.grant_changed, link.firm, by=by, client=link.client, firm=link.firm, **news)


@transaction.atomic
def shut_out(link: ClientLink, member: Member, *, by: Actor) -> None:
    """The company removes one person of the firm; the firm keeps its access."""
    end_assignment(link, member, by=by)
    facts = {"client": link.client, "firm": link.firm, "link": address_of("clients:client", link.client.code)}
    tell_firm(mails.person_shut_out, link.firm, by=by, member=member, **facts)


@transaction.atomic
def end_link(link: ClientLink, *, by: Actor, refusal: str = FIRM_HAS_NO_ACCESS) -> None:
    """End the firm's access to this client, for the company or for the firm itself; every assignment ends with it. The
    other side is told, and when support staff did it, both."""
    link = locks.locked_link(link, refusal)
    now = timezone.now()
    ClientLink.objects.filter(pk=link.pk).update(ended_at=now)
    ended = Assignment.objects.standing().filter(link=link).update(ended_at=now)
    record(Verb.LINK_ENDED, by=by, firm=link.firm, client=link.client, before=link.granted, assignments_ended=ended)
    facts = {"client": link.client, "firm": link.firm}
    if isinstance(by, Member) and by.firm_id == link.firm_id:
        tell_company(mails.link_ended_by_firm, link.client, by=by, **facts)
        return
    tell_firm(mails.link_ended_by_client, link.firm, by=by, **facts)
    if by.capacity == Capacity.STAFF:
        tell_company(mails.link_ended_by_support, link.client, by=by, **facts)


def tell_firm(letter: LetterKind, firm: Firm, /, *, by: Actor, **context: object) -> None:
    """Those of the firm who assign clients, or else its administrators; not the person who did it."""
    members = Member.objects.filter(firm=firm).exclude(user=by.user).select_related("user")
    readers = list(members.holding(FirmPermission.ASSIGN_CLIENTS)) or list(members.holding(ADMINISTRATOR))
    for reader in readers:
        send(letter, to=reader.user.email, by=by, **context)


def tell_company(letter: LetterKind, client: Client, /, *, by: Actor, **context: object) -> None:
    """Those of the company who decide which firms have access; not the person who did it."""
    for address in deciders_of(client):
        if by.user is None or address != by.user.email:
            send(letter, to=address, by=by, **context)
