"""The letters themselves, and the pages that show them in development, seen by a person."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from advisor.mail.sampling import all_samples
from tests.browser.conftest import AXE, assert_good, violations
from tests.letters import Post
from tests.mail.writing import about_an_account
from tests.town import Town

Someone = Callable[..., Page]
SHOW = """html => document.replaceChild(
    document.adoptNode(new DOMParser().parseFromString(html, "text/html").documentElement), document.documentElement
)"""
LONG = "Wolfeschlegelsteinhausenbergerdorff" * 3


@pytest.fixture
def in_development(settings: Any, post: Post) -> Path:
    """The site as it is with DEBUG, its letters in a folder of this test."""
    settings.ROOT_URLCONF = "tests.mail.dev_urls"
    settings.MAIL_DIR = post.directory
    return post.directory


def test_a_letter_is_found_read_and_followed(
    someone: Someone, standing_town: Town, in_development: Path, post: Post
) -> None:
    page = someone()
    page.goto("/dev/mail/")
    assert page.get_by_role("heading", name="Nothing posted yet").is_visible()
    assert_good(page)
    about_an_account(standing_town)
    post.all()
    page.get_by_role("link", name="Refresh").click()
    assert_good(page)
    page.get_by_role("link", name="Your username on Advisor Dashboard").click()
    assert_good(page)
    assert page.frame_locator("iframe").get_by_role("heading", name="Your username").is_visible()
    page.locator("pre").get_by_role("link", name="/sign-in/").click()
    page.wait_for_url("**/sign-in/")


def test_a_link_of_the_html_part_opens_a_tab_of_its_own(someone: Someone, in_development: Path) -> None:
    page = someone()
    page.goto("/dev/mail/samples/forgot_username/")
    with page.expect_popup() as opened:
        page.frame_locator("iframe").get_by_role("link", name="Sign in").click()
    opened.value.wait_for_url("**/sign-in/")


def test_the_list_of_every_kind_leads_to_each(someone: Someone, in_development: Path) -> None:
    page = someone()
    page.goto("/dev/mail/samples/")
    assert_good(page)
    assert page.locator("tbody tr").count() == len(all_samples())
    page.get_by_role("link", name="Amy Chen invited you to join Smith CPA").click()
    assert_good(page)


def test_every_letter_is_accessible_and_fits_a_phone(someone: Someone, in_development: Path) -> None:
    """Every other one in the dark: all are made of the same few parts."""
    page = someone()
    for number, name in enumerate(one_after_the_other(page)):
        for width in (640, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} at {width}"
        scheme = "light" if number % 2 else "dark"
        page.emulate_media(color_scheme=scheme)
        assert not (found := violations(page, AXE)), f"{name} {scheme}: {found}"


def test_a_letter_with_the_longest_of_names_fits_a_phone(someone: Someone, in_development: Path) -> None:
    page = someone()
    page.set_viewport_size({"width": 320, "height": 900})
    for name in one_after_the_other(page):
        page.evaluate(
            """long => document.querySelectorAll("h1, p, li, a")
                .forEach(part => part.firstChild?.nodeType === 3 && (part.firstChild.data = long))""",
            LONG,
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name


def one_after_the_other(page: Page) -> Iterator[str]:
    """Every sample, shown whole in the place of the one before: the page, and axe in it, are loaded once."""
    samples = all_samples()
    page.goto(f"/dev/mail/samples/{next(iter(samples))}/html/")
    for name, sample in samples.items():
        page.evaluate(SHOW, sample.letter.html)
        assert page.title() == sample.letter.subject
        yield name
