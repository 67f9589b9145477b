"""People at the desk: finding a caller, ending sessions, deactivating, starting a recovery, rights of staff."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.mail.models import Letter
from advisor.permissions import FirmPermission
from advisor.users.models import User
from tests.desk.doing import choose, give, list_of, page_of, press, said
from tests.letters import link_in
from tests.town import PASSWORD

pytestmark = pytest.mark.django_db


def last() -> Event:
    return Event.objects.latest()


class TestFindingSomebody:
    @pytest.mark.parametrize("text", ["olga", "Olga Field", "olga@smithcpa.com", "olga@example.com"])
    def test_by_name_username_and_either_email(self, town, visit, text):
        page = visit("root").get(list_of(User), {"q": text}).content.decode()
        assert "olga@smithcpa.com" in page
        assert "sam@smithcpa.com" not in page

    @pytest.mark.parametrize("text", ["(212) 555-0177", "+1 212 555 0177", "212.555.0177"])
    def test_by_a_phone_number_in_any_spelling(self, town, visit, text):
        User.objects.filter(pk=town.sam.user.pk).update(cell_phone="+12125550177")
        page = visit("root").get(list_of(User), {"q": text}).content.decode()
        assert "sam@smithcpa.com" in page
        assert "olga@smithcpa.com" not in page

    def test_the_page_shows_the_cell_phone_and_warns_that_a_number_is_no_proof(self, town, visit):
        page = visit("root").get(page_of(town.olga.user)).content.decode()
        assert "(212) 555-0102" in page
        assert "never itself a proof" in page


class TestEndingSessions:
    def test_signs_out_a_live_client_and_is_recorded(self, town, visit):
        sam = signed_in_through_the_page(visit, "sam")
        assert sam.get(reverse("firms:info")).status_code == 200
        answer = press(visit("root"), town.sam.user, "end_all_sessions", sure=True)
        assert "1 session ended" in said(answer)
        assert sam.get(reverse("firms:info")).status_code == 302
        event = last()
        assert (event.verb, event.actor, event.capacity) == (Verb.SESSIONS_ENDED, town.root, "staff")
        assert (event.about_id, event.firm_id, event.facts) == (town.sam.user.pk, town.smith.pk, {"number": 1})

    def test_asks_first_and_does_nothing_until_answered(self, town, visit):
        sam = signed_in_through_the_page(visit, "sam")
        answer = press(visit("root"), town.sam.user, "end_all_sessions")
        assert "signed out everywhere" in answer.content.decode()
        assert sam.get(reverse("firms:info")).status_code == 200

    def test_one_session_leaves_the_others(self, town, visit):
        one, other = signed_in_through_the_page(visit, "sam"), signed_in_through_the_page(visit, "sam")
        row = UserSession.objects.get(session_key=one.session.session_key)
        press(visit("root"), row, "end", sure=True)
        assert one.get(reverse("firms:info")).status_code == 302
        assert other.get(reverse("firms:info")).status_code == 200
        assert last().verb == Verb.SESSIONS_ENDED


class TestDeactivating:
    def test_ends_sessions_and_closes_the_door_until_reactivated(self, town, visit):
        sam, root = signed_in_through_the_page(visit, "sam"), visit("root")
        press(root, town.sam.user, "deactivate", sure=True)
        assert sam.get(reverse("firms:info")).status_code == 302
        again = visit(None).post(reverse("account_login"), {"login": "sam", "password": PASSWORD})
        assert again.status_code != 302 or "inactive" in again["Location"]
        event = last()
        assert event.verb == Verb.DESK_CHANGED
        assert (event.facts["before"], event.facts["after"]) == ({"may_sign_in": True}, {"may_sign_in": False})
        press(root, town.sam.user, "reactivate")
        signed_in_through_the_page(visit, "sam")

    def test_oneself_is_refused(self, town, visit):
        answer = press(visit("root"), town.root, "deactivate", sure=True)
        assert "cannot do this to yourself" in said(answer)
        town.root.refresh_from_db()
        assert town.root.is_active

    def test_staff_cannot_deactivate_other_staff(self, town, visit):
        give(town.gus, "users.view_user", "users.change_user")
        answer = press(visit("gus"), town.root, "deactivate", sure=True)
        assert "Only a superuser" in said(answer)
        town.root.refresh_from_db()
        assert town.root.is_active


class TestStartingARecovery:
    def test_sends_the_letter_to_the_persons_own_address_and_nowhere_else(self, town, visit, post):
        give(town.gus, "users.view_user", "users.change_user")
        answer = press(visit("gus"), town.sam.user, "send_reset")
        assert "sam@example.com" in said(answer)
        assert [letter.to for letter in Letter.objects.all()] == ["sam@example.com"]
        event = Event.objects.get(verb=Verb.RESET_ASKED)
        assert (event.actor, event.about_id) == (town.gus, town.sam.user.pk)
        assert "/reset-password/" in link_in(post.to("sam@example.com"), "reset-password")

    def test_shows_staff_no_link(self, town, visit):
        press(visit("root"), town.sam.user, "send_reset")
        letter = Letter.objects.get(to="sam@example.com")
        key = link_in_text(letter.text)
        for page in (page_of(letter), list_of(Letter), page_of(town.sam.user), page_of(town.sam.user, "history")):
            assert key not in visit("root").get(page).content.decode()

    def test_is_refused_without_a_confirmed_address(self, town, visit):
        answer = press(visit("root"), town.fred.user, "send_reset")
        assert "confirmed neither address" in said(answer)
        assert not Letter.objects.exists()


class TestRightsOfStaff:
    def test_a_superuser_makes_somebody_staff_and_it_is_recorded_with_before_and_after(self, town, visit):
        group = Group.objects.create(name="Callers")
        visit("root").post(page_of(town.nora), {"is_staff": "on", "groups": [group.pk], "_save": "Save"})
        town.nora.refresh_from_db()
        assert town.nora.is_staff
        event = last()
        assert event.verb == Verb.DESK_CHANGED
        assert event.facts["before"] == {"is_staff": False, "groups": []}
        assert event.facts["after"] == {"is_staff": True, "groups": ["Callers"]}

    def test_staff_who_are_no_superuser_cannot(self, town, visit):
        give(town.gus, "users.view_user", "users.change_user", "auth.change_group", "auth.add_group")
        client = visit("gus")
        for person in (town.nora, town.gus):
            client.post(page_of(person), {"is_staff": "on", "is_superuser": "on", "_save": "Save"})
            person.refresh_from_db()
            assert not person.is_superuser
        assert client.get(list_of(Group)).status_code == 403

    def test_nobody_changes_their_own(self, town, visit):
        visit("root").post(page_of(town.root), {"_save": "Save"})
        town.root.refresh_from_db()
        assert town.root.is_superuser

    def test_a_set_of_rights_is_about_the_desk_only_and_recorded(self, town, visit):
        client = visit("root")
        page = client.get(reverse("admin:auth_group_add")).content.decode()
        assert "See firms" in page
        for permission in FirmPermission:
            assert permission.label not in page
        look = Permission.objects.get(codename="view_firm")
        client.post(reverse("admin:auth_group_add"), {"name": "Callers", "permissions": [look.pk], "_save": "Save"})
        assert last().verb == Verb.DESK_ADDED
        assert last().facts["after"] == {"name": "Callers", "permissions": [str(look)]}
        client.post(page_of(Group.objects.get(), "delete"), {"post": "yes"})
        assert last().verb == Verb.DESK_DELETED
        assert last().facts["before"] == {"name": "Callers"}


def test_several_people_at_once_are_acts_of_their_own(town, visit):
    rows = [town.sam.user, town.mona.user, town.root]
    answer = choose(visit("root"), rows, "deactivate", sure=True)
    assert "cannot do this to yourself" in said(answer)
    assert User.objects.filter(is_active=False).count() == 2
    assert Event.objects.filter(verb=Verb.DESK_CHANGED).count() == 2


def signed_in_through_the_page(visit, who):
    client = visit(None)
    answer = client.post(reverse("account_login"), {"login": who, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def link_in_text(text: str) -> str:
    return next(word for word in text.split() if "/reset-password/" in word).rstrip("/").rpartition("/")[2]
