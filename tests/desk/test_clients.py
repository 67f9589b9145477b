"""Clients at the desk: found, changed, their people, and the connections that staff may end."""

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
    Status,
)
from clients.paydays import bank_today, next_debit
from tests.clients.test_assigning import effective
from tests.desk.doing import give, list_of, page_of, press, said
from tests.desk.offers import access_request, contact_invitation, firm_invitation, wish
from tests.letters import link_in
from tests.town import PAY, PEOPLE, TAXES, THIRD, contact, link

pytestmark = pytest.mark.django_db


def last() -> Event:
    return Event.objects.latest()


def typed(company: Client, **changed: str) -> dict[str, str]:
    """What the form of a client sends, with these fields typed over."""
    names = ("legal_name", "trading_name", "ein", "street", "city", "state", "postal_code", "pay_frequency")
    shown = {name: getattr(company, name) for name in names}
    own = {"status": company.status, "platform_contact": company.platform_contact_id or "", "first_pay_on": ""}
    return shown | own | {"phone": str(company.phone), "_save": "Save"} | changed


def petra() -> PlatformContact:
    return PlatformContact.objects.create(name="Petra Lang", email="petra@platform.example", phone="+12125550150")


class TestFindingAClient:
    @pytest.mark.parametrize("text", ["acm", "Acme Holding", "12-0000001", "120000001"])
    def test_by_either_name_and_ein(self, town, visit, text):
        Client.objects.filter(legal_name="Acme Corp").update(legal_name="Acme Holding Inc", trading_name="Acme Corp")
        page = visit("root").get(list_of(Client), {"q": text}).content.decode()
        assert "Acme Corp" in page
        assert "Bloom LLC" not in page

    def test_by_code_and_a_name_that_could_be_one_is_found_as_a_name(self, town, visit):
        client = visit("root")
        page = client.get(list_of(Client), {"q": town.acme.client.code.upper()}).content.decode()
        assert "Acme Corp" in page
        assert "Bloom LLC" not in page
        Client.objects.filter(legal_name="Bloom LLC").update(legal_name="Bakershops")
        assert "Bakershops" in client.get(list_of(Client), {"q": "bakershops"}).content.decode()

    def test_filtered_by_product_status_and_platform_contact(self, town, visit):
        care = petra()
        Client.objects.filter(pk=town.bloom.client.pk).update(platform_contact=care, status=Status.TERMINATED)
        for asked in (
            {"product__exact": "peo"},
            {"status__exact": "terminated"},
            {"care": care.pk},
        ):
            page = visit("root").get(list_of(Client), asked).content.decode()
            assert "Bloom LLC" in page
            assert "Acme Corp" not in page


class TestChangingAClient:
    def test_is_recorded_in_the_companys_book_with_before_and_after(self, town, visit):
        care = petra()
        company = town.acme.client
        fields = {"status": "enrolling", "platform_contact": str(care.pk), "ein": "12-3456789", "city": "Troy"}
        visit("root").post(page_of(company), typed(company, **fields))
        event = last()
        assert (event.verb, event.capacity, event.actor) == (Verb.DESK_CHANGED, "staff", town.root)
        assert (event.client_id, event.about_kind, event.about_id) == (company.pk, "client", company.pk)
        assert event.facts["before"] == {
            "status": "active",
            "platform_contact": None,
            "ein": "120000001",
            "city": "",
        }
        assert event.facts["after"]["platform_contact"] == "Petra Lang"
        assert event.facts["after"]["ein"] == "123456789"
        page = visit("root").get(page_of(company, "history")).content.decode()
        assert "Root Field changed Acme Corp at the support desk." in page

    def test_is_seen_by_the_firms_lists_at_once(self, town, visit):
        company = town.acme.client
        visit("root").post(page_of(company), typed(company, status="terminated", trading_name="Acme Bakery"))
        town.acme.refresh_from_db()
        assert (town.acme.status, town.acme.client_name) == ("terminated", "Acme Bakery")

    def test_moves_the_next_debit_with_the_schedule_and_the_status(self, town, visit):
        client, company = visit("root"), town.acme.client
        client.post(page_of(company), typed(company, pay_frequency="monthly", first_pay_on="2026-01-15"))
        company.refresh_from_db()
        assert company.next_debit_on == next_debit("monthly", company.first_pay_on, bank_today())
        client.post(page_of(company), typed(company, first_pay_on="2026-01-15", status="terminated"))
        company.refresh_from_db()
        assert company.next_debit_on is None
        answer = client.post(page_of(company), typed(company, first_pay_on=""))
        assert "Enter both: how often people are paid" in answer.content.decode()

    def test_touches_only_the_fields_that_were_changed(self, town, visit):
        company = town.acme.client
        page = typed(company, city="Troy")
        Client.objects.filter(pk=company.pk).update(status=Status.TERMINATED)
        visit("root").post(page_of(company), page | {"status": "terminated"})
        company.refresh_from_db()
        assert (company.status, company.city) == ("terminated", "Troy")

    @pytest.mark.parametrize(
        ("field", "text", "sentence"),
        [
            ("ein", "12-345678", "Enter an EIN of nine digits, like 12-3456789"),
            ("ein", "12-0000002", "Bloom LLC has this EIN."),
            ("legal_name", "", "Enter the company&#x27;s legal name"),
            ("legal_name", "x" * 121, "Use at most 120 characters"),
            ("trading_name", "see www.evil.com", "Enter a name without a web or email address"),
            ("street", "1 \u202eevil Road", "Use only letters and signs that can be seen"),
            ("state", "New York", "Enter the two letters of a state, like NY"),
            ("postal_code", "1000", "Enter a ZIP code, like 10001 or 10001-1234"),
            ("phone", "555", "Enter a phone number, like (212) 555-0199"),
        ],
    )
    def test_is_refused_in_words_and_nothing_happens(self, town, visit, field, text, sentence):
        company, before = town.acme.client, Event.objects.count()
        answer = visit("root").post(page_of(company), typed(company, **{field: text}))
        assert sentence in answer.content.decode()
        assert Event.objects.count() == before

    def test_never_changes_the_product_and_deletes_nothing(self, town, visit):
        client, company = visit("root"), town.acme.client
        client.post(page_of(company), typed(company, product="peo", city="Troy"))
        company.refresh_from_db()
        assert (company.product, company.city) == ("payroll", "Troy")
        assert client.post(page_of(company, "delete"), {"post": "yes"}).status_code == 403

    def test_adding_one_by_form_is_recorded_too(self, town, visit):
        fields = {"product": "peo", "status": "enrolling", "legal_name": "Dune Co", "ein": "129999999"}
        answer = visit("root").post(reverse("admin:clients_client_add"), fields | {"_save": "Save"})
        assert answer.status_code == 302
        made = Client.objects.get(legal_name="Dune Co")
        assert (last().verb, last().client_id, made.name) == (Verb.DESK_ADDED, made.pk, "Dune Co")


class TestPlatformContacts:
    def test_are_edited_and_recorded(self, town, visit):
        care = petra()
        fields = {"name": "Petra Lang", "email": "Petra@platform.example", "phone": "(212) 555-0151", "title": "Lead"}
        visit("root").post(page_of(care), fields | {"_save": "Save"})
        care.refresh_from_db()
        assert (str(care.phone), care.email) == ("+12125550151", "petra@platform.example")
        assert last().facts["after"] == {"title": "Lead", "phone": "+12125550151"}

    def test_with_clients_are_not_deleted(self, town, visit):
        care = petra()
        Client.objects.filter(pk=town.acme.client.pk).update(platform_contact=care)
        assert visit("root").post(page_of(care, "delete"), {"post": "yes"}).status_code == 403
        Client.objects.update(platform_contact=None)
        assert visit("root").post(page_of(care, "delete"), {"post": "yes"}).status_code == 302
        assert last().facts["before"]["name"] == "Petra Lang"


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
