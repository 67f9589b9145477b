"""What members may do to each other (P5), and what ends with a membership."""

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.permissions import ADMINISTRATOR, FirmPermission
from firms.actions.inviting import change_invitation, invite
from firms.actions.members import change_firm, change_member, change_role, remove, require_two_step
from firms.models import Firm, FirmUserPermission, Member, MemberInvitation
from firms.models.permission import held_by, replace
from tests.town import MANAGE, PASSWORD, give_app, invitation, member, person

NONE, EVERY = FirmPermission.none(), FirmPermission.every()
READ = FirmPermission.VIEW_ACTIVITY


def rows_of(user) -> int:
    return FirmUserPermission.objects.filter(user=user).count()


@pytest.mark.django_db
class TestPermissions:
    def test_a_member_gets_exactly_the_ticked_permissions(self, town):
        change_member(town.sam, "Auditor", READ, by=town.olga)
        assert held_by(town.sam.user, town.smith) == READ
        assert Event.objects.get(verb=Verb.MEMBER_CHANGED).facts == {
            "before": {"role": "Accountant", "permissions": []},
            "after": {"role": "Auditor", "permissions": ["view_activity"]},
        }

    def test_nobody_gives_what_they_do_not_hold(self, town):
        with pytest.raises(Refused, match="You do not hold: Edit firm information"):
            change_member(town.sam, "CPA", FirmPermission.MANAGE_FIRM, by=town.mona)
        with pytest.raises(Refused, match="Add and refer clients"):
            invite(town.smith, "Ned", "Low", "ned@smithcpa.com", "CPA", FirmPermission.ADD_CLIENTS, by=town.mona)
        with pytest.raises(Refused, match="Add and refer clients"):
            change_invitation(town.ivy, "CPA", MANAGE | FirmPermission.ADD_CLIENTS, by=town.mona)
        assert held_by(town.sam.user, town.smith) == NONE

    def test_nobody_but_an_administrator_takes_what_they_do_not_hold(self, town):
        walt = member(person("walt"), town.smith, FirmPermission.ADD_CLIENTS)
        with pytest.raises(Refused, match="Only an administrator"):
            change_member(walt, "CPA", NONE, by=town.mona)
        with pytest.raises(Refused, match="Only an administrator"):
            remove(walt, by=town.mona)
        change_member(town.mona, "Controller", ADMINISTRATOR, by=town.olga)
        change_member(walt, "CPA", NONE, by=town.mona)
        assert held_by(walt.user, town.smith) == NONE

    def test_what_nobody_holds_any_more_an_administrator_takes_up_again(self, town):
        change_member(town.mona, "Controller", MANAGE, by=town.olga)
        change_member(town.olga, "CPA", ADMINISTRATOR, by=town.olga)
        with pytest.raises(Refused, match="You do not hold"):
            change_member(town.sam, "CPA", READ, by=town.mona)
        change_member(town.olga, "CPA", EVERY, by=town.olga)
        assert held_by(town.olga.user, town.smith) == EVERY

    def test_a_permission_stands_off_and_stays_for_who_may_not_change_it(self, town, visit):
        walt = member(person("walt"), town.smith, FirmPermission.ADD_CLIENTS)
        visit("mona").post(reverse("firms:edit_member", args=[walt.pk]), {"role": "Auditor", "permissions": []})
        assert Member.objects.get(pk=walt.pk).role == "Auditor"
        assert held_by(walt.user, town.smith) == FirmPermission.ADD_CLIENTS

    def test_the_second_editor_is_told_what_changed_meanwhile(self, town, visit):
        mona, url = visit("mona"), reverse("firms:edit_member", args=[town.sam.pk])
        seen = mona.get(url).context["seen"]
        change_member(town.sam, "Accountant", READ, by=town.olga)
        typed = {"role": "Auditor", "permissions": [], "seen": seen}
        answer = mona.post(url, typed)
        assert answer.status_code == 422
        assert "Somebody changed this meanwhile" in answer.content.decode()
        assert held_by(town.sam.user, town.smith) == READ
        assert mona.post(url, typed | {"seen": answer.context["seen"]}).status_code == 302

    def test_nobody_resends_an_invitation_that_carries_what_they_do_not_hold(self, town, visit):
        ned, token = invitation(town.olga, "ned", FirmPermission.MANAGE_FIRM)
        answer = visit("mona").post(reverse("firms:resend_invitation", args=[ned.pk]), follow=True)
        assert "You do not hold: Edit firm information" in answer.content.decode()
        assert MemberInvitation.objects.holding(token).exists()

    def test_who_declined_can_be_invited_again_by_resend_or_be_put_away(self, town, visit, post):
        ned, _ = invitation(town.olga, "ned", NONE)
        MemberInvitation.objects.filter(pk=ned.pk).update(declined_at=timezone.now())
        visit("mona").post(reverse("firms:resend_invitation", args=[ned.pk]))
        assert MemberInvitation.objects.get(pk=ned.pk).state == "pending"
        assert post.to("ned@smithcpa.com")
        MemberInvitation.objects.filter(pk=ned.pk).update(declined_at=timezone.now())
        visit("mona").post(reverse("firms:withdraw_invitation", args=[ned.pk]))
        assert MemberInvitation.objects.get(pk=ned.pk).withdrawn_at

    def test_who_lost_a_permission_gives_it_no_longer_not_even_by_an_old_invitation(self, town):
        ned, _ = invitation(town.mona, "ned", MANAGE | READ)
        change_member(town.mona, "Controller", MANAGE, by=town.olga)
        ned.refresh_from_db()
        assert ned.permissions == MANAGE

    def test_guardian_answers_from_the_same_rows(self, town):
        assert town.mona.user.has_perm("firms.manage_members", town.smith)
        assert not town.mona.user.has_perm("firms.manage_firm", town.smith)
        assert not town.rita.user.has_perm("firms.manage_members", town.smith)
        assert not town.gus.has_perm("firms.manage_members", town.smith)

    def test_a_permission_without_membership_is_impossible_in_the_database(self, town):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            replace(town.rita.user, town.smith, READ)

    def test_permissions_fall_with_the_membership(self, town):
        Member.objects.filter(pk=town.mona.pk).delete()
        assert rows_of(town.mona.user) == 0

    def test_saving_what_is_already_so_is_not_recorded(self, town):
        change_member(town.sam, "Accountant", NONE, by=town.olga)
        change_role(town.sam, "Accountant", by=town.sam)
        change_firm(town.smith, {"name": "Smith CPA"}, by=town.olga)
        assert not Event.objects.exists()


@pytest.mark.django_db
class TestRemoval:
    def test_ends_the_sessions_at_once_and_tells_by_mail(self, town, visit, post):
        client = sign_in("sam")
        assert client.get(reverse("home:dashboard")).status_code == 200
        visit("mona").post(reverse("clients:remove_member", args=[town.sam.pk]))

        assert client.get(reverse("home:dashboard")).status_code == 302
        assert "Smith CPA" in post.to("sam@smithcpa.com").text

    def test_closes_every_page_of_the_firm_for_a_session_that_lives_on(self, town, visit):
        sam = visit("sam")
        remove(town.sam, by=town.mona)
        assert sam.get(reverse("firms:info")).status_code == 404
        assert "You are not in a firm" in sam.get("/").content.decode()

    def test_withdraws_the_invitations_they_sent(self, town):
        ned, _ = invitation(town.mona, "ned")
        jim, _ = invitation(town.mona, "jim", declined_at=timezone.now())
        remove(town.mona, by=town.olga)
        assert MemberInvitation.objects.get(pk=ned.pk).state == "withdrawn"
        assert MemberInvitation.objects.get(pk=jim.pk).withdrawn_at, "it could be sent again"
        assert MemberInvitation.objects.get(pk=town.ivy.pk).state == "pending"

    def test_keeps_the_name_in_the_record(self, town, visit):
        change_role(town.sam, "Auditor", by=town.sam)
        remove(town.sam, by=town.mona)
        page = visit("olga").get(reverse("firms:activity")).content.decode()
        assert "Sam Field changed the role or permissions of Sam Field." in page
        assert "Mona Field removed Sam Field from the firm." in page

    def test_twice_is_refused_the_second_time(self, town):
        remove(town.sam, by=town.mona)
        with pytest.raises(Refused, match="no longer a member"):
            remove(town.sam, by=town.mona)


def sign_in(name: str):
    """Through the page, so that the session is known to the list of sessions."""
    client = Client()
    client.post(reverse("account_login"), {"login": name, "password": PASSWORD})
    assert Session.objects.exists()
    return client


@pytest.mark.django_db
class TestTwoStepForAll:
    def test_members_without_it_are_led_to_set_it_up_and_reach_nothing_else(self, town, visit):
        give_app(town.olga.user)
        sam = visit("sam")
        require_two_step(town.smith, True, by=town.olga)
        for name in ("home:dashboard", "firms:info", "identity:profile", "identity:security"):
            assert sam.get(reverse(name))["Location"] == reverse("firms:two_step"), name
        assert "Set up two-step sign-in" in sam.get(reverse("firms:two_step")).content.decode()
        assert sam.get(reverse("mfa_activate_totp")).status_code == 200

    def test_members_with_it_go_on(self, town, visit):
        give_app(town.olga.user)
        require_two_step(town.smith, True, by=town.olga)
        assert visit("olga").get(reverse("home:dashboard")).status_code == 200

    def test_those_without_are_told_by_mail(self, town, post):
        require_two_step(town.smith, True, by=town.olga)
        assert post.to("sam@smithcpa.com")
        assert not [letter for letter in post.all() if letter.to == "rita@rivaltax.com"]

    def test_only_who_may_edit_the_firm_requires_it_and_after_a_fresh_proof(self, town, visit):
        assert visit("mona").post(reverse("firms:security")).status_code == 403
        stale = visit("olga", fresh=False).post(reverse("firms:security"))
        assert stale["Location"].startswith("/sign-in/again/")
        assert not Firm.objects.get(pk=town.smith.pk).two_step_required_at
        visit("olga").post(reverse("firms:security"), {"required": "yes"})
        visit("olga").post(reverse("firms:security"), {"required": "yes"})
        assert Firm.objects.get(pk=town.smith.pk).two_step_required_at


@pytest.mark.django_db
def test_firm_information_is_changed_and_recorded(town, visit):
    typed = {
        "name": "Smith & Daughters",
        "website": "smithcpa.com/about",
        "time_zone": "America/Chicago",
        "state": "il",
    }
    answer = visit("olga").post(reverse("firms:edit"), typed)
    assert answer.status_code == 302
    firm = Firm.objects.get(pk=town.smith.pk)
    assert (firm.name, firm.website, firm.state) == ("Smith & Daughters", "https://smithcpa.com/about", "IL")
    assert Event.objects.latest().facts["after"]["time_zone"] == "America/Chicago"
