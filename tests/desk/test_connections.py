"""The people of a client at the desk, the offers by mail, and the connections that staff may end."""

import re
from html import unescape

import pytest
from django.urls import reverse

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.support.models import PlatformContact
from advisor.users.models import User
from clients.models import (
    Assignment,
    AssignmentRequest,
    Client,
    ClientLink,
    Contact,
    ContactInvitation,
    FirmInvitation,
)
from tests.clients.test_assigning import effective
from tests.desk.doing import give, list_of, page_of, press, said
from tests.desk.offers import access_request, contact_invitation, firm_invitation, wish
from tests.letters import link_in
from tests.town import PAY, PEOPLE, TAXES, THIRD, contact, link

pytestmark = pytest.mark.django_db


def last() -> Event:
    return Event.objects.latest()


class TestContacts:
    def test_removing_one_keeps_the_last_who_decides(self, town, visit):
        assert "at least one contact" in said(press(visit("root"), town.carla, "take_out", sure=True))
        press(visit("root"), town.dora, "take_out", sure=True)
        assert [str(one) for one in Contact.objects.filter(client=town.acme.client)] == ["Carla Field"]
        assert (last().verb, last().capacity, last().client_id) == (
            Verb.CONTACT_REMOVED,
            "staff",
            town.acme.client.pk,
        )

    def test_inviting_one_sends_a_letter_with_the_chosen_permissions(self, town, visit, post):
        address = reverse("admin:clients_client_new_contact", args=[town.acme.client.pk])
        fields = {"first_name": "Zoe", "last_name": "Park", "email": "Zoe@Acme-Corp.com", "title": "Owner"}
        chosen = {"permissions": ["manage_third_parties", "manage_employees"]}
        answer = visit("root").post(address, fields | chosen)
        assert answer.status_code == 302
        invited = ContactInvitation.objects.get()
        assert (invited.email, invited.permissions, invited.invited_by) == (
            "zoe@acme-corp.com",
            THIRD | PEOPLE,
            town.root,
        )
        assert (last().verb, last().capacity) == (Verb.CONTACT_INVITED, "staff")
        assert link_in(post.to("zoe@acme-corp.com"), "/invitation/")
        again = visit("root").post(address, fields | chosen)
        assert again.status_code == 422
        assert "already been invited" in again.content.decode()

    def test_a_permission_of_the_other_product_cannot_be_chosen(self, town, visit):
        address = reverse("admin:clients_client_new_contact", args=[town.acme.client.pk])
        assert "Manage company benefits" not in visit("root").get(address).content.decode()
        fields = {"first_name": "Zoe", "last_name": "Park", "email": "zoe@acme-corp.com"}
        answer = visit("root").post(address, fields | {"permissions": ["manage_benefits"]})
        assert answer.status_code == 422
        assert not ContactInvitation.objects.exists()

    def test_inviting_needs_its_right(self, town, visit):
        give(town.gus, "clients.view_client", "clients.change_client")
        address = reverse("admin:clients_client_new_contact", args=[town.acme.client.pk])
        assert visit("gus").get(address).status_code == 403
        assert "Invite a contact" not in visit("gus").get(page_of(town.acme.client)).content.decode()


class TestOffersByMail:
    def test_of_every_kind_are_sent_again_and_withdrawn(self, town, visit, post):
        client = visit("root")
        for offer in (
            firm_invitation(town.carla, "zoe@books.com"),
            contact_invitation(town.carla, "zack@acme.example"),
            access_request(town.olga, "boss@dune.example"),
        ):
            old = offer.token_digest
            assert "old link is dead" in said(press(client, offer, "send_again"))
            offer.refresh_from_db()
            assert offer.token_digest != old
            assert link_in(post.to(offer.email), "/invitation/")
            press(client, offer, "take_back", sure=True)
            offer.refresh_from_db()
            assert offer.withdrawn_at
            assert (last().verb, last().capacity) == (Verb.INVITATION_WITHDRAWN, "staff")
            assert "withdrew the invitation" in client.get(page_of(offer, "history")).content.decode()
            for page in (page_of(offer), list_of(type(offer))):
                assert offer.token_digest not in client.get(page).content.decode()

    def test_are_not_edited_by_form(self, town, visit):
        offer = firm_invitation(town.carla, "zoe@books.com")
        answer = visit("root").post(page_of(offer), {"email": "evil@evil.com", "permissions": "1023", "_save": "Save"})
        assert answer.status_code == 403
        offer.refresh_from_db()
        assert offer.email == "zoe@books.com"


class TestConnections:
    def test_ending_one_asks_first_then_ends_every_assignment_and_tells_both_sides(self, town, visit, post):
        client = visit("root")
        asked = press(client, town.acme, "end").content.decode()
        assert "Nobody of the firm reaches" in asked
        assert effective(town.sam, town.acme) == PAY | TAXES
        press(client, town.acme, "end", sure=True)
        assert effective(town.sam, town.acme) is None
        assert not Assignment.objects.live().filter(link=town.acme).exists()
        event = Event.objects.get(verb=Verb.LINK_ENDED)
        assert (event.capacity, event.firm_id, event.client_id) == (
            "staff",
            town.smith.pk,
            town.acme.client.pk,
        )
        for address in ("olga@smithcpa.com", "carla@acme.example"):
            assert "Root Field" in post.to(address).text
        assert "Acme" in said(press(client, town.acme, "end", sure=True))

    def test_no_form_grants_anything(self, town, visit):
        for row in (town.acme, Assignment.objects.get(), wish(town.bloom, town.sam)):
            fields = {"granted": "1023", "permissions": "1023", "_save": "Save"}
            assert visit("root").post(page_of(row), fields).status_code == 403
            assert visit("root").post(page_of(row, "delete"), {"post": "yes"}).status_code == 403

    def test_an_assignment_is_ended_and_the_member_told(self, town, visit, post):
        press(visit("root"), Assignment.objects.get(), "end", sure=True)
        assert effective(town.sam, town.acme) is None
        assert "Acme Corp" in post.to("sam@smithcpa.com").text
        assert (last().verb, last().capacity) == (Verb.ASSIGNMENT_ENDED, "staff")

    def test_its_page_says_what_the_member_can_do_now(self, town, visit):
        ClientLink.objects.filter(pk=town.acme.pk).update(granted=PAY)
        page = visit("root").get(page_of(Assignment.objects.get())).content.decode()
        assert "Make payments, Manage company tax information" in page
        assert page.count("Make payments") == 2

    @pytest.mark.parametrize(("state", "shown"), [("now", True), ("over", False)])
    def test_are_filtered_by_whether_they_live(self, town, visit, state, shown):
        page = visit("root").get(list_of(Assignment), {"state": state}).content.decode()
        assert ("Sam Field" in page) is shown

    def test_the_history_is_what_happened_between_the_two(self, town, visit):
        press(visit("root"), Assignment.objects.get(), "end", sure=True)
        other = link(town.acme.client, town.rival, PAY)
        client = visit("root")
        assert "ended the access of Sam Field" in client.get(page_of(town.acme, "history")).content.decode()
        assert "Sam Field" not in client.get(page_of(other, "history")).content.decode()


RIGHTS = {
    "clients.view_client": Client,
    "clients.view_contact": Contact,
    "clients.view_contactinvitation": ContactInvitation,
    "clients.view_firminvitation": FirmInvitation,
    "clients.view_clientlink": ClientLink,
    "clients.view_assignment": Assignment,
    "clients.view_assignmentrequest": AssignmentRequest,
    "support.view_platformcontact": PlatformContact,
}


class TestStaffWithoutTheSuperusersFlag:
    @pytest.mark.parametrize("right", RIGHTS)
    def test_see_only_the_tables_of_their_rights_and_act_in_none(self, town, visit, right):
        give(town.gus, right)
        client = visit("gus")
        for name, model in RIGHTS.items():
            assert client.get(list_of(model)).status_code == (200 if name == right else 403)
        for row, act in ((town.acme, "end"), (Assignment.objects.get(), "end"), (town.dora, "take_out")):
            press(client, row, act, sure=True)
        assert effective(town.sam, town.acme) == PAY | TAXES
        assert Contact.objects.filter(pk=town.dora.pk).exists()
        assert not Event.objects.exists()

    def test_end_a_connection_with_the_right_to(self, town, visit):
        give(town.gus, "clients.view_clientlink", "clients.delete_clientlink")
        press(visit("gus"), town.acme, "end", sure=True)
        assert not ClientLink.objects.live().filter(pk=town.acme.pk).exists()


def test_the_rights_of_the_desk_and_the_superusers_flag_are_no_rights_at_a_client(town):
    give(town.gus, "clients.view_client", "clients.change_client")
    assert town.gus.has_perm("clients.change_client")
    for staff in (town.gus, town.root):
        for about in (town.acme, town.acme.client):
            for name in ("change_client", "view_client", "make_payments"):
                assert not staff.has_perm(f"clients.{name}", about)


def test_names_from_strangers_are_shown_and_not_run(town, visit):
    Client.objects.filter(pk=town.acme.client.pk).update(legal_name="<script>alert(1)</script>")
    evil = contact("evil", town.bloom.client)
    User.objects.filter(pk=evil.user.pk).update(first_name="<script>alert(1)</script>")
    for page in (list_of(Client), list_of(ClientLink), list_of(Contact), page_of(town.acme), page_of(evil)):
        text = visit("root").get(page).content.decode()
        assert "<script>alert" not in text


def test_from_a_firm_a_member_and_a_person_one_gets_to_their_clients(town, visit):
    client = visit("root")
    for row, words, found in (
        (town.smith, "Connections of the firm", 2),
        (town.sam, "Assignments of the member", 1),
        (town.carla.user, "Companies of this person", 1),
    ):
        page = client.get(page_of(row)).content.decode()
        address = re.search(rf'href="([^"]+)">{words}<', page)
        assert client.get(unescape(address[1])).context["cl"].result_count == found
