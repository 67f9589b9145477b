"""Letters for tests: single rows, and one of every kind through the acts that write them."""

from collections import defaultdict
from datetime import timedelta

from django.utils import timezone

from advisor.identity import actions as account
from advisor.identity.models import Purpose
from advisor.mail.models import Letter
from advisor.permissions import FirmPermission
from firms.actions import inviting, members, signing_up
from firms.models import MemberInvitation, SignUp
from invitations.actions import ask_again, remind_the_invited, tell_of_expiry
from tests.letters import code_in
from tests.mail.writing_clients import about_clients
from tests.town import Town, age, invitation, person


def write(to: str = "sam@smithcpa.com", **fields: object) -> Letter:
    """A letter in the outbox."""
    known = {"kind": "test", "subject": "Hello", "text": "Hello\n", "html": "<p>Hello</p>"}
    return Letter.objects.create(to=to, **(known | fields))


def due_again(letter: Letter) -> None:
    """As if the time that it was put off for had passed."""
    Letter.objects.filter(pk=letter.pk).update(due_at=timezone.now() - timedelta(days=1))


def newest(kind: str) -> Letter:
    return Letter.objects.filter(kind=kind).last()


def every_kind(town: Town) -> dict[str, list[Letter]]:
    """Every kind of letter, by name, as real acts write it."""
    about_an_account(town)
    about_invitations(town)
    about_clients(town)
    about_members(town)
    found: dict[str, list[Letter]] = defaultdict(list)
    for letter in Letter.objects.all():
        found[letter.kind].append(letter)
    return found


def about_an_account(town: Town) -> None:
    sam = town.sam.user
    waiting = account.begin_confirmation(sam, Purpose.PERSONAL, "sam.new@example.com", by=sam)
    account.confirm_by_code(waiting, code_in(newest("confirm_address")), by=sam)
    account.mail_reset_links("sam")
    account.mail_usernames("sam@smithcpa.com")
    account.change_username(sam, "samuel", by=sam)


def about_invitations(town: Town) -> None:
    permissions = FirmPermission.MANAGE_MEMBERS | FirmPermission.ADD_CLIENTS
    june = inviting.invite(town.smith, "June", "Field", "june@smithcpa.com", "CPA", permissions, by=town.olga)
    age(june, days=6)
    remind_the_invited()
    age(june, days=2)
    tell_of_expiry()
    ask_again(MemberInvitation.objects.get(pk=june.pk), by=town.olga)
    signing_up.ask_administrators(
        SignUp.objects.create(
            browser_digest="-", email="tom@smithcpa.com", first_name="Tom", last_name="Reed", role="Controller"
        )
    )


def about_members(town: Town) -> None:
    offered, _ = invitation(town.olga, "kim")
    inviting.accept(offered, person("kim"))
    members.change_member(town.sam, "Controller", FirmPermission.VIEW_ACTIVITY, by=town.mona)
    members.require_two_step(town.smith, True, by=town.olga)
    members.remove(town.sam, by=town.sam)
    members.remove(town.mona, by=town.olga)
