"""The client stays in charge: what the firm may do, who of the firm may not come in any more, and the end."""

import pytest

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.permissions import ClientPermission, FirmPermission
from clients.actions.assigning import assign, end_assignment
from clients.actions.granting import FIRM_HAS_NO_ACCESS, change_grant, end_link, shut_out
from clients.actions.locks import CHANGED_MEANWHILE, NO_LONGER, seen_as
from clients.models import Assignment, ClientLink
from firms.models.permission import replace
from tests.clients.test_assigning import effective
from tests.letters import Post
from tests.town import MANAGE, PAY, PEOPLE, REPORTS, SETTINGS, TAXES, THIRD, at_work, client, link

pytestmark = pytest.mark.django_db
EVERYTHING = ClientPermission.every()
NONE = ClientPermission.none()
BENEFITS = ClientPermission.MANAGE_BENEFITS


class TestTheGrant:
    def test_narrowed_narrows_every_assignment_and_nobody_else_s(self, town):
        at_work(town.olga, town.acme, PEOPLE | REPORTS)
        other = link(client("Dune Co"), town.smith, EVERYTHING)
        at_work(town.sam, other, PAY | TAXES)

        change_grant(town.acme, TAXES | REPORTS, by=town.carla, held=EVERYTHING)

        held = {(str(row.link.client), str(row.member)): row.permissions for row in Assignment.objects.all()}
        assert held == {
            ("Acme Corp", "Sam Field"): TAXES,
            ("Acme Corp", "Olga Field"): REPORTS,
            ("Dune Co", "Sam Field"): PAY | TAXES,
        }

    def test_narrowed_to_nothing_leaves_everybody_at_work_with_nothing(self, town):
        change_grant(town.acme, NONE, by=town.carla, held=EVERYTHING)

        assert effective(town.sam, town.acme) == NONE
        assert not town.sam.user.has_perm("clients.make_payments", town.acme)

    def test_widened_gives_nobody_anything(self, town):
        change_grant(town.acme, town.acme.granted | SETTINGS, by=town.carla, held=EVERYTHING)

        assert effective(town.sam, town.acme) == PAY | TAXES
        assign(town.acme, town.sam, SETTINGS, by=town.mona)
        assert effective(town.sam, town.acme) == SETTINGS

    def test_leaves_what_has_ended_as_it_was(self, town):
        end_assignment(town.acme, town.sam, by=town.mona)

        change_grant(town.acme, REPORTS, by=town.carla, held=EVERYTHING)

        assert Assignment.objects.get(member=town.sam).permissions == PAY | TAXES

    def test_is_recorded_with_before_and_after_and_told_to_those_who_assign(self, town, post: Post):
        change_grant(town.acme, TAXES | SETTINGS, by=town.carla, held=EVERYTHING)

        event = Event.objects.latest()
        assert (event.verb, event.firm_id, event.client_id) == (
            Verb.GRANT_CHANGED,
            town.smith.pk,
            town.acme.client_id,
        )
        assert event.facts["before"] == (PAY | TAXES | PEOPLE | REPORTS).codenames
        assert event.facts["after"] == (TAXES | SETTINGS).codenames
        assert {letter.to for letter in post.all()} == {"olga@smithcpa.com", "mona@smithcpa.com"}
        assert "Edit company settings" in post.to("mona@smithcpa.com").text

    def test_is_told_to_the_administrators_where_nobody_assigns(self, town, post: Post):
        replace(town.mona.user, town.smith, MANAGE)
        replace(town.olga.user, town.smith, FirmPermission.every() & ~FirmPermission.ASSIGN_CLIENTS)

        change_grant(town.acme, TAXES, by=town.carla, held=EVERYTHING)

        assert {letter.to for letter in post.all()} == {"olga@smithcpa.com"}

    def test_that_does_not_change_says_nothing(self, town, post: Post):
        change_grant(town.acme, town.acme.granted, by=town.carla, held=NONE)

        assert not Event.objects.exists()
        assert post.all() == []

    def test_gives_nothing_that_the_signer_does_not_hold(self, town):
        with pytest.raises(Refused, match="You do not hold: Edit company settings"):
            change_grant(town.acme, town.acme.granted | SETTINGS, by=town.dora, held=PAY)

    def test_may_be_taken_away_by_who_does_not_hold_it(self, town):
        change_grant(town.acme, TAXES, by=town.dora, held=THIRD | PEOPLE)

        assert ClientLink.objects.get(pk=town.acme.pk).granted == TAXES

    def test_gives_nothing_that_the_product_does_not_have(self, town):
        with pytest.raises(Refused, match="This account does not have: Manage company benefits"):
            change_grant(town.acme, BENEFITS, by=town.carla, held=EVERYTHING)

    def test_is_refused_to_a_page_that_shows_something_else(self, town):
        seen = str(int(town.acme.granted))
        change_grant(town.acme, TAXES | PAY, by=town.carla, held=EVERYTHING, seen=seen)

        with pytest.raises(Refused, match=CHANGED_MEANWHILE[:20]):
            change_grant(town.acme, EVERYTHING, by=town.carla, held=EVERYTHING, seen=seen)

    def test_of_a_firm_that_has_no_access_is_refused(self, town):
        end_link(town.acme, by=town.carla)

        with pytest.raises(Refused, match=FIRM_HAS_NO_ACCESS):
            change_grant(town.acme, TAXES, by=town.carla, held=EVERYTHING)


class TestTheEnd:
    def test_by_the_company_is_told_to_the_firm(self, town, post: Post):
        end_link(town.acme, by=town.carla)

        event = Event.objects.latest()
        assert (event.verb, event.facts["assignments_ended"]) == (Verb.LINK_ENDED, 1)
        assert event.facts["before"] == (PAY | TAXES | PEOPLE | REPORTS).codenames
        assert {letter.to for letter in post.all()} == {"olga@smithcpa.com", "mona@smithcpa.com"}

    def test_by_the_firm_is_told_to_the_company(self, town, post: Post):
        end_link(town.acme, by=town.olga, refusal=NO_LONGER)

        assert {letter.to for letter in post.all()} == {"carla@acme.example"}

    def test_by_an_advisor_of_another_firm_is_told_to_the_firm(self, town, post: Post):
        end_link(town.acme, by=town.rita)

        assert {letter.to for letter in post.all()} == {"olga@smithcpa.com", "mona@smithcpa.com"}

    @pytest.mark.parametrize("sentence", [NO_LONGER, FIRM_HAS_NO_ACCESS])
    def test_twice_is_refused_in_words_for_who_does_it(self, town, sentence):
        end_link(town.acme, by=town.carla)

        with pytest.raises(Refused, match=sentence):
            end_link(town.acme, by=town.carla, refusal=sentence)

    def test_closes_every_act_on_the_link(self, town):
        end_link(town.acme, by=town.carla)

        for act in (
            lambda: assign(town.acme, town.sam, PAY, by=town.mona),
            lambda: end_assignment(town.acme, town.sam, by=town.mona),
            lambda: shut_out(town.acme, town.sam, by=town.carla),
        ):
            with pytest.raises(Refused, match=NO_LONGER):
                act()
        assert not town.sam.user.has_perm("clients.make_payments", town.acme)
        assert not ClientLink.objects.seen_by(town.mona).filter(pk=town.acme.pk).exists()


class TestShuttingOut:
    def test_ends_one_person_s_access_and_leaves_the_others_and_the_firm(self, town, post: Post):
        at_work(town.olga, town.acme, REPORTS)

        shut_out(town.acme, town.sam, by=town.carla)

        assert effective(town.sam, town.acme) is None
        assert effective(town.olga, town.acme) == REPORTS
        event = Event.objects.latest()
        assert (event.verb, event.about_name, event.capacity) == (Verb.ASSIGNMENT_ENDED, "Sam Field", "contact")
        assert {letter.to for letter in post.all()} == {"sam@smithcpa.com", "olga@smithcpa.com", "mona@smithcpa.com"}

    def test_of_who_is_not_at_work_is_refused(self, town):
        with pytest.raises(Refused, match="Olga Field no longer works for Acme Corp"):
            shut_out(town.acme, town.olga, by=town.carla)


class TestWhatTheEditorSaw:
    """The second of two editors is told; nothing of the first is overwritten."""

    def present(self, town) -> Assignment:
        return Assignment.objects.standing().get(member=town.sam, link=town.acme)

    def test_another_editor_came_first(self, town):
        seen = seen_as(town.acme, self.present(town))
        assign(town.acme, town.sam, REPORTS, by=town.olga, seen=seen)

        with pytest.raises(Refused, match=CHANGED_MEANWHILE[:20]):
            assign(town.acme, town.sam, PEOPLE, by=town.mona, seen=seen)
        with pytest.raises(Refused, match=CHANGED_MEANWHILE[:20]):
            end_assignment(town.acme, town.sam, by=town.mona, seen=seen)
        assert effective(town.sam, town.acme) == REPORTS

    def test_the_client_changed_the_grant(self, town):
        seen = seen_as(town.acme, self.present(town))
        change_grant(town.acme, PAY | TAXES, by=town.carla, held=EVERYTHING)

        with pytest.raises(Refused, match=CHANGED_MEANWHILE[:20]):
            assign(town.acme, town.sam, PAY, by=town.mona, seen=seen)

    def test_nothing_changed(self, town):
        assign(town.acme, town.sam, REPORTS, by=town.mona, seen=seen_as(town.acme, self.present(town)))
        end_assignment(town.acme, town.sam, by=town.mona, seen=seen_as(town.acme, self.present(town)))
        assign(town.acme, town.sam, PAY, by=town.mona, seen=seen_as(town.acme, None))

        assert effective(town.sam, town.acme) == PAY
