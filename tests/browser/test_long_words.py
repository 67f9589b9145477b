"""Names, roles and addresses that hold no space at all: they break, and no page becomes wider for them."""

import pytest

from firms.models import Member, MemberInvitation

WIDE = "W" * 80
ADDRESS = f"{'a' * 60}@{'b' * 60}.smithcpa.com"


@pytest.fixture
def unbroken(standing_town):
    user = standing_town.olga.user
    user.first_name, user.last_name = WIDE, WIDE
    user.save(update_fields=["first_name", "last_name"])
    Member.objects.filter(pk=standing_town.sam.pk).update(role="W" * 60)
    invitation = MemberInvitation.objects.filter(pk=standing_town.ivy.pk)
    invitation.update(first_name=WIDE, last_name=WIDE, email=ADDRESS, inviter_name=f"{WIDE} {WIDE}")
    return standing_town


@pytest.mark.parametrize("width", [320, 1280])
def test_they_widen_no_page(someone, unbroken, width):
    page = someone("olga", viewport={"width": width, "height": 800})
    for path in ("/dashboard/", "/firm/", "/firm/leave/", "/profile/", f"/invitation/{unbroken.ivy_token}/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_arrow_of_the_user_menu_stays_in_the_navigation(someone, unbroken):
    page = someone("olga", viewport={"width": 1280, "height": 800})
    page.goto("/dashboard/")
    arrow = page.locator(".user-menu > summary > .icon").bounding_box()
    assert arrow["x"] + arrow["width"] < page.locator(".sidebar").bounding_box()["width"]


@pytest.mark.parametrize("width", [640, 700, 900, 1000])
def test_between_a_phone_and_a_desk_no_table_widens_the_page(someone, width):
    page = someone("olga", viewport={"width": width, "height": 800})
    page.goto("/firm/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
