"""Firm > Activity: sentences, filters, keyset pages, CSV."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from advisor.audit.book import record
from advisor.audit.models import Event
from advisor.audit.pages import safe_cell
from advisor.audit.verbs import Verb
from firms.actions.members import change_firm, change_member, remove
from firms.models import Firm

pytestmark = pytest.mark.django_db
ACTIVITY = reverse("firms:activity")
EXPORT = reverse("firms:activity_export")


def page(visit, **query) -> str:
    return visit("olga").get(ACTIVITY, query).content.decode()


def at(town, moment: datetime, name: str) -> None:
    Event.objects.create(
        at=moment, verb=Verb.MEMBER_JOINED, capacity="member", actor_name=name, firm_id=town.smith.pk, about_name=name
    )


def test_it_reads_as_sentences_with_before_and_after(town, visit):
    change_member(town.sam, "Auditor", town.sam.permissions, by=town.mona)
    text = page(visit)
    assert "Mona Field changed the role or permissions of Sam Field." in text
    assert "Role: Accountant → Auditor" in text


def test_what_a_removed_member_had_is_said_in_words(town, visit):
    remove(town.sam, by=town.olga)
    text = page(visit)
    assert "Olga Field removed Sam Field from the firm." in text
    assert "Role: Accountant. Permissions: none" in text
    assert "{" not in text[text.index("Olga Field removed") :]


def test_nothing_of_another_firm_is_shown_or_exported(town, visit):
    change_firm(town.rival, {"name": "Rival Two"}, by=town.rita)
    change_firm(town.smith, {"city": "Albany"}, by=town.olga)
    export = b"".join(visit("olga").get(EXPORT).streaming_content).decode()
    for text in (page(visit), export):
        assert "Olga Field" in text
        assert "Rita" not in text


def test_the_filters_narrow(town, visit):
    change_firm(town.smith, {"city": "Albany"}, by=town.olga)
    change_member(town.sam, "Auditor", town.sam.permissions, by=town.mona)
    assert "Albany" not in page(visit, person="sam")
    assert "Auditor" not in page(visit, kind="firm_changed")
    assert "Albany" in page(visit, kind="firm_changed")
    assert "Nothing found" in page(visit, person="zebra")


def test_dates_are_days_in_the_firms_zone(town, visit):
    Firm.objects.filter(pk=town.smith.pk).update(time_zone="America/Los_Angeles")
    at(town, datetime(2026, 3, 2, 7, 59, tzinfo=UTC), "Late Sunday")
    at(town, datetime(2026, 3, 2, 8, 1, tzinfo=UTC), "Early Monday")
    sunday = page(visit, since="2026-03-01", until="2026-03-01")
    assert "Late Sunday" in sunday
    assert "Early Monday" not in sunday
    assert "Sun 1 Mar 2026, 11:59 PM PST" in sunday


@pytest.mark.parametrize("query", [{"since": "yesterday"}, {"kind": "burglary"}, {"before": "x"}, {"before": "9" * 40}])
def test_a_filter_that_makes_no_sense_still_gives_a_page(town, visit, query):
    change_firm(town.smith, {"city": "Albany"}, by=town.olga)
    assert visit("olga").get(ACTIVITY, query).status_code == 200


def test_pages_are_cut_by_the_last_event_and_nothing_is_lost_between_them(town, visit):
    for number in range(120):
        record(Verb.FIRM_CHANGED, by=town.olga, firm=town.smith, after={"step": number})
    client, url, seen = visit("olga"), ACTIVITY, []
    while url:
        context = client.get(url).context
        seen += [event["detail"] for event in context["events"]]
        url = ACTIVITY + context["older_url"] if context["older_url"] else ""
    assert seen == [f"Step: {number}" for number in reversed(range(120))]


def test_a_page_costs_the_same_number_of_queries_however_long_the_book(town, visit, django_assert_num_queries):
    client = visit("olga")
    for number in range(60):
        record(Verb.FIRM_CHANGED, by=town.olga, firm=town.smith, after={"step": number})
    client.get(ACTIVITY)
    with django_assert_num_queries(7):
        client.get(ACTIVITY)


def test_the_export_is_what_the_filters_show(town, visit):
    change_firm(town.smith, {"city": "Albany"}, by=town.olga)
    change_member(town.sam, "Auditor", town.sam.permissions, by=town.mona)
    answer = visit("olga").get(EXPORT, {"person": "sam"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert answer["Content-Disposition"] == 'attachment; filename="activity.csv"'
    assert [row[1:5] for row in rows] == [
        ["Who", "Capacity", "What", "About"],
        ["Mona Field", "Member of the firm", "Role or permissions changed", "Sam Field"],
    ]


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(town, visit, formula):
    assert safe_cell(formula).startswith("'")
    change_firm(town.smith, {"city": formula}, by=town.olga)
    Event.objects.create(
        verb=Verb.MEMBER_JOINED, capacity="member", actor_name=formula, firm_id=town.smith.pk, about_name=formula
    )
    text = b"".join(visit("olga").get(EXPORT).streaming_content).decode()
    for row in csv.reader(io.StringIO(text)):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@pytest.mark.parametrize("address", [ACTIVITY, EXPORT])
@pytest.mark.parametrize("query", [{"until": "9999-12-31"}, {"since": "0001-01-01"}, {"before": "²"}, {"before": "٣"}])
def test_the_ends_of_the_calendar_and_odd_digits_are_answered(town, visit, address, query):
    assert visit("olga").get(address, query).status_code == 200
