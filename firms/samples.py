"""Made-up letters of a firm, for the pages that show every letter in development."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from advisor.dates import moment
from advisor.mail.outbox import address_of
from advisor.mail.sampling import Sample
from advisor.permissions import FirmPermission
from advisor.users.models import User
from firms import mails
from firms.models import Firm, Member, MemberInvitation, SignUp

_SOME = FirmPermission.ASSIGN_CLIENTS | FirmPermission.ADD_CLIENTS


class Cast:
    """People who are in no database."""

    def __init__(self) -> None:
        self.firm = Firm(name="Smith CPA", website="https://smithcpa.com")
        self.amy = self._member(1, "Amy", "Chen", "CPA")
        self.raj = self._member(2, "Raj", "Patel", "Bookkeeper")

    def _member(self, number: int, first_name: str, last_name: str, role: str) -> Member:
        name = first_name.lower()
        user = User(pk=number, username=name, first_name=first_name, last_name=last_name, email=f"{name}@smithcpa.com")
        return Member(pk=number, user=user, firm=self.firm, role=role)

    def invitation(self, sent_at: datetime) -> MemberInvitation:
        return MemberInvitation(
            firm=self.firm,
            email="raj@smithcpa.com",
            first_name="Raj",
            last_name="Patel",
            role="Bookkeeper",
            permissions=_SOME,
            invited_by=self.amy.user,
            inviter_name=str(self.amy),
            sent_at=sent_at,
            expires_at=sent_at + timedelta(days=settings.INVITATION_DAYS),
        )


def samples() -> list[Sample]:
    return [*_of_invitations(), *_of_members()]


def _of_invitations() -> list[Sample]:
    cast, now = Cast(), timezone.now()

    def open_one(sent_at: datetime) -> dict[str, Any]:
        invitation = cast.invitation(sent_at)
        expires = moment(invitation.expires_at, invitation.zone)
        return {"invitation": invitation, "link": address_of("invitations:arrive", "sample-" * 6), "expires": expires}

    over = {"invitation": cast.invitation(now - timedelta(days=settings.INVITATION_DAYS, minutes=2))}
    asker = SignUp(first_name="Tom", last_name="Reed", email="tom@smithcpa.com", role="Payroll specialist")
    ask = {"firm": cast.firm, "asker": asker, "link": address_of("firms:add_member")}
    return [
        Sample(MemberInvitation.letter, open_one(now)),
        Sample(MemberInvitation.reminder, open_one(now - timedelta(days=settings.INVITATION_DAYS - 2))),
        Sample(MemberInvitation.expired_letter, over),
        Sample(MemberInvitation.asked_again_letter, over),
        Sample(mails.asked_for_invitation, ask),
    ]


def _of_members() -> list[Sample]:
    cast = Cast()
    amy, raj, firm = cast.amy, cast.raj, cast.firm
    page = address_of("firms:member", raj.pk)
    joined = {"member": raj, "permissions": _SOME, "joined": moment(timezone.now(), firm.time_zone), "link": page}
    changed = {"member": raj, "role": "Controller", "permissions": FirmPermission.none(), "by": amy, "link": page}
    required = {"user": raj.user, "firm": firm, "by": amy, "link": address_of("identity:security")}
    return [
        Sample(mails.member_joined, joined),
        Sample(mails.member_changed, changed),
        Sample(mails.member_removed, {"firm": firm, "user": raj.user, "by": amy}),
        Sample(mails.member_removed, {"firm": firm, "user": raj.user, "by": raj}, case="by-oneself"),
        Sample(mails.two_step_required, required),
    ]
