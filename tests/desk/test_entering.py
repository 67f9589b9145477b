"""Who may enter the desk, and that being staff opens nothing else."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from advisor.audit.models import Event
from advisor.desk.site import desk, views_behind
from firms.models import Firm, FirmDomain
from tests.desk.doing import give, list_of, page_of
from tests.doors import addresses
from tests.town import PASSWORD, give_app

pytestmark = pytest.mark.django_db

INDEX = "/desk/"
PAGES = [address for address in addresses() if address.route.startswith("desk/")]


def url(address) -> str:
    return "/" + address.route.replace("<path:object_id>", "1").replace("<int:number>", "1").replace(
        "(?P<url>.*)$", "x/"
    )


@pytest.mark.parametrize("address", PAGES, ids=lambda address: address.route)
class TestEveryAddressOfTheDesk:
    def test_signed_out_leads_to_the_sign_in_page_and_back(self, town, visit, address):
        answer = visit(None).get(url(address))
        assert answer.status_code == 302
        assert answer["Location"] == f"/sign-in/?next={url(address)}"

    def test_does_not_exist_for_members_and_owners(self, town, visit, address):
        for who in ("sam", "olga", "nora"):
            client = visit(who)
            assert client.get(url(address)).status_code == 404
            assert client.post(url(address)).status_code == 404


class TestStaff:
    def test_without_a_second_factor_are_led_to_set_one_up(self, town, visit):
        Authenticator.objects.filter(user=town.root).delete()
        for address in (INDEX, list_of(Firm), page_of(town.smith)):
            answer = visit("root").get(address)
            assert answer.status_code == 403
            assert reverse("mfa_activate_totp") in answer.content.decode()
            assert "Smith CPA" not in answer.content.decode()

    def test_whose_session_was_opened_without_the_second_factor_are_asked_for_it(self, town, visit):
        Authenticator.objects.filter(user=town.root).delete()
        client = visit("root")
        give_app(town.root)
        answer = client.get(list_of(Firm), {"q": "smith"})
        assert answer.status_code == 302
        assert answer["Location"].startswith(
            f"{reverse('mfa_reauthenticate')}?next=%2Fdesk%2Ffirms%2Ffirm%2F%3Fq%3Dsmith"
        )

    def test_whose_second_factor_was_removed_since_are_out(self, town, visit):
        client = visit("root")
        assert client.get(INDEX).status_code == 200
        Authenticator.objects.filter(user=town.root).delete()
        assert client.get(INDEX).status_code == 403

    def test_of_the_demo_need_no_second_factor(self, town, visit, settings):
        Authenticator.objects.filter(user=town.root).delete()
        settings.DESK_NEEDS_TWO_STEP = False
        assert visit("root").get(INDEX).status_code == 200

    def test_who_may_no_longer_sign_in_are_out(self, town, visit):
        client = visit("root")
        type(town.root).objects.filter(pk=town.root.pk).update(is_active=False)
        assert client.get(INDEX).status_code == 302

    def test_without_any_right_see_an_empty_desk(self, town, visit):
        client = visit("gus")
        assert client.get(INDEX).status_code == 200
        assert client.get(list_of(Firm)).status_code == 403
        assert client.get(page_of(town.smith)).status_code == 403

    def test_with_the_right_to_look_can_look_and_not_act(self, town, visit):
        give(town.gus, "firms.view_firm", "firms.view_memberinvitation")
        client = visit("gus")
        assert "Smith CPA" in client.get(list_of(Firm)).content.decode()
        page = client.get(page_of(town.ivy)).content.decode()
        assert "ivy@smithcpa.com" in page
        assert "Resend invite" not in page
        assert client.get(reverse("admin:firms_firm_new_domain", args=[town.smith.pk])).status_code == 403
        before = Event.objects.count()
        client.post(page_of(town.ivy), {"CHANGE_FORM-action": "send_again", "_selected_action": town.ivy.pk})
        client.post(page_of(town.ivy), {"email": "evil@rivaltax.com", "_save": "Save"})
        town.ivy.refresh_from_db()
        assert town.ivy.email == "ivy@smithcpa.com"
        assert Event.objects.count() == before


class TestOutsideTheDesk:
    @pytest.mark.parametrize("who", ["gus", "root"])
    def test_staff_and_superusers_find_no_room_of_a_firm(self, town, visit, who):
        for name in ("firms:info", "firms:activity", "firms:edit", "home:dashboard"):
            assert visit(who).get(reverse(name)).status_code == 404
        assert visit(who).get(reverse("firms:member", args=[town.sam.pk])).status_code == 404

    def test_the_rights_of_the_desk_are_no_rights_on_a_firm(self, town):
        give(town.gus, "firms.view_firm")
        assert town.gus.has_perm("firms.view_firm")
        assert not town.gus.has_perm("firms.view_firm", town.smith)


class TestPasswords:
    @pytest.mark.parametrize(
        "path", ["login/", "logout/", "password_change/", "users/user/1/password/", "autocomplete/"]
    )
    def test_pages_of_djangos_own_are_not_there(self, town, visit, path):
        answer = visit("root").post(f"/desk/{path}", {"new_password1": PASSWORD, "new_password2": PASSWORD})
        assert answer.status_code in (302, 404)
        town.root.refresh_from_db()
        assert town.root.check_password(PASSWORD)
        assert visit("root").get(f"/desk/{path}").status_code in (302, 404)

    def test_nothing_on_a_page_of_a_person_is_made_of_the_password(self, town, visit):
        page = visit("root").get(page_of(town.olga.user)).content.decode()
        assert town.olga.user.password not in page
        assert 'name="password' not in page

    def test_a_posted_password_changes_nothing(self, town, visit):
        fields = {"password": "x", "is_staff": "", "_save": "Save"}
        visit("root").post(page_of(town.olga.user), fields)
        before = town.olga.user.password
        town.olga.user.refresh_from_db()
        assert town.olga.user.password == before

    @pytest.mark.parametrize("lookup", ["password__startswith", "password", "member__firm__name", "is_staff__regex"])
    def test_nobody_can_be_found_by_the_letters_of_a_secret(self, town, visit, lookup):
        answer = visit("root").get(list_of(type(town.root)), {lookup: "md5"})
        assert answer.status_code == 400


def test_every_view_of_the_desk_stands_behind_its_gate():
    assert {view.door.room for view in views_behind(desk.get_urls())} == {"desk"}


def test_a_session_key_is_nowhere(town, visit):
    client = visit("root")
    key = client.session.session_key
    session = client.get("/desk/usersessions/usersession/")
    assert key not in session.content.decode()
    assert client.get("/desk/usersessions/usersession/", {"session_key__startswith": key[0]}).status_code == 400


def test_a_firm_is_not_found_by_the_domain_of_another(town, visit):
    page = visit("root").get(list_of(Firm), {"q": "rivaltax"}).content.decode()
    assert "Rival Tax" in page
    assert "Smith CPA" not in page
    assert FirmDomain.objects.count() == 3
