"""A caller asks for a new invitation: what support staff do at the desk, and how its pages stand the checks."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from advisor.crypto import unseal
from firms.models import DomainException
from tests.browser.conftest import assert_good
from tests.letters import link_in

PAGES = [
    "/desk/",
    "/desk/users/user/",
    "/desk/users/user/?q=olga",
    "/desk/firms/firm/",
    "/desk/firms/memberinvitation/",
    "/desk/firms/domainexception/add/",
    "/desk/firms/domainexception/1/change/",
    "/desk/firms/domainexception/1/delete/",
    "/desk/auth/group/add/",
    "/desk/audit/event/",
    "/desk/mail/letter/",
]
"""A first page, lists, a page to read, forms, a deletion, the picker of rights."""


def code_of(user) -> str:
    """What the person's authenticator app shows now."""
    secret = unseal(Authenticator.objects.get(user=user, type="totp").data["secret"])
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def at_the_desk(someone, town, who: str = "root") -> Page:
    page = someone(who)
    page.get_by_label("Code").fill(code_of(town.user(who)))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/desk/")
    return page


def test_staff_find_a_firm_and_resend_an_invitation(someone, standing_town, post):
    page = at_the_desk(someone, standing_town)
    page.get_by_role("link", name="Firms", exact=True).first.click()
    page.get_by_role("textbox", name="Search").fill("smith")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Smith CPA").click()
    page.get_by_role("link", name="1 invitation").click()
    page.get_by_role("link", name="Ivy Field").click()
    page.get_by_role("button", name="Resend invite").click()
    expect(page.get_by_text("The old link is dead.")).to_be_visible()

    page.get_by_role("link", name="History").click()
    expect(page.get_by_text("Root Field sent Ivy Field a new invitation.")).to_be_visible()
    page.goto("/desk/")
    expect(page.get_by_text("Root Field sent Ivy Field a new invitation.")).to_be_visible()

    visitor = someone()
    visitor.goto(f"/invitation/{standing_town.ivy_token}/")
    expect(visitor.get_by_role("button", name="Accept")).to_have_count(0)
    visitor.goto(link_in(post.to("ivy@smithcpa.com"), "/invitation/"))
    expect(visitor.get_by_role("button", name="Accept")).to_be_visible()


def test_ending_sessions_asks_first_and_signs_out_a_live_browser(someone, standing_town):
    sam = someone("sam")
    sam.goto("/firm/")
    page = at_the_desk(someone, standing_town)
    page.goto(f"/desk/users/user/{standing_town.sam.user.pk}/change/")
    expect(page.get_by_text("never itself a proof")).to_be_visible()
    page.get_by_role("button", name="End all sessions").click()
    expect(page.get_by_text("signed out everywhere at once")).to_be_visible()
    assert_good(page)
    page.get_by_role("button", name="End all sessions").click()
    expect(page.get_by_text("1 session ended")).to_be_visible()
    sam.reload()
    expect(sam.get_by_role("heading", name="Sign in")).to_be_visible()


def test_enter_in_a_field_saves_and_runs_no_act(someone, standing_town):
    page = at_the_desk(someone, standing_town)
    page.goto(f"/desk/firms/firm/{standing_town.smith.pk}/new-domain/")
    page.get_by_label("Domain").fill("gmail.com")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Strangers share this domain")).to_be_visible()
    expect(page.get_by_label("Domain")).to_have_value("gmail.com")
    assert_good(page)
    page.get_by_label("Domain").fill("smith-tax.com")
    page.keyboard.press("Enter")
    expect(page.get_by_text("smith-tax.com now belongs to Smith CPA.")).to_be_visible()
    assert_good(page)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_the_desk_is_good(someone, standing_town, address):
    DomainException.objects.create(pk=1, domain="hey.com", allowed=True, reason="Their own")
    page = at_the_desk(someone, standing_town)
    page.goto(address)
    assert_good(page)


def test_a_page_of_a_person_and_an_event_is_good(someone, standing_town):
    page = at_the_desk(someone, standing_town)
    for address in (
        f"/desk/users/user/{standing_town.nora.pk}/change/",
        f"/desk/users/user/{standing_town.nora.pk}/history/",
        f"/desk/firms/member/{standing_town.sam.pk}/change/",
        "/desk/audit/event/1/change/",
    ):
        page.goto(address)
        assert_good(page)
