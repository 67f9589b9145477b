"""The firm decides who works where, within what the client has granted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from advisor.audit.models import Event
from advisor.errors import Refused
from advisor.permissions import ClientPermission
from clients.actions.assigning import assign, end_assignment
from clients.actions.granting import change_grant, end_link
from clients.models import Assignment, ClientLink
from tests.town import PAY, PEOPLE, REPORTS, SETTINGS, TAXES

pytestmark = pytest.mark.django_db


def effective(member, link) -> ClientPermission | None:
    """What the member may do there now, or None when they are not at work there."""
    found = ClientLink.objects.open_to(member).filter(pk=link.pk).first()
    return found.effective if found else None


def test_a_member_gets_exactly_the_ticked_permissions(town):
    assign(town.acme, town.sam, PEOPLE, by=town.mona)

    assert effective(town.sam, town.acme) == PEOPLE
    assert Event.objects.latest().facts["before"] == ["make_payments", "manage_taxes"]
    assert Event.objects.latest().facts["after"] == ["manage_employees"]


def test_what_the_client_has_not_granted_is_refused(town):
    with pytest.raises(Refused, match="has not granted your firm: Edit company settings"):
        assign(town.acme, town.sam, PAY | SETTINGS, by=town.mona)

    assert effective(town.sam, town.acme) == PAY | TAXES


def test_taking_a_permission_from_the_firm_takes_it_from_every_member_and_giving_it_back_gives_nothing(town):
    change_grant(town.acme, PEOPLE | TAXES, by=town.carla, held=town.carla.permissions)
    assert effective(town.sam, town.acme) == TAXES

    change_grant(town.acme, PEOPLE | TAXES | PAY, by=town.carla, held=town.carla.permissions)
    assert effective(town.sam, town.acme) == TAXES


def test_ending_a_link_ends_every_assignment(town):
    end_link(town.acme, by=town.carla)

    assert effective(town.sam, town.acme) is None
    assert not Assignment.objects.standing().filter(link=town.acme).exists()


def test_access_ends_by_the_clock_alone(town):
    assign(town.acme, town.sam, PAY, by=town.mona, until=timezone.now() + timedelta(hours=1))
    assert effective(town.sam, town.acme) == PAY

    Assignment.objects.filter(member=town.sam).update(expires_at=timezone.now() - timedelta(seconds=1))

    assert effective(town.sam, town.acme) is None


def test_a_member_of_another_firm_is_refused(town):
    with pytest.raises(Refused, match="no longer a member of your firm"):
        assign(town.acme, town.rita, PAY, by=town.mona)


def test_who_is_not_at_work_cannot_be_ended(town):
    with pytest.raises(Refused, match="no longer works for Bloom LLC"):
        end_assignment(town.bloom, town.sam, by=town.mona)


def test_permissions_are_asked_of_the_link_and_a_superuser_gets_none(town):
    assert town.sam.user.has_perm("clients.make_payments", town.acme)
    assert not town.sam.user.has_perm("clients.manage_employees", town.acme)
    assert not town.root.has_perm("clients.make_payments", town.acme)
    assert not town.rita.user.has_perm("clients.make_payments", town.acme)
    assert town.carla.user.has_perm("clients.make_payments", town.acme.client)
    assert not town.root.has_perm("clients.make_payments", town.acme.client)


def test_the_bits_are_pinned():
    """A stored mask never changes its meaning."""
    assert {flag.codename: flag.value for flag in ClientPermission} == {
        "edit_company_settings": 1,
        "manage_third_parties": 2,
        "make_payments": 4,
        "view_invoices_and_reports": 8,
        "manage_bank_account": 16,
        "manage_taxes": 32,
        "manage_employees": 64,
        "manage_documents": 128,
        "manage_timecards": 256,
        "manage_benefits": 512,
    }
    assert ClientPermission.MANAGE_TAXES not in ClientPermission.offered("peo")
    assert ClientPermission.MANAGE_BENEFITS not in ClientPermission.offered("payroll")


def test_the_page_that_is_saved_must_show_what_is_there(town):
    with pytest.raises(Refused, match="Somebody changed this meanwhile"):
        assign(town.acme, town.sam, REPORTS, by=town.mona, seen="1:2:")


def test_a_change_keeps_since_when_and_an_end_begins_anew(town):
    began = timezone.now() - timedelta(days=30)
    Assignment.objects.filter(member=town.sam).update(assigned_at=began)

    assign(town.acme, town.sam, PEOPLE, by=town.mona)
    changed = Assignment.objects.get(member=town.sam)
    assert (changed.assigned_at, changed.changed_at > began) == (began, True)

    Assignment.objects.filter(member=town.sam).update(expires_at=timezone.now() - timedelta(seconds=1))
    assign(town.acme, town.sam, PEOPLE, by=town.mona)
    assert Assignment.objects.get(member=town.sam).assigned_at > began
