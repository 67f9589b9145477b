"""Who hears of what is done about assignments and about a firm's access, and where the letter leads."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from advisor.dates import day, moment
from advisor.permissions import ADMINISTRATOR, FirmPermission
from clients.actions.assigning import assign, end_assignment, end_expired
from clients.actions.granting import change_grant, end_link, shut_out
from clients.actions.requesting import decline_wish, grant_wish, request_access
from clients.actions.several import assign_several
from clients.models import Assignment
from firms.models.permission import replace
from tests.letters import link_in
from tests.town import PAY, PEOPLE, REPORTS, SETTINGS, TAXES, THIRD, at_work, member, person

pytestmark = pytest.mark.django_db
SAM, MONA, OLGA = "sam@smithcpa.com", "mona@smithcpa.com", "olga@smithcpa.com"
CARLA, PIA = "carla@acme.example", "pia@bloom.example"


def page_of(link) -> str:
    return reverse("clients:client", args=[link.client.code])


def test_whoever_is_assigned_reads_where_with_what_until_when(town, post):
    until = timezone.now() + timedelta(days=30)
    assign(town.bloom, town.sam, PEOPLE, by=town.mona, until=until)

    news = post.news()
    assert set(news) == {SAM}
    assert news[SAM].subject == "Mona Field assigned you to Bloom LLC on Advisor Dashboard"
    assert link_in(news[SAM]) == page_of(town.bloom)
    for said in ("Justworks PEO account of Bloom LLC", "- Manage employees: ", moment(until), MONA):
        assert said in news[SAM].text
    assert "Make payments" not in news[SAM].text


def test_another_set_of_permissions_is_told_as_a_change(town, post):
    assign(town.acme, town.sam, PEOPLE, by=town.mona)

    news = post.news()
    assert set(news) == {SAM}
    assert news[SAM].subject == "Mona Field changed what you may do at Acme Corp on Advisor Dashboard"
    assert "ends by itself" not in news[SAM].text


def test_who_assigns_themselves_gets_no_letter(town, post):
    assign(town.acme, town.mona, PAY, by=town.mona)
    assign_several([town.acme, town.bloom], [town.mona], PEOPLE, by=town.mona)
    end_assignment(town.acme, town.mona, by=town.mona)

    assert not post.news()


def test_several_assignments_are_one_letter_to_each(town, post):
    assign_several([town.acme, town.bloom], [town.sam, town.olga, town.mona], PEOPLE, by=town.mona)

    news = post.news()
    assert set(news) == {SAM, OLGA}
    for letter in news.values():
        assert letter.subject == "Mona Field assigned you to 2 clients on Advisor Dashboard"
        assert link_in(letter) == reverse("clients:all")
        for said in ("\n- Acme Corp\n- Bloom LLC\n", "- Manage employees: "):
            assert said in letter.text


def test_nothing_that_stays_as_it_was_is_told(town, post):
    assign_several([town.acme], [town.sam], PAY | TAXES, by=town.mona)

    assert not post.news()


def test_whose_assignment_a_colleague_ends_can_ask_for_it_again(town, post):
    end_assignment(town.acme, town.sam, by=town.mona)

    news = post.news()
    assert set(news) == {SAM}
    assert news[SAM].subject == "Mona Field ended your access to Acme Corp on Advisor Dashboard"
    assert link_in(news[SAM]) == reverse("clients:request_access", args=[town.acme.client.code])
    assert f"Ask Mona Field: {MONA}" in news[SAM].text


def test_an_end_date_that_has_come_is_told_in_nobodys_name(town, post):
    Assignment.objects.filter(member=town.sam).update(expires_at=timezone.now() - timedelta(seconds=1))
    end_expired()

    news = post.news()
    assert set(news) == {SAM}
    assert news[SAM].subject == "Your access to Acme Corp on Advisor Dashboard reached its end date"
    assert link_in(news[SAM]) == reverse("clients:request_access", args=[town.acme.client.code])
    assert "Ask " not in news[SAM].text


def test_a_wish_for_access_goes_to_whoever_assigns(town, post):
    tomorrow = timezone.now().date() + timedelta(days=1)
    wish = request_access(town.bloom, PEOPLE, "Olga is\naway", until=tomorrow, by=town.sam)

    news = post.news()
    assert set(news) == {OLGA, MONA}
    for letter in news.values():
        assert letter.subject == "Sam Field requests access to Bloom LLC on Advisor Dashboard"
        assert link_in(letter) == reverse("clients:request", args=[wish.pk])
        for said in ("- Manage employees: ", "\nReason: Olga is away\n", f"\nAccess until: {day(tomorrow)}\n", SAM):
            assert said in letter.text


def test_whoever_assigns_and_wishes_does_not_write_to_themselves(town, post):
    request_access(town.bloom, PEOPLE, "Month end", by=town.mona)

    news = post.news()
    assert set(news) == {OLGA}
    assert "Access until: no end date" in news[OLGA].text


def test_a_granted_wish_is_told_to_who_wished(town, post):
    wish = request_access(town.bloom, PEOPLE, "Month end", by=town.sam)
    post.news()
    grant_wish(wish, PEOPLE, by=town.olga)

    news = post.news()
    assert set(news) == {SAM}
    assert news[SAM].subject == "Olga Field assigned you to Bloom LLC on Advisor Dashboard"


def test_a_declined_wish_is_told_to_who_wished(town, post):
    wish = request_access(town.bloom, PEOPLE, "Month end", by=town.sam)
    post.news()
    decline_wish(wish, by=town.olga)

    news = post.news()
    assert set(news) == {SAM}
    assert news[SAM].subject == "Olga Field declined your request for access to Bloom LLC"
    assert link_in(news[SAM]) == reverse("clients:request_access", args=[town.bloom.client.code])


def test_what_the_company_changes_is_told_to_whoever_assigns(town, post):
    change_grant(town.acme, PEOPLE | REPORTS | TAXES | SETTINGS, by=town.carla, held=town.carla.permissions)

    news = post.news()
    assert set(news) == {OLGA, MONA}
    for letter in news.values():
        assert letter.subject == "Carla Field changed what Smith CPA may do at Acme Corp"
        assert link_in(letter) == page_of(town.acme)
        taken, _, added = letter.text.partition("Added for your firm")
        assert "- Make payments: " in taken
        assert "- Edit company settings: " in added
        assert "Manage employees" not in letter.text
        assert CARLA in letter.text


def test_only_what_happened_stands_in_the_letter_about_it(town, post):
    granted = town.acme.granted
    change_grant(town.acme, granted & ~PAY, by=town.carla, held=town.carla.permissions)
    assert "Added for your firm" not in post.news()[MONA].text

    change_grant(town.acme, granted, by=town.carla, held=town.carla.permissions)
    assert "Taken from your firm" not in post.news()[MONA].text


def test_a_member_who_changes_it_for_the_client_gets_no_letter(town, post):
    at_work(town.mona, town.bloom, PEOPLE | THIRD)
    change_grant(town.bloom, PEOPLE | THIRD, by=town.mona, held=PEOPLE | THIRD)

    assert set(post.news()) == {OLGA}


def test_who_is_shut_out_hears_it_and_so_does_whoever_assigns(town, post):
    shut_out(town.acme, town.sam, by=town.carla)

    news = post.news()
    assert set(news) == {SAM, OLGA, MONA}
    assert news[SAM].subject == "Carla Field of Acme Corp ended your access to its account on Advisor Dashboard"
    assert "/clients/" not in news[SAM].text
    for address in (OLGA, MONA):
        assert news[address].subject == "Carla Field ended the access of Sam Field to Acme Corp"
        assert link_in(news[address]) == page_of(town.acme)


def test_a_firm_whose_access_the_company_ends_hears_who_did_it(town, post):
    end_link(town.acme, by=town.carla)

    news = post.news()
    assert set(news) == {OLGA, MONA}
    for letter in news.values():
        assert letter.subject == "Carla Field ended the access of Smith CPA to Acme Corp"
        assert f"Ask Carla Field: {CARLA}" in letter.text


def test_a_company_whose_firm_leaves_hears_it(town, post):
    end_link(town.bloom, by=town.olga)

    news = post.news()
    assert set(news) == {PIA}
    assert news[PIA].subject == "Smith CPA ended its access to Bloom LLC"
    assert link_in(news[PIA]) == reverse("company:third_parties", args=[town.bloom.client.code])
    assert "Manage → Third-party admin" in news[PIA].text


def test_only_contacts_who_decide_hear_of_a_firm_that_leaves(town, post):
    end_link(town.acme, by=town.olga)

    news = post.news()
    assert set(news) == {CARLA}
    assert "People → Third party admins" in news[CARLA].text


def test_where_nobody_assigns_the_administrators_hear_it(town, post):
    replace(town.rita.user, town.rival, ADMINISTRATOR)
    member(person("max", "rivaltax.com"), town.rival, FirmPermission.MANAGE_MEMBERS)
    end_link(town.cove, by=town.rosa)

    assert set(post.news()) == {"rita@rivaltax.com"}
