"""The demo town."""

import time
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.home import demo
from advisor.permissions import ClientPermission
from advisor.support.models import PlatformContact
from advisor.users.models import User
from clients.models import (
    AccessRequest,
    Assignment,
    AssignmentRequest,
    Client,
    ClientLink,
    Contact,
    ContactInvitation,
    FirmInvitation,
)
from firms.models import Firm, Member, MemberInvitation

pytestmark = pytest.mark.django_db


def test_the_town_is_built_once_and_not_twice(settings):
    settings.DEBUG = True
    call_command("seed_demo")
    call_command("seed_demo")

    assert Member.objects.filter(firm__name="Smith CPA").count() == 6
    assert Firm.objects.count() == 2
    assert Client.objects.count() == 67
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
    Client.objects.filter(legal_name="Magnolia Bakehouse LLC").update(legal_name="Carla's Cakes LLC")
    Client.objects.filter(legal_name="Smith Orchards LLC").update(ein="999999999")

    call_command("seed_demo", reset=True)

    assert Member.objects.filter(firm__name="Smith CPA").count() == 6
    assert Client.objects.count() == Client.objects.exclude(legal_name="Carla's Cakes LLC").count() == 67
    assert PlatformContact.objects.count() == 3
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


def test_the_town_is_built_in_seconds():
    started = time.process_time()
    demo.seed()
    assert time.process_time() - started < 5


def test_every_tab_has_something_and_only_active_clients_are_42_and_9(visit):
    demo.seed()
    smith = ClientLink.objects.live().filter(firm__name="Smith CPA")
    found = Counter(smith.order_by().values_list("product", "status"))
    assert found == {
        ("payroll", "active"): 42,
        ("peo", "active"): 9,
        ("payroll", "enrolling"): 3,
        ("peo", "enrolling"): 2,
        ("payroll", "terminated"): 2,
        ("peo", "terminated"): 1,
    }
    assert AccessRequest.objects.open().filter(firm__name="Smith CPA").count() == 3
    client = visit("olga")
    for product in ("payroll", "peo"):
        for tab in ("active", "enrolling", "requested", "terminated"):
            page = client.get(f"/clients/{product}/", {"tab": tab})
            assert page.status_code == 200
            assert "<tbody>" in page.content.decode()


def test_grants_and_assignments_differ():
    demo.seed()
    smith = ClientLink.objects.live().filter(firm__name="Smith CPA")
    assert len(set(smith.values_list("granted", flat=True))) >= 8
    reach = Counter(Assignment.objects.live().values_list("member__user__username", flat=True))
    assert reach["walt"] > reach["mona"] > reach["sam"] > 0 == reach["tess"]
    assert smith.exclude(pk__in=Assignment.objects.live().values("link")).exists()
    assert Assignment.objects.live().filter(permissions=0).exists()
    assert Assignment.objects.live().filter(expires_at__isnull=False).exists()
    for row in Assignment.objects.whole():
        assert row.permissions & ~row.link.granted == ClientPermission.none()
        assert row.link.granted & ~row.link.client.offered == ClientPermission.none()


def test_companies_have_contacts_who_decide_and_everything_that_a_support_desk_asks_for():
    demo.seed()
    for client in Client.objects.exclude(status="terminated"):
        assert client.platform_contact
        assert client.next_debit_on
        assert client.street
        assert client.phone
        assert client.contacts.who_let_firms_in().exists()
    assert Client.objects.values("ein").distinct().count() == 67


def test_something_waits_for_everybody():
    demo.seed()
    olga, raj = (Member.objects.get(user__username=name) for name in ("olga", "raj"))
    assert FirmInvitation.objects.waiting_for(olga).count() == FirmInvitation.objects.waiting_for(raj).count() == 2
    assert AssignmentRequest.objects.open().get().member.user.username == "sam"
    pia = Contact.objects.get(user__username="pia")
    assert AccessRequest.objects.open().get(email=pia.user.email).firm.name == "Rival Tax"
    carla = Contact.objects.get(user__username="carla")
    assert carla.client.links.live().count() == 2
    for kind in (FirmInvitation, ContactInvitation):
        assert {"pending", "expired"} <= {offer.state for offer in kind.objects.filter(client=carla.client)}


def test_one_person_is_a_member_and_a_contact_and_chooses_where_to_go(visit):
    demo.seed()
    page = visit("olga").get("/").content.decode()
    assert "Smith CPA" in page
    assert "Smith Orchards" in page


def test_the_record_explains_every_grant_and_every_assignment():
    demo.seed()
    for link in ClientLink.objects.select_related("client", "firm"):
        book = Event.objects.of_client(link.client_id).of_firm(link.firm_id)
        said = book.filter(verb__in=[Verb.CLIENT_CONNECTED, Verb.GRANT_CHANGED]).latest()
        assert said.facts["after"] == link.granted.codenames
        assert book.filter(verb=Verb.LINK_ENDED).exists() is bool(link.ended_at)
    for row in Assignment.objects.whole():
        book = Event.objects.of_client(row.link.client_id).of_firm(row.firm_id).filter(about_id=row.member.user_id)
        given = ClientPermission.of(book.filter(verb=Verb.MEMBER_ASSIGNED).latest().facts["after"])
        assert given & row.link.granted == row.permissions
        assert book.filter(verb=Verb.ASSIGNMENT_ENDED).exists() is bool(row.ended_at)


def test_the_history_is_told_in_its_order_and_never_of_the_future():
    demo.seed()
    moments = list(Event.objects.order_by("pk").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert Event.objects.latest().at.timestamp() <= time.time()
