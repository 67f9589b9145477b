"""One click: every opening is recorded, with what the member may do at that moment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.permissions import ClientPermission
from advisor.users.models import User
from clients.actions.assigning import end_assignment
from clients.actions.granting import change_grant, end_link, shut_out
from clients.actions.opening import NOT_ASSIGNED, open_account
from clients.models import Assignment, ClientLink
from firms.actions.members import remove
from firms.models import Firm
from tests.town import PAY, TAXES, at_work

pytestmark = pytest.mark.django_db
EVERYTHING = ClientPermission.every()

ENDS = {
    "ended by the firm": lambda town: end_assignment(town.acme, town.sam, by=town.mona),
    "ended by the client": lambda town: shut_out(town.acme, town.sam, by=town.carla),
    "link ended": lambda town: end_link(town.acme, by=town.carla),
    "removed": lambda town: remove(town.sam, by=town.olga),
    "past the date": lambda town: Assignment.objects.update(expires_at=timezone.now() - timedelta(seconds=1)),
}


def test_an_opening_is_recorded_and_last_used_is_kept(town):
    change_grant(town.acme, TAXES, by=town.carla, held=EVERYTHING)

    found = open_account(town.acme, by=town.sam)

    assert found.effective == TAXES
    event = Event.objects.latest()
    assert (event.verb, event.about_name, event.client_id) == (Verb.CLIENT_OPENED, "Sam Field", town.acme.client_id)
    assert event.facts["may"] == ["manage_taxes"]
    assert timezone.now() - Assignment.objects.get(member=town.sam).last_used_at < timedelta(seconds=10)


def test_everybody_s_last_use_is_their_own(town):
    at_work(town.olga, town.acme, PAY)

    open_account(town.acme, by=town.sam)

    assert Assignment.objects.get(member=town.olga).last_used_at is None


@pytest.mark.parametrize("end", list(ENDS))
def test_who_no_longer_works_there_does_not_get_in_and_nothing_is_recorded(town, end):
    assert town.sam.user.has_perm("clients.make_payments", town.acme)
    ENDS[end](town)
    before = Event.objects.count()

    with pytest.raises(Refused, match=NOT_ASSIGNED):
        open_account(town.acme, by=town.sam)

    assert Event.objects.count() == before
    assert not User.objects.get(username="sam").has_perm("clients.make_payments", town.acme)


@pytest.mark.parametrize("who", ["olga", "mona", "rita"])
def test_firm_permissions_never_open_an_account(town, who):
    with pytest.raises(Refused, match=NOT_ASSIGNED):
        open_account(town.acme, by=getattr(town, who))


def test_lists_hold_what_one_works_on_or_for_who_assigns_everything_of_the_firm(town):
    def seen(who) -> list[str]:
        return [link.client_name for link in ClientLink.objects.seen_by(who)]

    assert seen(town.sam) == ["Acme Corp"]
    assert seen(town.mona) == ["Acme Corp", "Bloom LLC"]
    assert seen(town.rita) == ["Cove Inc"]
    assert [link.effective for link in ClientLink.objects.seen_by(town.mona)] == [None, None]
    assert [link.effective for link in ClientLink.objects.open_to(town.sam, TAXES)] == [PAY | TAXES]
    assert not ClientLink.objects.open_to(town.sam, TAXES | EVERYTHING).exists()


def test_has_perm_asks_an_active_member_of_a_standing_firm(town):
    sam = town.sam.user
    assert not sam.has_perm("clients.no_such_thing", town.acme)
    assert not sam.has_perm("firms.make_payments", town.acme)
    assert not sam.has_perm("clients.make_payments", town.bloom)
    assert not sam.has_perm("clients.make_payments", town.acme.client), "a member is no contact"
    assert not town.carla.user.has_perm("clients.make_payments", town.acme), "a contact is no member"
    assert not town.dora.user.has_perm("clients.manage_taxes", town.acme.client)

    User.objects.filter(pk=sam.pk).update(is_active=False)
    assert not User.objects.get(pk=sam.pk).has_perm("clients.make_payments", town.acme)

    User.objects.filter(member__firm=town.smith).update(email_confirmed_at=None, is_active=True)
    Firm.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert not User.objects.get(pk=sam.pk).has_perm("clients.make_payments", town.acme), "the firm has lapsed"
