"""Reading letters in the browser, in development only."""

import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from advisor.mail.sampling import all_samples
from tests.letters import Post
from tests.mail.test_letters import ROOT
from tests.mail.writing import write
from tests.visits import Visit

WHETHER = """
import django
django.setup()
from django.urls import resolve
resolve("/dev/mail/"), resolve("/dev/mail/samples/")
"""


@pytest.fixture
def reader(db: None, visit: Visit, post: Post, settings: Any) -> Client:
    """Somebody who is not signed in, where the site runs with DEBUG; posted letters lie in the folder of `post`."""
    settings.ROOT_URLCONF = "tests.mail.dev_urls"
    settings.MAIL_DIR = post.directory
    return visit(None)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return unescape(answer.text)


def test_the_pages_are_not_there_without_debug(db: None, visit: Visit) -> None:
    for address in ("/dev/mail/", "/dev/mail/samples/", "/dev/mail/samples/reset_password/html/", "/dev/"):
        assert visit(None).get(address).status_code == 404


@pytest.mark.parametrize(("debug", "there"), [("1", True), ("", False)])
def test_debug_alone_decides(debug: str, there: bool) -> None:
    environment = os.environ | {"DEBUG": debug, "DJANGO_SETTINGS_MODULE": "advisor.settings"}
    asked = subprocess.run([sys.executable, "-c", WHETHER], cwd=ROOT, env=environment, capture_output=True, text=True)  # noqa: S603 - our own program
    assert (asked.returncode == 0) is there, asked.stderr
    assert there or "Resolver404" in asked.stderr


def test_the_newest_letter_stands_first(reader: Client, post: Post) -> None:
    for subject in ("An older letter", "A newer letter"):
        write(subject=subject)
        post.all()
    shown = page(reader, "/dev/mail/")
    assert shown.index("A newer letter") < shown.index("An older letter")
    assert "sam@smithcpa.com" in shown
    assert re.search(r"\w{3} \d+ \w{3} \d{4}, \d+:\d\d [AP]M E[SD]T", shown)
    assert "Refresh" in shown


def test_an_empty_list_says_why(reader: Client, settings: Any) -> None:
    assert "No letter was written since this folder was emptied." in page(reader, "/dev/mail/")
    write()
    shown = page(reader, "/dev/mail/")
    assert "1 letter waits to be posted by the worker." in shown
    assert "look whether both are running" in shown
    write()
    assert "2 letters wait to be posted by the worker." in page(reader, "/dev/mail/")
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}}
    assert "EMAIL_URL is set" in page(reader, "/dev/mail/")


def test_the_links_of_the_text_part_can_be_clicked(reader: Client, post: Post) -> None:
    write(text="Hello <b>Sam</b>,\n\nhttp://localhost:8000/invitation/abc/\n")
    name = post.all()[0].name
    answer = reader.get(f"/dev/mail/{name}/")
    assert '<a href="http://localhost:8000/invitation/abc/"' in answer.text
    assert "&lt;b&gt;Sam&lt;/b&gt;" in answer.text
    assert "Message-ID" in answer.text
    assert f'src="/dev/mail/{name}/html/"' in answer.text


def test_the_frame_is_allowed_on_this_page_and_nothing_more(reader: Client, post: Post) -> None:
    write(html="<html><head></head><body><script>alert(1)</script></body></html>")
    name = post.all()[0].name
    outer, inner = reader.get(f"/dev/mail/{name}/"), reader.get(f"/dev/mail/{name}/html/")
    policy = outer["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-src" not in reader.get("/dev/mail/")["Content-Security-Policy"]
    assert inner["Content-Security-Policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert inner["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_blank">' in inner.text


@pytest.mark.parametrize("name", ["nothing", "..%2f..%2fetc%2fpasswd", "samples/nothing", "samples/nothing/html"])
def test_a_letter_that_is_not_there_is_not_found(reader: Client, name: str) -> None:
    assert reader.get(f"/dev/mail/{name}/").status_code == 404


def test_every_sample_can_be_read(reader: Client) -> None:
    listed = page(reader, "/dev/mail/samples/")
    for name, sample in all_samples().items():
        subject = sample.letter.subject.partition(" expires on")[0]
        assert subject in listed
        assert subject in page(reader, f"/dev/mail/samples/{name}/")
        assert "<h1" in reader.get(f"/dev/mail/samples/{name}/html/").text


def test_the_folder_may_be_missing(reader: Client, settings: Any, tmp_path: Path) -> None:
    settings.MAIL_DIR = tmp_path / "not" / "there"
    assert "Nothing posted yet" in page(reader, "/dev/mail/")
