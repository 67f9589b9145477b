"""Many assignments in one act: each pair is judged as if it were alone, and the number of pairs costs no statements."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.permissions import ClientPermission, FirmPermission
from advisor.users.models import User
from clients.actions.assigning import assign
from clients.actions.granting import change_grant, end_link
from clients.actions.locks import CHANGED_MEANWHILE, NO_LONGER
from clients.actions.requesting import request_access
from clients.actions.several import TOO_MANY, Change, assign_several, preview
from clients.models import Assignment, AssignmentRequest, Client, ClientLink, Product
from firms.actions.members import remove
from firms.models import Member
from tests.clients.measured import LIMIT, best_of, cost_of
from tests.clients.test_assigning import effective
from tests.letters import Post
from tests.town import PAY, PEOPLE, REPORTS, SETTINGS, TAXES, THIRD, Town, at_work, client, link, member, person

SIX = PAY | TAXES | PEOPLE | REPORTS | THIRD | SETTINGS
EVERYTHING = ClientPermission.every()
BENEFITS = ClientPermission.MANAGE_BENEFITS
MANY = 500


def clients_of(town: Town, number: int, granted: ClientPermission = EVERYTHING) -> list[ClientLink]:
    """So many Payroll clients that let Smith CPA in."""
    made = Client.objects.bulk_create(
        [Client(legal_name=f"Client {n:03}", product=Product.PAYROLL, status="active") for n in range(number)]
    )
    links = [ClientLink.between(each, town.smith, granted & each.offered) for each in made]
    return ClientLink.objects.bulk_create(links)


def colleagues(town: Town, number: int) -> list[Member]:
    names = [f"col{n:03}" for n in range(number)]
    users = User.objects.bulk_create(
        [User(username=name, email=f"{name}@smithcpa.com", first_name=name, last_name="Field") for name in names]
    )
    return Member.objects.bulk_create([Member(user=user, firm=town.smith, role="CPA") for user in users])


@pytest.mark.django_db
class TestEveryPair:
    def test_says_what_happened_to_it_and_the_preview_said_it_before(self, town):
        same = at_work(town.olga, town.acme, PEOPLE)
        bare = link(client("Dune Co"), town.smith, PAY)
        lists = [town.acme, town.bloom, bare], [town.sam, town.olga]

        said = preview(*lists, PEOPLE)
        done = assign_several(*lists, PEOPLE, by=town.mona)

        told = {(str(pair.link.client), str(pair.member)): (pair.change, pair.reason) for pair in done}
        not_granted = (Change.IMPOSSIBLE, "Dune Co has not granted your firm: Manage employees.")
        assert told == {
            ("Acme Corp", "Sam Field"): (Change.CHANGED, ""),
            ("Acme Corp", "Olga Field"): (Change.SAME, ""),
            ("Bloom LLC", "Sam Field"): (Change.NEW, ""),
            ("Bloom LLC", "Olga Field"): (Change.NEW, ""),
            ("Dune Co", "Sam Field"): not_granted,
            ("Dune Co", "Olga Field"): not_granted,
        }
        assert [pair[2:] for pair in said] == [pair[2:] for pair in done]
        assert effective(town.sam, town.acme) == effective(town.olga, town.bloom) == PEOPLE
        assert effective(town.sam, bare) is None
        assert Assignment.objects.get(pk=same.pk).assigned_by_name == "Olga Field", "left as it was"
        assert Event.objects.filter(verb=Verb.MEMBER_ASSIGNED).count() == 2
        assert Event.objects.get(verb=Verb.ASSIGNMENT_CHANGED).facts["before"] == ["make_payments", "manage_taxes"]

    def test_leaves_out_what_its_product_does_not_have(self, town):
        change_grant(town.bloom, PEOPLE | BENEFITS, by=town.pia, held=EVERYTHING)

        assign_several([town.acme, town.bloom], [town.olga], PEOPLE | BENEFITS, by=town.mona)

        assert (effective(town.olga, town.acme), effective(town.olga, town.bloom)) == (PEOPLE, PEOPLE | BENEFITS)

    def test_that_had_an_end_date_has_none_afterwards_and_one_that_is_over_begins_again(self, town):
        soon, past = timezone.now() + timedelta(days=1), timezone.now() - timedelta(seconds=1)
        Assignment.objects.update(permissions=PEOPLE, expires_at=soon)
        at_work(town.mona, town.acme, PEOPLE, expires_at=past)

        done = assign_several([town.acme], [town.sam, town.mona], PEOPLE, by=town.olga)

        assert [(pair.change, pair.before) for pair in done] == [(Change.CHANGED, PEOPLE), (Change.NEW, None)]
        assert set(Assignment.objects.values_list("expires_at", "ended_at")) == {(None, None)}

    def test_answers_the_member_s_own_request(self, town):
        request_access(town.acme, REPORTS, "Month end", by=town.sam)

        assign_several([town.acme, town.bloom], [town.sam], PEOPLE, by=town.mona)

        assert not AssignmentRequest.objects.open().exists()
        assert AssignmentRequest.objects.get().answered_by_name == "Mona Field"

    def test_is_told_in_one_letter_a_member_and_none_to_who_did_it(self, town, post: Post):
        assign_several([town.acme, town.bloom], [town.sam, town.mona], PEOPLE, by=town.mona)

        assert [letter.to for letter in post.all()] == ["sam@smithcpa.com"]
        assert "Acme Corp" in post.to("sam@smithcpa.com").text
        assert "Bloom LLC" in post.to("sam@smithcpa.com").text


@pytest.mark.django_db
class TestTheWholeAct:
    def test_is_refused_when_a_client_or_a_colleague_is_no_longer_there(self, town):
        remove(town.sam, by=town.olga)
        with pytest.raises(Refused, match=CHANGED_MEANWHILE[:20]):
            assign_several([town.acme], [town.mona, town.sam], PEOPLE, by=town.olga)

        end_link(town.acme, by=town.carla)
        town.acme.refresh_from_db()
        assert preview([town.acme], [town.mona], PEOPLE)[0].reason == NO_LONGER
        with pytest.raises(Refused, match=CHANGED_MEANWHILE[:20]):
            assign_several([town.bloom, town.acme], [town.mona], PEOPLE, by=town.olga)
        assert not Assignment.objects.live().exists()

    def test_is_refused_for_anybody_or_anything_of_another_firm(self, town):
        for links, members in (([town.cove], [town.sam]), ([town.acme], [town.rita])):
            with pytest.raises(Refused, match=CHANGED_MEANWHILE[:20]):
                assign_several(links, members, PEOPLE, by=town.mona)

    def test_has_a_most_that_is_said(self, town):
        with pytest.raises(Refused, match=TOO_MANY):
            preview([town.acme] * 501, [town.sam, town.mona], PAY)

    def test_gives_nothing_that_the_client_took_while_the_page_was_open(self, town):
        said = preview([town.acme], [town.olga], PAY)
        change_grant(town.acme, TAXES, by=town.carla, held=EVERYTHING)

        done = assign_several([town.acme], [town.olga], PAY, by=town.mona)

        assert (said[0].change, done[0].change) == (Change.NEW, Change.IMPOSSIBLE)
        assert effective(town.olga, town.acme) is None


@pytest.mark.django_db
class TestStatements:
    """However many pairs, the statements are the same."""

    @pytest.mark.parametrize("number", [2, 60])
    def test_of_one_member_at_many_clients(self, town, number):
        links = clients_of(town, number)

        assert cost_of(lambda: assign_several(links, [town.sam], SIX, by=town.mona)).statements == 12
        assign_several(links, [town.sam], SIX, by=town.mona)
        assert cost_of(lambda: assign_several(links, [town.sam], PAY, by=town.mona)).statements == 12

    @pytest.mark.parametrize("number", [2, 60])
    def test_of_many_members_at_one_client(self, town, number):
        people = colleagues(town, number)

        assert cost_of(lambda: assign_several([town.acme], people, PAY, by=town.mona)).statements == 12

    @pytest.mark.parametrize("number", [2, 60])
    def test_of_narrowing_and_ending(self, town, number):
        people = colleagues(town, number)
        assign_several([town.acme], people, PAY | TAXES, by=town.mona)

        acts: list[Callable[[], Any]] = [
            lambda: change_grant(town.acme, TAXES, by=town.carla, held=EVERYTHING),
            lambda: end_link(town.acme, by=town.carla),
        ]
        assert [cost_of(act).statements for act in acts] == [11, 11]


@pytest.mark.bench
def test_five_hundred_assignments_of_six_permissions_take_less_than_50_ms(standing_town: Town) -> None:
    town = standing_town
    links = clients_of(town, MANY)

    assert best_of(3, lambda: assign_several(links, [town.sam], SIX, by=town.mona)).seconds < LIMIT

    assign_several(links, [town.sam], SIX, by=town.mona)
    assert Assignment.objects.live().filter(permissions=SIX).count() == MANY
    assert best_of(3, lambda: assign_several(links, [town.sam], PAY | TAXES, by=town.mona)).seconds < LIMIT


@pytest.mark.bench
def test_a_grant_narrowed_or_ended_for_five_hundred_members_takes_less_than_50_ms(standing_town: Town) -> None:
    town = standing_town
    (big,) = clients_of(town, 1)
    where = {"link": big, "firm": town.smith, "permissions": SIX, "assigned_by_name": "Mona Field"}
    Assignment.objects.bulk_create([Assignment(member=one, **where) for one in colleagues(town, MANY)])
    acts: list[Callable[[], Any]] = [
        lambda: change_grant(big, PAY, by=town.carla, held=EVERYTHING),
        lambda: end_link(big, by=town.carla),
    ]

    assert all(best_of(3, act).seconds < LIMIT for act in acts)

    acts[0]()
    assert Assignment.objects.live().filter(permissions=PAY).count() == MANY


@pytest.mark.django_db
def test_several_and_one_agree_about_a_pair(town):
    """What one act refuses the other calls impossible, with the same words."""
    jo = member(person("jo"), town.smith, FirmPermission.none())

    with pytest.raises(Refused) as refusal:
        assign(town.acme, jo, SETTINGS, by=town.mona)

    assert assign_several([town.acme], [jo], SETTINGS, by=town.mona)[0].reason == refusal.value.sentence
