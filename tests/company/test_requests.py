"""A firm asks for access; the contact grants all of it, less, or nothing."""

import pytest

from clients.actions.asking import ask_client
from clients.models import AccessRequest, ClientLink, Contact
from invitations.actions import withdraw
from tests.company.inside import at, entrust, inside
from tests.letters import link_in
from tests.town import PAY, PEOPLE, TAXES, THIRD, age

pytestmark = pytest.mark.django_db


def asked(town, email="carla@acme.example", product="payroll") -> AccessRequest:
    wanted = PAY | TAXES if product == "payroll" else PAY
    return ask_client(town.rival, "Acme Corporation", email, product, wanted, "We talked on Monday.", by=town.rita)


def run_out(wish, by) -> None:
    age(wish, days=7, seconds=1)


def link_of(town) -> ClientLink | None:
    return ClientLink.objects.live().filter(client=town.acme.client, firm=town.rival).first()


def test_it_waits_on_the_overview_and_among_the_firms(town, visit):
    wish = asked(town)
    carla = visit("carla")
    for name in ("overview", "third_parties"):
        page = carla.get(at(name, town.acme)).content.decode()
        assert "Rival Tax asks for access" in page
        assert at("access_request", town.acme, wish.pk) in page
    page = carla.get(at("access_request", town.acme, wish.pk)).content.decode()
    for words in ("Rita Field", "rita@rivaltax.com", "rivaltax.com", "Acme Corporation", "We talked on Monday."):
        assert words in page
    assert "checked" not in page


def test_grant_all(town, visit, post):
    wish = asked(town)
    done = visit("carla").post(at("access_request", town.acme, wish.pk), {"act": "all"}, follow=True)
    assert "Rival Tax now has access." in done.content.decode()
    assert link_of(town).granted == PAY | TAXES
    assert "Rita Field" in done.content.decode(), "whoever asked works here"
    assert post.to("rita@rivaltax.com")


def test_grant_selected_gives_only_that(town, visit):
    wish = asked(town)
    carla, address = visit("carla"), at("access_request", town.acme, wish.pk)
    nothing = carla.post(address, {"act": "selected"})
    assert nothing.status_code == 422
    assert "Tick at least one permission, or decline the request." in nothing.content.decode()
    more = carla.post(address, {"act": "selected", "permissions": ["manage_documents"]})
    assert "Choose among the permissions on this page" in more.content.decode()
    carla.post(address, {"act": "selected", "permissions": ["manage_taxes"]})
    assert link_of(town).granted == TAXES


def test_decline(town, visit, post):
    wish = asked(town)
    done = visit("carla").post(at("access_request", town.acme, wish.pk), {"act": "decline"}, follow=True)
    assert "The request of Rival Tax was declined." in done.content.decode()
    assert link_of(town) is None
    assert AccessRequest.objects.get().state == "declined"
    assert post.to("rita@rivaltax.com")


def test_an_answer_given_twice_leads_to_what_there_is_now(town, visit):
    wish = asked(town)
    carla, address = visit("carla"), at("access_request", town.acme, wish.pk)
    carla.post(address, {"act": "all"})
    assert carla.post(address, {"act": "decline"})["Location"] == at("third_parties", town.acme)
    assert link_of(town)


@pytest.mark.parametrize(("end", "words"), [(withdraw, "has been withdrawn"), (run_out, "has expired")])
@pytest.mark.parametrize("act", ["all", "decline"])
def test_an_answer_that_comes_too_late_says_so(town, visit, end, words, act):
    wish = asked(town)
    end(wish, by=town.rita)

    answer = visit("carla").post(at("access_request", town.acme, wish.pk), {"act": act}, follow=True)

    assert f"Rival Tax got no answer: its request {words} meanwhile." in answer.content.decode()
    assert link_of(town) is None


def test_what_one_does_not_hold_stands_off_and_all_is_not_offered(town, visit):
    Contact.objects.filter(pk=town.carla.pk).update(permissions=THIRD | PEOPLE | TAXES)
    wish = asked(town)
    carla, address = visit("carla"), at("access_request", town.acme, wish.pk)
    page = carla.get(address)
    assert "Grant all" not in page.content.decode()
    assert list(page.context["form"].fields["permissions"].widget.off) == ["make_payments"]
    assert "You do not hold: Make payments" in carla.post(address, {"act": "all"}).content.decode()
    assert link_of(town) is None


def test_who_holds_nothing_of_it_can_only_decline(town, visit):
    Contact.objects.filter(pk=town.carla.pk).update(permissions=THIRD | PEOPLE)
    page = visit("carla").get(at("access_request", town.acme, asked(town).pk)).content.decode()
    assert "You hold none of what they ask for" in page
    assert "Grant selected" not in page
    assert "Decline" in page


def test_only_the_contact_who_was_asked_sees_it_at_a_company_of_that_product(town, visit):
    Contact.objects.filter(pk=town.dora.pk).update(permissions=town.acme.client.offered)
    wish = asked(town)
    assert "asks for access" not in visit("dora").get(at("overview", town.acme)).content.decode()
    assert visit("dora").get(at("access_request", town.acme, wish.pk)).status_code == 404
    other = asked(town, product="peo")
    assert visit("carla").get(at("access_request", town.acme, other.pk)).status_code == 404


def test_a_colleague_who_followed_the_link_of_the_letter_can_answer(town, visit, post):
    Contact.objects.filter(pk=town.dora.pk).update(permissions=town.acme.client.offered)
    wish = asked(town)
    dora = visit("dora")
    dora.get(link_in(post.to("carla@acme.example"), "/invitation/"))
    assert "Rival Tax asks for access" in dora.get(at("overview", town.acme)).content.decode()
    dora.post(at("access_request", town.acme, wish.pk), {"act": "all"})
    assert link_of(town)


def test_who_was_asked_and_may_not_answer_is_told_who_can(town, visit):
    wish = asked(town, "dora@acme.example")
    page = visit("dora").get(at("overview", town.acme)).content.decode()
    assert "To have it answered, forward its letter to Carla Field." in page
    assert at("access_request", town.acme, wish.pk) not in page
    assert visit("dora").post(at("access_request", town.acme, wish.pk), {"act": "all"}).status_code == 403


def test_a_firm_does_not_let_itself_in(town, visit):
    entrust(town.sam, town.acme, THIRD | PEOPLE | PAY | TAXES)
    wish = asked(town, "sam@smithcpa.com")
    sam = inside(visit, "sam", town.acme)
    assert "asks for access" not in sam.get(at("third_parties", town.acme)).content.decode()
    assert sam.post(at("access_request", town.acme, wish.pk), {"act": "all"}).status_code == 404


def test_an_act_that_does_not_exist_does_nothing(town, visit):
    wish = asked(town)
    assert visit("carla").post(at("access_request", town.acme, wish.pk), {"act": "steal"}).status_code == 200
    assert link_of(town) is None
