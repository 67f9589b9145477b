"""A firm answers a client's invitation: who may accept, and that an invitation connects once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.crypto import digest
from advisor.errors import Refused
from advisor.permissions import ClientPermission, FirmPermission
from clients.actions.connecting import (
    ALREADY,
    NOT_OPEN,
    UNCONFIRMED,
    accept_firm_invitation,
    invite_firm,
    may_accept,
    pass_on,
)
from clients.actions.granting import end_link
from clients.actions.locks import NOT_A_COLLEAGUE
from clients.models import Assignment, ClientLink, FirmInvitation
from firms.actions.members import remove
from firms.models import Member
from invitations.actions import decline, resend, withdraw
from invitations.models import find
from tests.clients.inviting import invited
from tests.clients.test_assigning import effective
from tests.letters import Post, link_in
from tests.town import PAY, REPORTS, TAXES, Town, age, member, person

pytestmark = pytest.mark.django_db
EVERYTHING = ClientPermission.every()
ADD = FirmPermission.ADD_CLIENTS


ENDS: dict[str, Callable[[Any, Town], Any]] = {
    "expired": lambda made, town: age(made, days=7, seconds=1),
    "withdrawn": lambda made, town: withdraw(made, by=town.carla),
    "declined": lambda made, town: decline(made, by=town.olga),
    "accepted": lambda made, town: accept_firm_invitation(made, by=town.olga),
}


class TestWhoMayAccept:
    def test_the_invited_person_whatever_they_may_in_the_firm(self, town, dune):
        made = invited(dune, "sam@smithcpa.com")

        accept_firm_invitation(made, by=town.sam)

        assert effective(town.sam, dune.client.links.get()) == PAY | TAXES

    def test_a_colleague_who_adds_clients(self, town, dune):
        made = invited(dune, "sam@smithcpa.com")

        link = accept_firm_invitation(made, by=town.olga)

        assert link.firm == town.smith
        assert effective(town.olga, link) == PAY | TAXES
        assert effective(town.sam, link) is None, "only who accepted is assigned"

    def test_no_colleague_without_that_permission(self, town, dune):
        made = invited(dune, "olga@smithcpa.com")

        with pytest.raises(Refused, match="This invitation is for a colleague"):
            accept_firm_invitation(made, by=town.mona)

        assert FirmInvitation.objects.open().get() == made

    def test_nobody_of_another_firm_where_a_firm_holds_the_domain(self, town, dune):
        made = invited(dune, "olga@smithcpa.com")

        with pytest.raises(Refused, match="This invitation is for another firm"):
            accept_firm_invitation(made, by=town.rita)

        assert not ClientLink.objects.filter(client=dune.client).exists()

    @pytest.mark.parametrize("email", ["amy@gmail.com", "amy@unknown.com"])
    @pytest.mark.parametrize("who", ["olga", "rita"])
    def test_any_member_who_adds_clients_where_no_firm_holds_the_domain(self, town, dune, email, who):
        somebody = getattr(town, who)

        assert accept_firm_invitation(invited(dune, email), by=somebody).firm == somebody.firm

    def test_not_even_then_without_that_permission(self, town, dune):
        with pytest.raises(Refused, match="This invitation is for a colleague"):
            accept_firm_invitation(invited(dune, "amy@gmail.com"), by=town.mona)

    def test_nobody_of_a_firm_that_is_not_confirmed(self, town, dune):
        made = invited(dune, town.fred.user.email)

        with pytest.raises(Refused, match=UNCONFIRMED):
            accept_firm_invitation(made, by=town.fred)

        assert FirmInvitation.objects.open().get() == made, "it waits for the confirmation"

    def test_nobody_who_has_left_the_firm_meanwhile(self, town, dune):
        made = invited(dune, "sam@smithcpa.com")
        remove(town.sam, by=town.olga)

        with pytest.raises(Refused, match=NOT_A_COLLEAGUE):
            accept_firm_invitation(made, by=town.sam)

        assert not ClientLink.objects.filter(client=dune.client).exists()

    def test_a_lapsed_firm_keeps_no_invitation_from_others(self, town, dune):
        town.young.created_at = timezone.now() - timedelta(hours=25)
        town.young.save()

        assert may_accept(invited(dune, "new@youngbooks.com"), town.olga) == ""


class TestWaiting:
    """What stands on a member's dashboard without a link."""

    def waiting(self, who: Member) -> list[FirmInvitation]:
        return list(FirmInvitation.objects.waiting_for(Member.objects.get(pk=who.pk)))

    def test_the_own_invitation_and_for_who_adds_clients_the_firm_s(self, town, dune):
        made = invited(dune, "sam@smithcpa.com")

        assert self.waiting(town.sam) == self.waiting(town.olga) == [made]
        assert self.waiting(town.mona) == self.waiting(town.rita) == []

    def test_nothing_of_a_public_domain(self, town, dune):
        invited(dune, "amy@gmail.com")

        assert self.waiting(town.olga) == []

    def test_nothing_for_an_address_that_is_not_confirmed_but_by_the_firm_s_domain(self, town, dune):
        invited(dune, town.fred.user.email)
        town.fred.firm.domains.all().delete()

        assert self.waiting(town.fred) == []

    @pytest.mark.parametrize("end", ["withdrawn", "declined", "expired"])
    def test_nothing_that_is_over(self, town, dune, end):
        made = invited(dune)
        ENDS[end](made, town)

        assert self.waiting(town.olga) == []


class TestAccepting:
    def test_connects_assigns_records_and_tells_the_company(self, town, dune, post: Post):
        made = invited(dune)

        link = accept_firm_invitation(made, by=town.olga)

        assert (link.client, link.firm, link.granted) == (dune.client, town.smith, PAY | TAXES)
        made.refresh_from_db()
        assert (made.link, made.accepted_by, made.state) == (link, town.olga.user, "accepted")
        assert list(Event.objects.order_by("-pk").values_list("verb", "about_name", "firm_id", "client_id")[:2]) == [
            (Verb.MEMBER_ASSIGNED, "Olga Field", town.smith.pk, dune.client_id),
            (Verb.CLIENT_CONNECTED, "Smith CPA", town.smith.pk, dune.client_id),
        ]
        assert "Smith CPA" in post.to("dan@dune.example").text

    @pytest.mark.parametrize("end", list(ENDS))
    def test_is_over_with_the_invitation(self, town, dune, end):
        made = invited(dune)
        ENDS[end](made, town)
        before = ClientLink.objects.count()

        with pytest.raises(Refused, match=NOT_OPEN):
            accept_firm_invitation(made, by=town.olga)

        assert ClientLink.objects.count() == before

    def test_works_until_the_last_second_of_seven_days(self, town, dune):
        made = invited(dune)
        age(made, days=6, hours=23, minutes=59, seconds=50)  # the test itself takes part of the rest

        assert accept_firm_invitation(made, by=town.olga).client == dune.client

    def test_after_a_resend_goes_by_the_new_link_alone(self, town, dune, post: Post):
        made = invited(dune)
        age(made, days=8)
        old = made.token_digest

        resend(made, by=town.carla)

        assert not FirmInvitation.objects.filter(token_digest=old).exists()
        token = link_in(post.to("olga@smithcpa.com"), "/invitation/").rstrip("/").rpartition("/")[2]
        assert find(token) == made
        assert digest(token) != old
        assert accept_firm_invitation(FirmInvitation.objects.get(pk=made.pk), by=town.olga).firm == town.smith

    def test_when_the_firm_works_there_already_is_refused_and_leaves_it_open(self, town, dune):
        first, second = invited(dune, "sam@smithcpa.com"), invited(dune, "olga@smithcpa.com")
        accept_firm_invitation(first, by=town.sam)

        with pytest.raises(Refused, match=ALREADY):
            accept_firm_invitation(second, by=town.olga)

        assert FirmInvitation.objects.open().get() == second

    def test_after_an_end_connects_anew_and_gives_back_nothing_old(self, town):
        acme = town.acme.client
        end_link(town.acme, by=town.carla)
        made = invite_firm(
            acme, "O", "F", "olga@smithcpa.com", REPORTS, by=town.carla, held=EVERYTHING, acknowledged=True
        )

        link = accept_firm_invitation(made, by=town.olga)

        assert link != town.acme
        assert effective(town.olga, link) == REPORTS
        assert effective(town.sam, link) is None


class TestPassingOn:
    def test_tells_those_who_add_clients_once(self, town, dune, post: Post):
        made = invited(dune, "new@smithcpa.com")

        pass_on(made)
        pass_on(made)

        assert post.subjects("mona@smithcpa.com") == post.subjects("sam@smithcpa.com") == []
        assert len(post.subjects("olga@smithcpa.com")) == 1
        event = Event.objects.get(verb=Verb.INVITATION_PASSED_ON)
        assert (event.firm_id, event.client_id, event.capacity) == (town.smith.pk, dune.client_id, "visitor")
        assert accept_firm_invitation(made, by=town.olga).firm == town.smith

    def test_does_nothing_where_no_firm_holds_the_domain_or_it_is_over(self, town, dune):
        pass_on(invited(dune, "amy@gmail.com"))
        over = invited(dune, "new@smithcpa.com")
        withdraw(over, by=town.carla)
        pass_on(over)

        assert not Event.objects.filter(verb=Verb.INVITATION_PASSED_ON).exists()


def test_a_member_is_the_firm_s_own(town, dune):
    """The one who accepts works for their own firm, never for the one that was meant."""
    amy = member(person("amy", "rivaltax.com"), town.rival, ADD)

    link = accept_firm_invitation(invited(dune, "somebody@unknown.com"), by=amy)

    assert Assignment.objects.get(link=link).firm == town.rival
