"""Firms at the desk: domains, exceptions to the domain rule, members, invitations."""

import pytest
from django.urls import reverse

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.permissions import FirmPermission
from firms.actions.domains import colleagues_address, founders_address
from firms.models import DomainException, FirmDomain, Member
from tests.desk.doing import give, list_of, page_of, press, said
from tests.letters import link_in
from tests.town import age, member, person

pytestmark = pytest.mark.django_db


def last() -> Event:
    return Event.objects.latest()


def add_domain(client, firm, domain):
    return client.post(reverse("admin:firms_firm_new_domain", args=[firm.pk]), {"domain": domain})


def except_domain(client, domain, *, allowed, reason="They asked."):
    fields = {"domain": domain, "reason": reason, "_save": "Save"} | ({"allowed": "on"} if allowed else {})
    return client.post(reverse("admin:firms_domainexception_add"), fields)


class TestAFurtherDomain:
    def test_lets_its_people_be_invited_and_is_recorded_with_the_firm(self, town, visit):
        answer = add_domain(visit("root"), town.smith, "Smith-Tax.com.")
        assert answer.status_code == 302
        assert colleagues_address(town.smith, "zoe@mail.smith-tax.com").domain == "smith-tax.com"
        event = last()
        assert (event.verb, event.capacity, event.actor) == (Verb.DOMAIN_ADDED, "staff", town.root)
        assert (event.firm_id, event.about_name) == (town.smith.pk, "smith-tax.com")

    @pytest.mark.parametrize(
        ("domain", "sentence"),
        [
            ("rivaltax.com", "already belongs to a firm"),
            ("smithcpa.com", "already belongs to a firm"),
            ("gmail.com", "Strangers share this domain"),
            ("mail.smith-tax.com", "Enter smith-tax.com"),
            ("com", "Enter a domain, like smith-cpa.com"),
            ("sm\u0456thcpa.com", "Enter a domain, like smith-cpa.com"),
            ("", "Enter a domain, like smith-cpa.com"),
        ],
    )
    def test_is_refused_with_what_to_do(self, town, visit, domain, sentence):
        before = Event.objects.count()
        answer = add_domain(visit("root"), town.smith, domain)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert FirmDomain.objects.filter(firm=town.smith).count() == 1
        assert Event.objects.count() == before

    def test_needs_the_right_to_add_domains(self, town, visit):
        give(town.gus, "firms.view_firm", "firms.change_firm")
        assert add_domain(visit("gus"), town.smith, "smith-tax.com").status_code == 403
        give(town.gus, "firms.add_firmdomain")
        assert add_domain(visit("gus"), town.smith, "smith-tax.com").status_code == 302


class TestRemovingADomain:
    def test_the_last_one_stays(self, town, visit):
        row = town.rival.domains.get()
        assert "only email domain" in said(press(visit("root"), row, "remove", sure=True))
        assert town.rival.domains.exists()

    def test_one_that_a_member_writes_from_stays(self, town, visit):
        FirmDomain.objects.create(firm=town.smith, domain="smith-tax.com")
        row = town.smith.domains.get(domain="smithcpa.com")
        assert "work email at this domain" in said(press(visit("root"), row, "remove", sure=True))
        assert town.smith.domains.count() == 2

    def test_another_one_goes_and_is_recorded(self, town, visit):
        row = FirmDomain.objects.create(firm=town.smith, domain="smith-tax.com")
        press(visit("root"), row, "remove", sure=True)
        assert [held.domain for held in town.smith.domains.all()] == ["smithcpa.com"]
        assert (last().verb, last().about_name, last().firm_id) == (Verb.DOMAIN_REMOVED, "smith-tax.com", town.smith.pk)

    def test_no_form_changes_or_deletes_it(self, town, visit):
        row = FirmDomain.objects.create(firm=town.smith, domain="smith-tax.com")
        client = visit("root")
        assert client.post(page_of(row, "delete"), {"post": "yes"}).status_code == 403
        assert client.post(page_of(row), {"domain": "evil.com", "_save": "Save"}).status_code == 403
        assert client.get(reverse("admin:firms_firmdomain_add")).status_code == 403
        row.refresh_from_db()
        assert row.domain == "smith-tax.com"


class TestExceptions:
    def test_a_public_domain_can_be_allowed(self, town, visit):
        with pytest.raises(Refused):
            founders_address("amy@hey.com")
        except_domain(visit("root"), "HEY.com", allowed=True)
        assert founders_address("amy@hey.com").domain == "hey.com"
        assert last().verb == Verb.DESK_ADDED
        assert last().facts["after"] == {"domain": "hey.com", "allowed": True, "reason": "They asked."}

    def test_any_domain_can_be_refused_and_allowed_again(self, town, visit):
        client = visit("root")
        founders_address("amy@shady-books.com")
        except_domain(client, "shady-books.com", allowed=False)
        with pytest.raises(Refused):
            founders_address("amy@shady-books.com")
        row = DomainException.objects.get()
        fields = {"domain": "shady-books.com", "allowed": "on", "reason": "They asked.", "_save": "Save"}
        client.post(page_of(row), fields)
        assert founders_address("amy@shady-books.com").domain == "shady-books.com"
        assert (last().verb, last().facts["before"], last().facts["after"]) == (
            Verb.DESK_CHANGED,
            {"allowed": False},
            {"allowed": True},
        )

    def test_taking_one_back_restores_the_rule_and_is_recorded(self, town, visit):
        client = visit("root")
        except_domain(client, "hey.com", allowed=True)
        client.post(page_of(DomainException.objects.get(), "delete"), {"post": "yes"})
        with pytest.raises(Refused):
            founders_address("amy@hey.com")
        assert last().verb == Verb.DESK_DELETED
        assert last().facts["before"]["domain"] == "hey.com"

    def test_saving_without_a_change_writes_nothing_into_the_book(self, town, visit):
        client = visit("root")
        except_domain(client, "hey.com", allowed=True)
        before = Event.objects.count()
        client.post(
            page_of(DomainException.objects.get()), {"domain": "hey.com", "allowed": "on", "reason": "They asked."}
        )
        assert Event.objects.count() == before

    @pytest.mark.parametrize("domain", ["foo.github.io", "not a domain", "com", "h\u0435y.com"])
    def test_what_is_no_whole_domain_is_refused(self, town, visit, domain):
        assert except_domain(visit("root"), domain, allowed=True).status_code == 200
        assert not DomainException.objects.exists()


class TestInvitations:
    def test_resending_kills_the_old_link_and_is_recorded(self, town, visit, post):
        old = reverse("invitations:arrive", args=[town.ivy_token])
        answer = press(visit("root"), town.ivy, "send_again")
        assert "old link is dead" in said(answer)
        new = link_in(post.to("ivy@smithcpa.com"), "/invitation/")
        assert visit(None).get(old, follow=True).status_code == 404
        assert "Smith CPA" in visit(None).get(new, follow=True).content.decode()
        event = last()
        assert (event.verb, event.capacity, event.firm_id) == (Verb.INVITATION_RESENT, "staff", town.smith.pk)

    def test_an_expired_one_can_be_sent_again_too(self, town, visit):
        age(town.ivy, days=8)
        press(visit("root"), town.ivy, "send_again")
        town.ivy.refresh_from_db()
        assert town.ivy.is_open

    def test_withdrawing_asks_first(self, town, visit):
        client = visit("root")
        assert "no longer works" in press(client, town.ivy, "take_back").content.decode()
        town.ivy.refresh_from_db()
        assert town.ivy.is_open
        press(client, town.ivy, "take_back", sure=True)
        town.ivy.refresh_from_db()
        assert town.ivy.withdrawn_at
        assert "accepted or withdrawn" in said(press(client, town.ivy, "send_again"))

    def test_no_link_and_no_digest_stands_on_a_page(self, town, visit):
        for page in (page_of(town.ivy), page_of(town.ivy, "history"), list_of(type(town.ivy))):
            text = visit("root").get(page).content.decode()
            assert town.ivy.token_digest not in text
            assert town.ivy_token not in text


class TestMembers:
    def test_removing_one_is_recorded_with_what_they_held(self, town, visit):
        press(visit("root"), town.mona, "take_out", sure=True)
        assert not Member.objects.filter(pk=town.mona.pk).exists()
        event = last()
        assert (event.verb, event.capacity, event.firm_id) == (Verb.MEMBER_REMOVED, "staff", town.smith.pk)
        assert event.facts["before"]["permissions"] == ["manage_members", "assign_clients", "view_activity"]

    def test_the_last_administrator_stays(self, town, visit):
        assert "at least one member" in said(press(visit("root"), town.olga, "take_out", sure=True))
        assert Member.objects.filter(pk=town.olga.pk).exists()

    def test_the_firm_reads_in_its_own_log_that_support_did_it(self, town, visit):
        press(visit("root"), town.sam, "take_out", sure=True)
        assert "Root Field removed Sam Field" in visit("olga").get(reverse("firms:activity")).content.decode()

    def test_roles_and_permissions_are_not_edited_here(self, town, visit):
        answer = visit("root").post(page_of(town.sam), {"role": "Boss", "permissions": "31", "_save": "Save"})
        assert answer.status_code == 403
        town.sam.refresh_from_db()
        assert town.sam.role == "Accountant"
        assert town.sam.permissions == FirmPermission.none()


def test_the_history_of_a_firm_is_its_book(town, visit):
    client = visit("root")
    add_domain(client, town.smith, "smith-tax.com")
    page = client.get(page_of(town.smith, "history")).content.decode()
    assert "Root Field added the email domain smith-tax.com" in page
    assert "smith-tax.com" not in client.get(page_of(town.rival, "history")).content.decode()


def test_names_from_strangers_are_shown_and_not_run(town, visit):
    evil = person("evil", "rivaltax.com", first_name="<script>alert(1)</script>")
    member(evil, town.rival, FirmPermission.none())
    for page in (list_of(Member), list_of(type(evil)), page_of(evil), page_of(evil.member), page_of(evil, "history")):
        text = visit("root").get(page).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text
