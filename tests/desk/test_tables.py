"""Every table of the desk: it opens and costs the same at any size; the book stays as it is; letters are sent again."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from advisor.audit.book import record
from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.desk.site import desk
from advisor.mail.models import Letter
from advisor.permissions import FirmPermission
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
from firms.models import DomainException, Firm, FirmDomain, Member, MemberInvitation
from tests.desk.doing import give, list_of, page_of, press, said
from tests.desk.offers import access_request, contact_invitation, firm_invitation, wish
from tests.town import PAY, age, at_work, client, contact, firm, invitation, link, member, person

pytestmark = pytest.mark.django_db
ENTERING = 5
"""Queries to enter: the session, the person, the second factors; and the two ends of the transaction."""


@pytest.fixture
def crowd(town):
    """`crowd(number)`: so many more rows in every table."""

    def grow(number: int, first: int = 0) -> None:
        for n in range(first, first + number):
            made = firm(f"Firm {n}", f"firm-{n}.com")
            one = member(person(f"person-{n}", f"firm-{n}.com"), made, FirmPermission.every())
            invitation(one, f"guest{n}")
            UserSession.objects.create(user=one.user, ip="192.0.2.1", session_key=f"key-{n}", user_agent="Firefox/1")
            DomainException.objects.create(domain=f"exception-{n}.com", allowed=True, reason="Why not")
            Letter.objects.create(kind="test", to=one.user.email, subject=f"Letter {n}")
            Group.objects.create(name=f"Group {n}")
            record(Verb.SIGNED_IN, by=one, firm=made, about=one)
            grow_clients(n, one)

    return grow


def grow_clients(n: int, one: Member) -> None:
    """A client with everything that can stand between it and the firm of this member."""
    care = PlatformContact.objects.create(name=f"Petra {n}", email=f"petra-{n}@platform.example", phone="+12125550150")
    company = client(f"Company {n}", ein=f"13{n:07}", platform_contact=care)
    decider = contact(f"decider-{n}", company)
    connection = link(company, one.firm, PAY)
    at_work(one, connection, PAY)
    wish(connection, one)
    firm_invitation(decider, f"guest{n}@books-{n}.com")
    contact_invitation(decider, f"friend{n}@company-{n}.com")
    access_request(one, f"boss{n}@other-{n}.com")


LISTS = {
    PlatformContact: 2,
    Client: 3,
    Contact: 2,
    ContactInvitation: 2,
    FirmInvitation: 2,
    AccessRequest: 2,
    ClientLink: 2,
    Assignment: 2,
    AssignmentRequest: 2,
    User: 2,
    UserSession: 2,
    Firm: 3,
    FirmDomain: 2,
    DomainException: 2,
    Member: 2,
    MemberInvitation: 2,
    Letter: 3,
    Event: 2,
    Group: 2,
}
"""Queries of each list besides entering: the count and the rows; domains of the firms; the kinds of letters; the
platform contacts that clients are filtered by."""


def test_every_table_of_the_desk_is_in_this_file():
    assert set(desk._registry) == set(LISTS)


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_a_list_costs_the_same_at_ten_rows_and_at_sixty(town, visit, crowd, queries, model):
    client = visit("root")
    client.get("/desk/")
    crowd(10)
    with queries(ENTERING + LISTS[model]):
        assert client.get(list_of(model)).status_code == 200
    crowd(50, first=10)
    with queries(ENTERING + LISTS[model]):
        assert client.get(list_of(model)).status_code == 200


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_a_list_can_be_searched(town, visit, crowd, model):
    crowd(2)
    assert visit("root").get(list_of(model), {"q": "no such thing 9"}).status_code == 200


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_a_page_and_its_history_open_and_cost_little(town, visit, crowd, model, django_assert_max_num_queries):
    crowd(3)
    client = visit("root")
    client.get("/desk/")
    row = model._default_manager.order_by("-pk").first()
    with django_assert_max_num_queries(ENTERING + 9):
        assert client.get(page_of(row)).status_code == 200
    expected = 404 if model in (Letter, Event) else 200
    assert client.get(page_of(row, "history")).status_code == expected


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_every_filter_answers(town, visit, crowd, model):
    crowd(2)
    client = visit("root")
    page = client.get(list_of(model))
    for spec in page.context["cl"].filter_specs:
        for choice in spec.choices(page.context["cl"]):
            assert client.get(list_of(model) + choice["query_string"]).status_code == 200, choice


RUBBISH = ["x", "-1", "9" * 30, "%00", "[", "\u202eevil", "<script>alert(1)</script>", "a " * 5_000, "' OR 1=1 --"]
PARAMETERS = ["q", "p", "o", "all", "e", "state", "verb__exact", "at__gte", "firm_id", "firm__id__exact", "_to_field"]


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_rubbish_is_answered_with_a_page(town, visit, crowd, model):
    crowd(1)
    client = visit("root")
    row = model._default_manager.order_by("-pk").first()
    for rubbish in RUBBISH:
        for name in PARAMETERS:
            assert client.get(list_of(model), {name: rubbish}).status_code < 500, (name, rubbish)
        assert client.get(f"{list_of(model)}{quote(rubbish, safe='')}/change/").status_code < 500, rubbish
        fields = {"index": rubbish, "action": rubbish, "_selected_action": rubbish, "name": rubbish, "domain": rubbish}
        fields |= {"CHANGE_FORM-action": rubbish, "groups": rubbish, "permissions": rubbish}
        assert client.post(list_of(model), fields).status_code < 500, rubbish
        assert client.post(page_of(row), fields).status_code < 500, rubbish
        for act in desk._registry[model].actions or ():
            chosen = {"index": "0", "action": act, "_selected_action": rubbish, "confirmed": "yes"}
            assert client.post(list_of(model), chosen).status_code < 500, rubbish


class TestTheFirstPage:
    def test_costs_one_query_for_each_thing_that_may_wait(self, town, visit, queries):
        client = visit("root")
        client.get("/desk/")
        with queries(ENTERING + 10):
            client.get("/desk/")

    def test_names_what_waits_and_leads_there(self, town, visit):
        Letter.objects.create(kind="test", to="amy@smithcpa.com", subject="Lost", failed_at=timezone.now())
        age(town.ivy, days=6)
        client = visit("root")
        page = client.get("/desk/").content.decode()
        for words in (
            "letters that failed",
            "has not confirmed the work email",
            "invitations that end within two days",
        ):
            assert words in page
        assert "letters that are late" not in page
        for entry in client.get("/desk/").context["waiting"]:
            assert client.get(entry.url).context["cl"].result_count == entry.number

    def test_tells_nothing_of_tables_that_one_may_not_see(self, town, visit):
        give(town.gus, "firms.view_memberinvitation")
        Letter.objects.create(kind="test", to="amy@smithcpa.com", subject="Lost", failed_at=timezone.now())
        page = visit("gus").get("/desk/").content.decode()
        assert "letters that failed" not in page
        assert "Nothing waits." in page


class TestTheBook:
    def test_cannot_be_added_to_changed_or_emptied_by_anybody(self, town, visit):
        event = record(Verb.SIGNED_IN, by=town.sam, firm=town.smith, about=town.sam)
        client = visit("root")
        assert client.get(reverse("admin:audit_event_add")).status_code == 403
        assert client.post(page_of(event), {"actor_name": "Nobody", "_save": "Save"}).status_code == 403
        assert client.post(page_of(event, "delete"), {"post": "yes"}).status_code == 403
        fields = {"action": "delete_selected", "index": "0", "_selected_action": [event.pk], "post": "yes"}
        client.post(list_of(Event), fields)
        assert Event.objects.get(pk=event.pk).actor_name == "Sam Field"

    def test_can_be_searched_and_filtered(self, town, visit):
        record(Verb.SIGNED_IN, by=town.sam, firm=town.smith, about=town.sam)
        record(Verb.SIGNED_OUT, by=town.rita, firm=town.rival, about=town.rita)
        client = visit("root")
        for asked in ({"q": "sam"}, {"verb__exact": "signed_in"}, {"firm_id": town.smith.pk}):
            page = client.get(list_of(Event), asked).content.decode()
            assert "Sam Field signed in." in page
            assert "Rita Field" not in page

    def test_shows_before_and_after(self, town, visit):
        event = record(
            Verb.MEMBER_CHANGED, by=town.olga, about=town.sam, before={"role": "CPA"}, after={"role": "Boss"}
        )
        assert "Role: CPA → Boss" in visit("root").get(page_of(event)).content.decode()


class TestLetters:
    def test_a_failed_one_is_due_again_and_it_is_recorded(self, town, visit, post):
        a_day_ago = timezone.now() - timedelta(days=1)
        lost = Letter.objects.create(
            kind="test", to="amy@smithcpa.com", subject="Lost", text="Hello", html="<p>Hello", failed_at=a_day_ago
        )
        press(visit("root"), lost, "send_once_more")
        assert post.to("amy@smithcpa.com").subject == "Lost"
        event = Event.objects.get(verb=Verb.LETTER_RESENT)
        assert (event.about_name, event.capacity, event.facts["letter"]) == ("amy@smithcpa.com", "staff", str(lost.pk))

    def test_one_that_was_sent_or_still_waits_is_not_sent_again(self, town, visit):
        sent = Letter.objects.create(kind="test", to="amy@smithcpa.com", subject="Sent", sent_at=timezone.now())
        waiting = Letter.objects.create(kind="test", to="amy@smithcpa.com", subject="Waiting")
        for letter in (sent, waiting):
            assert "Only a letter that failed" in said(press(visit("root"), letter, "send_once_more"))
        assert not Event.objects.filter(verb=Verb.LETTER_RESENT).exists()

    def test_nobody_at_the_desk_reads_what_a_letter_says(self, town, visit):
        letter = Letter.objects.create(
            kind="test", to="amy@smithcpa.com", subject="Link", text="the-token", html="the-token"
        )
        client = visit("root")
        assert "the-token" not in client.get(page_of(letter)).content.decode()
        assert "the-token" not in client.get(list_of(Letter)).content.decode()
        assert client.get(list_of(Letter), {"text__startswith": "the"}).status_code == 400


def test_the_desk_passes_djangos_own_checks():
    call_command("check", "admin", fail_level="WARNING")
