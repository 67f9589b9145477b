"""A firm invites a colleague, and the colleague joins."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from advisor.audit.book import record
from advisor.audit.verbs import Verb
from advisor.dates import moment
from advisor.errors import Refused
from advisor.identity.actions import begin_confirmation
from advisor.identity.models import Purpose
from advisor.mail.outbox import address_of, send
from advisor.permissions import FirmPermission
from advisor.users.models import User
from firms import mails
from firms.actions import powers
from firms.actions.domains import colleagues_address
from firms.actions.signing_up import finish, locked, made_before, new_user
from firms.models import Firm, Member, MemberInvitation, SignUp
from firms.models.permission import replace
from invitations.actions import post, resend

UNCONFIRMED = "Confirm your work email first. Until then your firm cannot invite anyone."
GONE = "This invitation is no longer open. Ask for a new one."
ELSEWHERE = "You are already a member of a firm, and a person can be in one firm only."


def new_colleague(firm: Firm, email: str) -> str:
    """The address as it will be invited; refused when the domain rule or the present state of the firm says no."""
    if not Firm.objects.confirmed().filter(pk=firm.pk).exists():
        raise Refused(UNCONFIRMED)
    address = colleagues_address(firm, email).key
    if Member.objects.filter(firm=firm, user__email=address).exists():
        raise Refused("This person is already a member of your firm.", field="email")
    if MemberInvitation.objects.open().filter(firm=firm, email=address).exists():
        raise Refused("This person has already been invited. Use Resend invite under Firm Info.", field="email")
    return address


@transaction.atomic
def invite(
    firm: Firm, first_name: str, last_name: str, email: str, role: str, permissions: FirmPermission, *, by: Member
) -> MemberInvitation:
    """Invite a colleague with these firm permissions. An expired invitation of the same address is replaced."""
    powers.only_what_one_may_give(permissions, by)
    address = new_colleague(firm, email)
    MemberInvitation.objects.expired().filter(firm=firm, email=address).update(withdrawn_at=timezone.now())
    invitation = MemberInvitation(
        firm=firm,
        email=address,
        first_name=first_name,
        last_name=last_name,
        role=role,
        permissions=permissions,
        invited_by=by.user,
        inviter_name=str(by),
    )
    token = invitation.renewed(timezone.now())
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError:
        raise Refused("This person has just been invited.", field="email") from None
    record(Verb.MEMBER_INVITED, by=by, firm=firm, about=invitation, after={"role": role, "permissions": permissions})
    post(invitation, MemberInvitation.letter, token)
    return invitation


@transaction.atomic
def resend_invitation(invitation: MemberInvitation, *, by: Member) -> None:
    """Resend invite, by somebody who could give everything that it carries."""
    powers.only_what_one_may_give(invitation.permissions, by)
    resend(invitation, by=by)


@transaction.atomic
def change_invitation(
    invitation: MemberInvitation, role: str, permissions: FirmPermission, *, by: Member, seen: str | None = None
) -> None:
    """Another role or other permissions for somebody who has not answered yet; the link stays."""
    found = MemberInvitation.objects.open().select_for_update().filter(pk=invitation.pk).first()
    if found is None:
        raise Refused("This invitation was answered, withdrawn or has expired meanwhile.")
    powers.only_what_was_seen(seen, found.role, found.permissions)
    powers.only_what_one_may_give(permissions & ~found.permissions, by)
    powers.only_what_one_may_take(found.permissions & ~permissions, by)
    before = {"role": found.role, "permissions": found.permissions}
    found.role, found.permissions = role, permissions
    found.save(update_fields=["role", "permissions"])
    after = {"role": role, "permissions": permissions}
    record(Verb.INVITATION_CHANGED, by=by, firm=found.firm, about=found, before=before, after=after)


@transaction.atomic
def begin_joining(invitation: MemberInvitation, browser_digest: str) -> SignUp:
    """Accept was pressed by somebody without an account: their profile comes next, with what the inviter typed."""
    return SignUp.objects.create(
        browser_digest=browser_digest,
        invitation=invitation,
        link_digest=invitation.token_digest,
        firm_name=invitation.firm.name,
        email=invitation.email,
        first_name=invitation.first_name,
        last_name=invitation.last_name,
        role=invitation.role,
    )


@transaction.atomic
def join(sign_up: SignUp, personal_email: str, username: str, password: str) -> Member:
    """The invited person makes an account and is a member. The link proved the mailbox: no second confirmation."""
    sign_up = locked(sign_up)
    if sign_up.completed_at:
        return made_before(sign_up, password)
    invitation = sign_up.invitation
    if invitation is None or invitation.token_digest != sign_up.link_digest:
        raise Refused(GONE)
    address = colleagues_address(invitation.firm, invitation.email)
    user = new_user(sign_up, address.key, personal_email, username, password)
    user.email_confirmed_at = timezone.now()
    user.save(update_fields=["email_confirmed_at"])
    member = _become_member(invitation, user, sign_up.role)
    finish(sign_up)
    begin_confirmation(user, Purpose.PERSONAL, user.personal_email, by=member)
    return member


@transaction.atomic
def accept(invitation: MemberInvitation, user: User) -> Member:
    """The invited person already has an account with this address and no firm."""
    if user.email != invitation.email:
        raise Refused(f"This invitation is for {invitation.email}. Sign in with that address.")
    colleagues_address(invitation.firm, invitation.email)
    return _become_member(invitation, user, invitation.role)


def _become_member(invitation: MemberInvitation, user: User, role: str) -> Member:
    """Claim the invitation (one conditional UPDATE), then the membership with the permissions it carries now."""
    Firm.objects.select_for_update().get(pk=invitation.firm_id)
    if Member.objects.filter(user=user).exists():
        raise Refused(ELSEWHERE)
    if not MemberInvitation.objects.claim(invitation, user):
        raise Refused(GONE)
    permissions = MemberInvitation.objects.get(pk=invitation.pk).permissions
    member = Member.objects.create(user=user, firm=invitation.firm, role=role)
    replace(user, invitation.firm, permissions)
    after = {"role": role, "permissions": permissions}
    record(Verb.MEMBER_JOINED, by=member, firm=member.firm, about=member, after=after)
    for address in invitation.listeners:
        send(
            mails.member_joined,
            to=address,
            member=member,
            permissions=permissions,
            joined=moment(timezone.now(), invitation.zone),
            link=address_of("firms:member", member.pk),
        )
    return member
