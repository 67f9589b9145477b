"""The company's own people: invited, joined, changed, removed; and the company's details."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from advisor.audit.book import Actor, changes, record
from advisor.audit.models import Capacity
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.identity.actions import begin_confirmation
from advisor.identity.models import Purpose
from advisor.mail.outbox import address_of, send
from advisor.permissions import LETS_FIRMS_IN, ClientPermission
from advisor.users.models import User
from clients import mails
from clients.actions.granting import only_what_one_may_grant, tell_company
from clients.actions.locks import CHANGED_MEANWHILE
from clients.actions.standing_behind import still_given
from clients.models import Client, Contact, ContactInvitation
from invitations.actions import post

NOTHING = ClientPermission.none()
GONE = "This invitation is no longer open. Ask for a new one."
LAST_DECIDER = (
    "A company needs at least one contact who can manage third-party access and employees. "
    "Give both permissions to somebody else first."
)
OWN_DECIDERS = (
    "Only a contact of the company says who manages both third-party access and employees there. Ask one of them."
)


def _only_the_company_itself(by: Actor, before: ClientPermission, after: ClientPermission) -> None:
    """An advisor who decides for the client makes nobody a decider there and puts none out: the company stays in
    charge, and no firm stays by way of a contact of its own."""
    if by.capacity == Capacity.MEMBER and (LETS_FIRMS_IN in before) != (LETS_FIRMS_IN in after):
        raise Refused(OWN_DECIDERS, field="permissions")


@transaction.atomic
def invite_contact(
    client: Client,
    first_name: str,
    last_name: str,
    email: str,
    permissions: ClientPermission,
    title: str = "",
    *,
    by: Actor,
    held: ClientPermission,
) -> ContactInvitation:
    """Invite somebody to the company's own account. `held`: what the person who signs holds there."""
    only_what_one_may_grant(permissions, held, client)
    _only_the_company_itself(by, NOTHING, permissions)
    address = email.lower()
    if Contact.objects.filter(client=client, user__email=address).exists():
        raise Refused("This person is already a contact of the company.", field="email")
    ContactInvitation.objects.expired().filter(client=client, email=address).update(withdrawn_at=timezone.now())
    invitation = ContactInvitation(
        client=client,
        email=address,
        first_name=first_name,
        last_name=last_name,
        title=title,
        permissions=permissions,
        invited_by=by.user,
        inviter_name=str(by),
    )
    token = invitation.renewed(timezone.now())
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError:
        raise Refused("This person has already been invited. Resend that invitation instead.", field="email") from None
    record(Verb.CONTACT_INVITED, by=by, client=client, about=invitation, after=permissions)
    post(invitation, ContactInvitation.letter, token)
    return invitation


@transaction.atomic
def join_with_account(invitation: ContactInvitation, user: User) -> Contact:
    """The invited person has an account with this work email."""
    if user.email != invitation.email:
        raise Refused(f"This invitation is for {invitation.email}. Sign in with that address.")
    return _become_contact(invitation, user)


@transaction.atomic
def join_as_new_person(invitation: ContactInvitation, profile: dict[str, Any], account: dict[str, Any]) -> Contact:
    """The invited person makes an account. The link proved the mailbox: no second confirmation of the work email.

    Sent twice, the second finds the first one's contact.
    """
    if invitation.accepted_at:
        return _joined_before(invitation, account["password"])
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                account["username"],
                account["password"],
                email=invitation.email,
                email_confirmed_at=timezone.now(),
                personal_email=account["personal_email"],
                **profile,
            )
    except IntegrityError as clash:
        if "one_person_per_work_email" in str(clash):
            raise Refused("This address has an account already. Sign in, then accept.") from None
        raise Refused("This username is taken. Choose another one.", field="username") from None
    contact = _become_contact(invitation, user)
    begin_confirmation(user, Purpose.PERSONAL, user.personal_email, by=contact)
    return contact


def _joined_before(invitation: ContactInvitation, password: str) -> Contact:
    """The same click again: whom the first one made, for whoever knows the password that was chosen then."""
    made = Contact.objects.filter(client=invitation.client, user=invitation.accepted_by_id)
    contact = made.select_related("client", "user").first()
    if contact is None or not contact.user.check_password(password):
        raise Refused(GONE)
    return contact


def _become_contact(invitation: ContactInvitation, user: User) -> Contact:
    """Claim the invitation (one conditional UPDATE), then the contact with the permissions it carries."""
    if not ContactInvitation.objects.claim(invitation, user):
        raise Refused(GONE)
    offer = ContactInvitation.objects.select_related("invited_by").get(pk=invitation.pk)
    permissions = still_given(invitation.client, offer.invited_by, offer.permissions)
    try:
        with transaction.atomic():
            contact = Contact.objects.create(
                client=invitation.client, user=user, title=invitation.title, permissions=permissions
            )
    except IntegrityError:
        raise Refused("You are already a contact of this company.") from None
    record(Verb.CONTACT_JOINED, by=contact, client=contact.client, about=contact, after=permissions)
    page = address_of("company:contacts", contact.client.code)
    facts = {"contact": contact, "client": contact.client, "link": page}
    tell_company(mails.contact_joined, contact.client, by=contact, **facts)
    return contact


@transaction.atomic
def change_contact(
    contact: Contact,
    title: str,
    permissions: ClientPermission,
    *,
    by: Actor,
    held: ClientPermission,
    seen: str | None = None,
) -> None:
    """Another title, other permissions, from the next click on. `seen`: the mask that the page showed."""
    contact = _locked(contact)
    if seen is not None and seen != str(int(contact.permissions)):
        raise Refused(CHANGED_MEANWHILE)
    only_what_one_may_grant(permissions & ~contact.permissions, held, contact.client)
    _only_the_company_itself(by, contact.permissions, permissions)
    was = {"title": contact.title, "permissions": contact.permissions}
    before, after = changes(was, {"title": title, "permissions": permissions})
    if not after:
        return
    Contact.objects.filter(pk=contact.pk).update(title=title, permissions=permissions)
    _keep_a_decider(contact.client, before=was["permissions"])
    record(Verb.CONTACT_CHANGED, by=by, client=contact.client, about=contact, before=before, after=after)
    if contact.user != by.user:
        page = address_of("company:overview", contact.client.code)
        facts = {"client": contact.client, "title": title, "permissions": permissions, "link": page}
        send(mails.contact_changed, to=contact.user.email, contact=contact, by=by, **facts)


@transaction.atomic
def remove_contact(contact: Contact, *, by: Actor) -> None:
    """The person no longer reaches this company's account; their own account stays theirs."""
    contact = _locked(contact)
    _only_the_company_itself(by, contact.permissions, NOTHING)
    Contact.objects.filter(pk=contact.pk).delete()
    _keep_a_decider(contact.client, before=contact.permissions)
    record(Verb.CONTACT_REMOVED, by=by, client=contact.client, about=contact, before=contact.permissions)


def _locked(contact: Contact) -> Contact:
    """The contact, with the company locked: the rule about the last decider is judged one act at a time."""
    Client.objects.select_for_update(no_key=True).get(pk=contact.client_id)
    found = Contact.objects.select_related("client", "user").filter(pk=contact.pk).first()
    if found is None:
        raise Refused("This person is no longer a contact of the company.")
    return found


def _keep_a_decider(client: Client, before: ClientPermission) -> None:
    had_one = LETS_FIRMS_IN in before
    if had_one and not Contact.objects.filter(client=client).who_let_firms_in().exists():
        raise Refused(LAST_DECIDER)


@transaction.atomic
def change_company(client: Client, values: dict[str, Any], *, by: Actor) -> None:
    """The company's own details."""
    client = Client.objects.select_for_update().get(pk=client.pk)
    before, after = changes({name: getattr(client, name) for name in values}, values)
    if not after:
        return
    for name, value in after.items():
        setattr(client, name, value)
    client.save(update_fields=list(after))
    record(Verb.CLIENT_CHANGED, by=by, client=client, about=client, before=before, after=after)
