"""What happens to the members of a firm and to the firm itself."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from advisor.audit.book import Actor, changes, record
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.mail.outbox import address_of, send
from advisor.permissions import FirmPermission
from advisor.users.sessions import end_sessions
from firms import mails
from firms.actions import powers
from firms.models import Firm, Member, MemberInvitation
from firms.models.permission import held_by, replace

LAST_ADMINISTRATOR = (
    "A firm needs at least one member who can edit firm information and manage team members. "
    "Give both permissions to somebody else first."
)


def _locked(member: Member) -> Member:
    """The member, with the firm locked: the rule about the last administrator is judged one act at a time.

    The firm is not locked against what points at it: who holds a member's row may still write of the firm.
    """
    Firm.objects.select_for_update(no_key=True).get(pk=member.firm_id)
    rows = Member.objects.select_for_update(of=("self",)).select_related("user", "firm")
    found = rows.filter(pk=member.pk, firm_id=member.firm_id).first()
    if found is None:
        raise Refused("This person is no longer a member of your firm.")
    return found


def _keep_an_administrator(firm: Firm) -> None:
    if not Member.objects.filter(firm=firm).administrators().exists():
        raise Refused(LAST_ADMINISTRATOR)


@transaction.atomic
def change_member(
    member: Member, role: str, permissions: FirmPermission, *, by: Member, seen: str | None = None
) -> None:
    """Another role, other firm permissions. Works with the member's next request.

    `seen` is the state that the editor showed (`powers.seen_as`): refused when it has changed since.
    """
    member = _locked(member)
    held = held_by(member.user, member.firm)
    powers.only_what_was_seen(seen, member.role, held)
    powers.only_what_one_may_give(permissions & ~held, by)
    powers.only_what_one_may_take(held & ~permissions, by)
    was, new = changes({"role": member.role, "permissions": held}, {"role": role, "permissions": permissions})
    if not new:
        return
    Member.objects.filter(pk=member.pk).update(role=role)
    replace(member.user, member.firm, permissions)
    _keep_an_administrator(member.firm)
    own = MemberInvitation.objects.pending_or_declined().filter(firm=member.firm, invited_by=member.user)
    own.update(permissions=F("permissions").bitand(permissions.value))
    record(Verb.MEMBER_CHANGED, by=by, firm=member.firm, about=member, before=was, after=new)
    if member.user_id != by.user.pk:
        news = {"member": member, "role": role, "permissions": permissions, "by": by}
        send(mails.member_changed, to=member.user.email, link=address_of("firms:member", member.pk), **news)


@transaction.atomic
def change_role(member: Member, role: str, *, by: Member) -> None:
    """A member's own job title."""
    member = _locked(member)
    if member.role == role:
        return
    Member.objects.filter(pk=member.pk).update(role=role)
    before, after = {"role": member.role}, {"role": role}
    record(Verb.MEMBER_CHANGED, by=by, firm=member.firm, about=member, before=before, after=after)


@transaction.atomic
def remove(member: Member, *, by: Actor) -> None:
    """End the membership: sessions end at once, permissions fall by cascade, their invitations lose their power.

    `by` is a member or support staff; the firm keeps an administrator either way.
    """
    member = _locked(member)
    held = held_by(member.user, member.firm)
    user, firm = member.user, member.firm
    if user != by.user:
        powers.only_what_one_may_take(held, by)
    before = {"role": member.role, "permissions": held}
    theirs = MemberInvitation.objects.pending_or_declined().filter(firm=firm, invited_by=user)
    theirs.update(withdrawn_at=timezone.now())
    Member.objects.filter(pk=member.pk).delete()
    _keep_an_administrator(firm)
    ended = end_sessions(user.pk)
    record(Verb.MEMBER_REMOVED, by=by, firm=firm, about=member, before=before, sessions_ended=ended)
    send(mails.member_removed, to=user.email, firm=firm, user=user, by=by)


@transaction.atomic
def change_firm(firm: Firm, values: dict[str, Any], *, by: Actor) -> None:
    """Name, website, address, time zone."""
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    was, new = changes({name: getattr(firm, name) for name in values}, values)
    if not new:
        return
    for name, value in new.items():
        setattr(firm, name, value)
    firm.save(update_fields=list(new))
    record(Verb.FIRM_CHANGED, by=by, firm=firm, about=firm, before=was, after=new)


@transaction.atomic
def require_two_step(firm: Firm, required: bool, *, by: Member) -> None:
    """From now on every member needs a second factor to reach anything of the firm; or no longer."""
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    if bool(firm.two_step_required_at) == required:
        return
    firm.two_step_required_at = timezone.now() if required else None
    firm.save(update_fields=["two_step_required_at"])
    record(Verb.TWO_STEP_REQUIRED if required else Verb.TWO_STEP_OPTIONAL, by=by, firm=firm, about=firm)
    if not required:
        return
    for colleague in Member.objects.without_two_step().select_related("user").filter(firm=firm).exclude(user=by.user):
        link = address_of("identity:security")
        send(mails.two_step_required, to=colleague.user.email, user=colleague.user, firm=firm, by=by, link=link)
