"""One invitation makes one member, however many accept it at once."""

from advisor.users.models import User
from firms.actions.inviting import accept
from firms.models import Member, MemberInvitation
from invitations.actions import withdraw
from tests.firms.test_joining import a_join, joining
from tests.races import MANY, at_once, refusals
from tests.town import Town, person


def test_fifty_people_behind_one_link_make_one_member(standing_town: Town) -> None:
    rows = [joining(standing_town, number) for number in range(MANY)]

    answers = at_once([a_join(row, f"ivy{number}") for number, row in enumerate(rows)])

    assert sum(isinstance(answer, Member) for answer in answers) == 1
    assert len(refusals(answers)) == MANY - 1
    assert Member.objects.filter(user__email="ivy@smithcpa.com").count() == 1
    assert User.objects.filter(email="ivy@smithcpa.com").count() == 1


def test_fifty_accepts_of_one_invitation_make_one_member(standing_town: Town) -> None:
    ivy = person("ivy")
    made = MemberInvitation.objects.get(pk=standing_town.ivy.pk)

    answers = at_once([lambda: accept(made, ivy)] * MANY)

    assert sum(isinstance(answer, Member) for answer in answers) == 1
    assert Member.objects.filter(user=ivy).count() == 1


def test_withdrawing_and_joining_at_once_end_in_one_of_both(standing_town: Town) -> None:
    row = joining(standing_town)

    answers = at_once([a_join(row), lambda: withdraw(standing_town.ivy, by=standing_town.olga)])

    made = MemberInvitation.objects.get(pk=standing_town.ivy.pk)
    joined = Member.objects.filter(user__email="ivy@smithcpa.com").exists()
    assert joined == (made.accepted_at is not None) == (made.withdrawn_at is None)
    assert len(refusals(answers)) == 1
