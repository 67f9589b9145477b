"""The demo town."""

import pytest
from django.core.management import CommandError, call_command

from advisor.home import demo
from advisor.users.models import User
from firms.models import Firm, Member, MemberInvitation

pytestmark = pytest.mark.django_db


def test_the_town_is_built_once_and_not_twice(settings):
    settings.DEBUG = True
    call_command("seed_demo")
    call_command("seed_demo")

    assert Member.objects.filter(firm__name="Smith CPA").count() == 6
    assert Firm.objects.count() == 2
    assert User.objects.filter(is_superuser=True).count() == 1


def test_reset_builds_the_town_anew(settings):
    settings.DEBUG = True
    call_command("seed_demo")
    Member.objects.get(user__username="sam").delete()

    call_command("seed_demo", reset=True)

    assert Member.objects.filter(firm__name="Smith CPA").count() == 6


def test_reset_also_removes_who_took_another_name_or_joined_since(settings):
    settings.DEBUG = True
    call_command("seed_demo")
    User.objects.filter(username="olga").update(username="olga.smith")
    User.objects.create_user("ivy.chen", email="ivy@smithcpa.com")

    call_command("seed_demo", reset=True)

    assert Member.objects.filter(firm__name="Smith CPA").count() == 6
    assert not User.objects.filter(username__in=["olga.smith", "ivy.chen"]).exists()


def test_outside_debug_the_town_is_refused():
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("seed_demo")
    assert not User.objects.exists()


def test_everybody_listed_can_sign_in_with_the_listed_password(client):
    demo.seed()
    for entry in demo.sign_ins():
        assert User.objects.get(username=entry["username"]).check_password(entry["password"])


def test_there_are_invitations_in_every_state():
    demo.seed()
    states = {invitation.state for invitation in MemberInvitation.objects.all()}
    assert {"pending", "expired", "declined"} <= states
