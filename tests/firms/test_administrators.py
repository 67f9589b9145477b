"""The last administrator can neither leave nor lose the permissions (P5), also in the same instant."""

import threading

import pytest
from django.db import connections
from django.urls import reverse

from advisor.errors import Refused
from advisor.permissions import ADMINISTRATOR, FirmPermission
from advisor.users.models import User
from firms.actions.members import change_member, remove
from firms.models import FirmUserPermission, Member
from firms.models.permission import held_by, replace
from tests.town import member, person

NONE, EVERY = FirmPermission.none(), FirmPermission.every()
READ = FirmPermission.VIEW_ACTIVITY


def rows_of(user) -> int:
    return FirmUserPermission.objects.filter(user=user).count()


@pytest.mark.django_db
class TestTheLastAdministrator:
    def test_cannot_lose_either_permission(self, town):
        for permissions in (NONE, FirmPermission.MANAGE_FIRM, FirmPermission.MANAGE_MEMBERS):
            with pytest.raises(Refused, match="at least one member"):
                change_member(town.olga, "CPA", permissions, by=town.olga)
        assert held_by(town.olga.user, town.smith) == EVERY

    def test_cannot_leave_or_be_removed(self, town):
        with pytest.raises(Refused, match="at least one member"):
            remove(town.olga, by=town.olga)
        with pytest.raises(Refused, match="Only an administrator"):
            remove(town.olga, by=town.mona)
        with pytest.raises(Refused, match="at least one member"):
            remove(town.olga, by=town.gus)
        assert Member.objects.filter(pk=town.olga.pk).exists()

    def test_an_administrator_who_may_not_sign_in_does_not_count(self, town):
        change_member(town.mona, "CPA", ADMINISTRATOR, by=town.olga)
        User.objects.filter(pk=town.mona.user_id).update(is_active=False)
        with pytest.raises(Refused, match="at least one member"):
            remove(town.olga, by=town.olga)

    def test_can_leave_once_there_is_another(self, town):
        change_member(town.mona, "CPA", ADMINISTRATOR, by=town.olga)
        remove(town.olga, by=town.olga)
        assert not Member.objects.filter(pk=town.olga.pk).exists()

    def test_is_told_on_the_page_what_to_do(self, town, visit):
        answer = visit("olga").post(reverse("firms:leave"))
        assert answer.status_code == 422
        assert "Give both permissions to somebody else first" in answer.content.decode()


def at_once(*acts) -> list[object]:
    """Run the acts in threads that start together, each on its own connection; their refusals or None."""
    gate = threading.Barrier(len(acts))
    verdicts: list[object] = [None] * len(acts)

    def run(number, act):
        try:
            gate.wait(timeout=30)
            act()
        except Refused as refusal:
            verdicts[number] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return verdicts


def test_two_administrators_who_leave_in_the_same_instant_leave_one_behind(standing_town):
    town = standing_town
    change_member(town.mona, "CPA", ADMINISTRATOR, by=town.olga)
    for _ in range(5):
        at_once(lambda: remove(town.olga, by=town.olga), lambda: remove(town.mona, by=town.mona))
        assert Member.objects.filter(firm=town.smith).administrators().count() == 1
        for gone in (town.olga, town.mona):
            if not Member.objects.filter(user=gone.user).exists():
                gone.pk = None
                gone.save(force_insert=True)
                replace(gone.user, town.smith, EVERY)


def test_fifty_attempts_to_take_the_last_administrators_permissions_leave_one(standing_town):
    town = standing_town
    people = [member(person(f"admin{number}"), town.smith, ADMINISTRATOR) for number in range(24)]
    people += [town.olga]
    acts = [lambda each=each: change_member(each, "CPA", NONE, by=each) for each in people]
    acts += [lambda each=each: remove(each, by=each) for each in people]

    at_once(*acts)

    assert Member.objects.filter(firm=town.smith).administrators().count() == 1
