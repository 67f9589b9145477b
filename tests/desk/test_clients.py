"""Clients at the desk: found and changed, and the platform's contacts for them."""

import pytest
from django.urls import reverse

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.support.models import PlatformContact
from clients.models import (
    Client,
    Status,
)
from clients.paydays import bank_today, next_debit
from tests.desk.doing import list_of, page_of

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
