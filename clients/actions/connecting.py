"""A client lets a firm in: the invitation, its acceptance, and the link that both ways of connecting end in."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from advisor.audit.book import Actor, Visitor, record
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.mail.outbox import address_of, send
from advisor.permissions import ClientPermission, FirmPermission
from clients import acknowledgement, mails
from clients.actions.granting import only_what_one_may_grant, tell_company
from clients.actions.locks import locked_colleague
from clients.actions.standing_behind import still_given
from clients.models import Assignment, Client, ClientLink, FirmInvitation
from clients.models.situation import may_accept
from firms.domains import NotAWorkAddress, work_address
from firms.models import Firm, FirmDomain, Member
from invitations.actions import post

UNCONFIRMED = "Confirm your work email first. Until then your firm cannot be connected to a client."
NOT_OPEN = "This invitation is no longer open. Ask the company for a new one."
CONNECTED = "This firm already has access. Change its permissions instead."
INVITED = "This person has already been invited. Resend that invitation instead."
ALREADY = "Your firm already works for this client."
TICK = "Tick the box to say that you have understood"


@transaction.atomic
def invite_firm(
    client: Client,
    first_name: str,
    last_name: str,
    email: str,
    permissions: ClientPermission,
    *,
    by: Actor,
    held: ClientPermission,
    acknowledged: bool,
    firm_name: str = "",
) -> FirmInvitation:
    """Invite an accountant, and with them their firm, to this company's account with these permissions.

    `held`: what the person who signs holds there. An expired invitation of the same address is replaced. Whether the
    address has an account is not said; that a firm already has access is, for the company sees that anyway.
    """
    if not acknowledged:
        raise Refused(TICK, field="acknowledged")
    only_what_one_may_grant(permissions, held, client)
    address, domain = new_accountant(client, email)
    FirmInvitation.objects.expired().filter(client=client, email=address).update(withdrawn_at=timezone.now())
    invitation = FirmInvitation(
        client=client,
        email=address,
        domain=domain,
        first_name=first_name,
        last_name=last_name,
        firm_name=firm_name,
        permissions=permissions,
        invited_by=by.user,
        inviter_name=str(by),
        acknowledged_version=acknowledgement.VERSION,
    )
    token = invitation.renewed(timezone.now())
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError:
        raise Refused(INVITED, field="email") from None
    said = {"permissions": permissions, "acknowledged": acknowledgement.VERSION}
    record(Verb.FIRM_INVITED, by=by, client=client, about=invitation, after=said)
    post(invitation, FirmInvitation.letter, token)
    return invitation


def new_accountant(client: Client, email: str) -> tuple[str, str]:
    """The address as it will be invited, and its domain; refused when that firm has access or the person an open
    invitation."""
    address, domain = _address(email)
    firm_of = ClientLink.objects.live().filter(client=client, firm__domains__domain=domain)
    if domain and firm_of.exists():
        raise Refused(CONNECTED, field="email")
    waiting: Any = FirmInvitation.objects.open()
    if waiting.filter(client=client, email=address).exists():
        raise Refused(INVITED, field="email")
    return address, domain


def _address(email: str) -> tuple[str, str]:
    """The address in one spelling, and the registrable domain whose firm is meant; empty where there can be none."""
    try:
        address = work_address(email)
    except NotAWorkAddress as unusable:
        raise Refused(str(unusable), field="email") from None
    return address.key, address.domain


@transaction.atomic
def accept_firm_invitation(invitation: FirmInvitation, *, by: Member) -> ClientLink:
    """Connect the client with the firm of whoever accepts, who is assigned everything that was granted and that the
    inviter could still give."""
    if refusal := may_accept(invitation, by):
        raise Refused(refusal)
    if not FirmInvitation.objects.claim(invitation, by.user):
        raise Refused(NOT_OPEN)
    offer = FirmInvitation.objects.select_related("invited_by").get(pk=invitation.pk)
    granted = still_given(invitation.client, offer.invited_by, offer.permissions)
    link = connect(invitation.client, by.firm, granted, by=by)
    first_at_work(link, locked_colleague(link, by), by=by)
    FirmInvitation.objects.filter(pk=invitation.pk).update(link=link)
    page = address_of("company:third_party", invitation.client.code, link.pk)
    facts = {"client": invitation.client, "firm": by.firm, "permissions": granted, "link": page}
    tell_company(mails.firm_connected, invitation.client, by=by, **facts)
    return link


def connect(client: Client, firm: Firm, granted: ClientPermission, *, by: Actor, refusal: str = ALREADY) -> ClientLink:
    """The live link of this pair, within the caller's transaction. Refused for an unconfirmed firm, and when there is
    one already (`refusal`, in words for whoever acts); the database lets only one be."""
    if not Firm.objects.confirmed().filter(pk=firm.pk).exists():
        raise Refused(UNCONFIRMED)
    client = Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    link = ClientLink.between(client, firm, granted & client.offered)
    try:
        with transaction.atomic():
            link.save(force_insert=True)
    except IntegrityError:
        raise Refused(refusal) from None
    record(Verb.CLIENT_CONNECTED, by=by, firm=firm, client=client, about=firm, after=link.granted)
    return link


def first_at_work(link: ClientLink, member: Member, *, by: Actor) -> None:
    """The member, locked by the caller, may do at a new link all that it grants."""
    Assignment.objects.create(
        link=link,
        member=member,
        firm_id=link.firm_id,
        permissions=link.granted,
        assigned_by=by.user,
        assigned_by_name=str(by),
    )
    where = {"firm": link.firm, "client": link.client, "about": member}
    record(Verb.MEMBER_ASSIGNED, by=by, after=link.granted, **where)


@transaction.atomic
def pass_on(invitation: FirmInvitation) -> None:
    """The invited person is not a member of the firm that holds their domain: those who add clients there are told,
    once for each invitation."""
    fresh = FirmInvitation.objects.open().filter(pk=invitation.pk, passed_on_at=None)
    holder = FirmDomain.objects.held(invitation.domain).select_related("firm").first()
    if holder is None or not fresh.update(passed_on_at=Now()):
        return
    record(
        Verb.INVITATION_PASSED_ON,
        by=Visitor(str(invitation)),
        firm=holder.firm,
        client=invitation.client,
        about=invitation.email,
    )
    members = Member.objects.filter(firm=holder.firm).holding(FirmPermission.ADD_CLIENTS).select_related("user")
    for member in members.filter(user__email_confirmed_at__isnull=False):
        link = address_of("clients:invitation", invitation.pk)
        send(mails.invitation_passed_on, to=member.user.email, invitation=invitation, member=member, link=link)
