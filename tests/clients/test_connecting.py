"""A client lets a firm in: who may invite whom to what, and the link that it ends in."""

import pytest

from advisor.audit.models import Event
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from advisor.permissions import ClientPermission
from advisor.users.models import User
from clients import acknowledgement
from clients.actions.connecting import (
    CONNECTED,
    TICK,
    connect,
    invite_firm,
)
from clients.models import FirmInvitation, Product
from firms.domains import ENTER_A_WORK_EMAIL
from firms.models import FirmDomain
from invitations.models import find
from tests.clients.inviting import invited
from tests.letters import Post, link_in
from tests.town import PAY, PEOPLE, SETTINGS, TAXES, THIRD, age, client

pytestmark = pytest.mark.django_db
EVERYTHING = ClientPermission.every()
BENEFITS = ClientPermission.MANAGE_BENEFITS


class TestInviting:
    def test_keeps_who_signed_what_text_and_when(self, town, dune, post: Post):
        made = invited(dune)

        assert made.acknowledged_version == acknowledgement.VERSION
        event = Event.objects.get(verb=Verb.FIRM_INVITED)
        assert (event.actor_name, event.client_id, event.firm_id) == ("Dan Field", dune.client_id, None)
        assert event.facts["after"] == {
            "permissions": ["make_payments", "manage_taxes"],
            "acknowledged": acknowledgement.VERSION,
        }
        letter = post.to("olga@smithcpa.com")
        assert "Dan Field" in letter.text
        assert "Make payments" in letter.text
        assert find(link_in(letter, "/invitation/").rstrip("/").rpartition("/")[2]) == made

    def test_needs_the_acknowledgement(self, town, dune):
        with pytest.raises(Refused, match=TICK) as refusal:
            invite_firm(dune.client, "A", "B", "a@b.com", PAY, by=town.carla, held=EVERYTHING, acknowledged=False)
        assert refusal.value.field == "acknowledged"

    def test_gives_nothing_that_the_signer_does_not_hold(self, town, dune):
        with pytest.raises(Refused, match="You do not hold: Manage company tax information"):
            invite_firm(dune.client, "A", "B", "a@b.com", PAY | TAXES, by=town.dora, held=PAY, acknowledged=True)

    def test_gives_nothing_that_the_product_does_not_have(self, town, dune):
        with pytest.raises(Refused, match="This account does not have: Manage company benefits"):
            invite_firm(dune.client, "A", "B", "a@b.com", BENEFITS, by=town.carla, held=EVERYTHING, acknowledged=True)

    @pytest.mark.parametrize("email", ["", "amy", "a@co.uk", '"a@gmail.com"@firm.de', "a@[127.0.0.1]", "a\u200b@x.com"])
    def test_needs_an_address_that_can_be_one(self, town, dune, email):
        with pytest.raises(Refused, match=ENTER_A_WORK_EMAIL) as refusal:
            invited(dune, email)
        assert refusal.value.field == "email"

    def test_keeps_one_spelling_and_the_whole_domain(self, town, dune):
        made = invited(dune, "Amy+Tax@Mail.SmithCPA.com")

        assert (made.email, made.domain) == ("amy+tax@mail.smithcpa.com", "smithcpa.com")

    def test_of_a_firm_that_has_access_is_refused_on_each_of_its_domains(self, town):
        FirmDomain.objects.create(firm=town.smith, domain="smithtax.com")
        for email in ("new@smithcpa.com", "new@smithtax.com"):
            with pytest.raises(Refused, match=CONNECTED):
                invite_firm(town.acme.client, "A", "B", email, PAY, by=town.carla, held=EVERYTHING, acknowledged=True)

    def test_twice_is_refused_until_the_first_is_over(self, town, dune):
        first = invited(dune)
        with pytest.raises(Refused, match="already been invited"):
            invited(dune, "OLGA@smithcpa.com")

        age(first, days=7, seconds=1)
        second = invited(dune)

        assert FirmInvitation.objects.open().get() == second
        first.refresh_from_db()
        assert first.withdrawn_at is not None

    def test_answers_the_same_whoever_the_address_belongs_to(self, town, dune, post: Post):
        """A member, a contact, somebody of nothing, nobody: the same answer, the same letter."""
        texts = set()
        User.objects.filter(pk=town.carla.user_id).update(email="carla@acmecorp.com")
        User.objects.filter(pk=town.nora.pk).update(email="nora@nowhere.org")
        for email in ("rita@rivaltax.com", "carla@acmecorp.com", "nora@nowhere.org", "amy@unknown.com"):
            made = invited(dune, email)
            said = post.to(email).text.replace(email, "ADDRESS")
            texts.add(said.replace(link_in(post.to(email), "/invitation/"), "LINK"))
            assert (made.state, made.client) == ("pending", dune.client)
        assert len({text.split("expires")[0] for text in texts}) == 1


class TestConnecting:
    def test_never_grants_what_the_product_does_not_have(self, town):
        peo = client("Elm Inc", Product.PEO)

        assert connect(peo, town.smith, EVERYTHING, by=town.gus).granted == peo.offered

    def test_copies_name_product_and_status(self, town):
        peo = client("Elm Inc", Product.PEO, "enrolling", trading_name="Elm")

        made = connect(peo, town.smith, PEOPLE | THIRD | SETTINGS, by=town.gus)

        assert (made.client_name, made.product, made.status) == ("Elm", "peo", "enrolling")


def test_the_company_hears_when_nobody_answers(town, dune):
    """The inviter while they are a contact there, else everybody who decides."""
    made = invited(dune)
    assert made.listeners == ["dan@dune.example"]

    other = invite_firm(
        town.acme.client, "A", "B", "a@unknown.com", PAY, by=town.gus, held=EVERYTHING, acknowledged=True
    )
    assert other.listeners == ["carla@acme.example"]
