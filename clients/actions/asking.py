"""The firm asks a client for access; the client's contact answers."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from advisor.audit.book import Actor, record
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.mail.outbox import address_of, send
from advisor.permissions import ClientPermission
from clients import mails
from clients.actions.connecting import CONNECTED, NOT_OPEN, UNCONFIRMED, connect, first_at_work
from clients.actions.granting import only_what_one_may_grant
from clients.actions.locks import locked_colleagues
from clients.models import AccessRequest, Client, ClientLink, Contact
from firms.models import Firm, Member
from invitations.actions import decline, post

WRONG_PRODUCT = "The firm asked for another product's account."


@transaction.atomic
def ask_client(
    firm: Firm,
    company_name: str,
    email: str,
    product: str,
    permissions: ClientPermission,
    message: str = "",
    *,
    by: Member,
) -> AccessRequest:
    """Ask whoever reads this address for access to their company. The answer is the same whether or not it is known."""
    if not Firm.objects.confirmed().filter(pk=firm.pk).exists():
        raise Refused(UNCONFIRMED)
    if not permissions:
        raise Refused("Tick at least one permission: without any there is nothing to do.", field="permissions")
    if beyond := permissions & ~ClientPermission.offered(product):
        raise Refused(f"This product does not have: {beyond.labels}.", field="permissions")
    address = email.lower()
    old = AccessRequest.objects.expired().filter(firm=firm, email=address, product=product)
    old.update(withdrawn_at=timezone.now())
    request = AccessRequest(
        firm=firm,
        company_name=company_name,
        email=address,
        product=product,
        permissions=permissions,
        message=message,
        invited_by=by.user,
        inviter_name=str(by),
    )
    token = request.renewed(timezone.now())
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError:
        sentence = "Your firm has asked this address already. It stands under Requested, where you can resend it."
        raise Refused(sentence, field="email") from None
    record(Verb.CLIENT_ASKED, by=by, firm=firm, about=request, after=permissions)
    post(request, AccessRequest.letter, token)
    return request


@transaction.atomic
def grant_request(
    request: AccessRequest, client: Client, permissions: ClientPermission, *, by: Contact, held: ClientPermission
) -> ClientLink:
    """The contact lets the firm in, with all that it asked for or less. The asking member is assigned all of it."""
    if client.product != request.product:
        raise Refused(WRONG_PRODUCT)
    if not permissions:
        raise Refused("Tick at least one permission, or decline the request.", field="permissions")
    if beyond := permissions & ~request.permissions:
        raise Refused(f"The firm did not ask for: {beyond.labels}.", field="permissions")
    only_what_one_may_grant(permissions, held, client)
    if not AccessRequest.objects.claim(request, by.user):
        raise Refused(NOT_OPEN)
    link = connect(client, request.firm, permissions, by=by, refusal=CONNECTED)
    asker = locked_colleagues(request.firm_id).filter(user=request.invited_by_id).first()
    if asker is not None:
        first_at_work(link, asker, by=by)
    AccessRequest.objects.filter(pk=request.pk).update(link=link)
    facts = {"client": client, "firm": request.firm, "permissions": permissions}
    for address in request.listeners:
        send(mails.client_connected, to=address, by=by, link=address_of("clients:client", client.code), **facts)
    return link


@transaction.atomic
def decline_request(request: AccessRequest, *, by: Actor) -> None:
    """The contact, or whoever holds the link, says no; the firm is told."""
    decline(request, by=by)
    for address in request.listeners:
        send(mails.access_request_declined, to=address, request=request, by=by, link=address_of("clients:connect"))
