"""A real browser on a real server over the committed town."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from advisor.wsgi import application
from tests.town import PASSWORD, Town

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread; ours never waits on it

AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}, "preload": False}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, "preload": False}


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Requests of tests are not printed."""


class Server(ThreadedWSGIServer):
    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[str]:
    """The address of a running site over this worker's database."""
    running = Server(("localhost", 0), Quiet)
    running.set_app(application)
    thread = Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{running.server_port}"
    running.shutdown()


@pytest.fixture(scope="session")
def browser(chromium_path: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        chromium = playwright.chromium.launch(executable_path=str(chromium_path), args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def site(server: str, settings: Any) -> str:
    """The server's address, which letters name as well."""
    settings.SITE_URL = server
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.CSRF_TRUSTED_ORIGINS = [server]
    return server


@pytest.fixture
def someone(browser: Browser, site: str, standing_town: Town) -> Iterator[Callable[..., Page]]:
    """`someone()` opens a new browser on the site; `someone("mona")` signs in as her first. Errors on a page fail.

    Motion is reduced: a cross-fade that a resize interrupts is reported by Chromium as an error of the page.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_browser(who: str | None = None, **options: Any) -> Page:
        context = browser.new_context(base_url=site, **({"reduced_motion": "reduce"} | options))
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console", lambda entry: problems.append(entry.text) if "Content Security Policy" in entry.text else None
        )
        if who:
            sign_in(page, who)
        return page

    yield open_browser
    for context in contexts:
        context.close()
    assert not problems, problems


def sign_in(page: Page, who: str, password: str = PASSWORD) -> None:
    """Through the page, as a person does."""
    page.goto("/sign-in/")
    page.get_by_label("Username or work email").fill(who)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def assert_good(page: Page) -> None:
    """axe finds nothing in either scheme at 1280 and 320 px, and nothing overflows.

    Every rule is asked at both widths, and what depends on the scheme (contrast) in all four combinations.
    """
    for width, whole, other in ((1280, "light", "dark"), (320, "dark", "light")):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{page.url} is {wide} px wide at {width}"
        for scheme, rules in ((whole, AXE), (other, CONTRAST)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert not (found := violations(page, rules)), f"{page.url} {scheme} {width}: {found}"


def violations(page: Page, rules: dict[str, Any]) -> list[str]:
    """What axe finds on the page as it stands; its script is brought into each page once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("rules => axe.run(document, rules)", rules | {"resultTypes": ["violations"]})
    assert found["passes"] or rules is CONTRAST, f"axe looked at nothing on {page.url}"
    return [f"{rule['id']}: {[node['html'] for node in rule['nodes']]}" for rule in found["violations"]]
