"""A website in any usual spelling becomes one https address, or a sentence."""

from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from hypothesis import example, given, settings
from hypothesis import strategies as st

from firms.domains import canonical_host
from firms.websites import ENTER_A_WEBSITE, LONGEST_WEBSITE, NotAWebsite, website_url

ACCEPTED = {
    "smithcpa.com": "https://smithcpa.com",
    "  smithcpa.com  ": "https://smithcpa.com",
    "SmithCPA.com/": "https://smithcpa.com",
    "smithcpa.com.": "https://smithcpa.com",
    "www.smithcpa.com/about": "https://www.smithcpa.com/about",
    "http://smithcpa.com": "https://smithcpa.com",
    "HTTPS://SmithCPA.com/About/Us/": "https://smithcpa.com/About/Us/",
    "https://smithcpa.com/#team": "https://smithcpa.com",
    "https://smithcpa.com/team#amy": "https://smithcpa.com/team",
    "smithcpa.com#team": "https://smithcpa.com",
    "smithcpa.com?page=2": "https://smithcpa.com/?page=2",
    "smithcpa.com/?": "https://smithcpa.com",
    "smithcpa.com/a?b=c&d=e%20f": "https://smithcpa.com/a?b=c&d=e%20f",
    "smithcpa.com/a?next=https://smithcpa.com/b": "https://smithcpa.com/a?next=https://smithcpa.com/b",
    "smithcpa.com/über": "https://smithcpa.com/%C3%BCber",
    "smithcpa.com/100%": "https://smithcpa.com/100%25",
    "smithcpa.com/'\"<script>": "https://smithcpa.com/%27%22%3Cscript%3E",
    "müller-steuer.de": "https://xn--mller-steuer-dlb.de",
    "smith.wixsite.com/cpa": "https://smith.wixsite.com/cpa",
    "smith.github.io": "https://smith.github.io",
    "smith.co.uk": "https://smith.co.uk",
    "smithcpa.com/a/../b//c": "https://smithcpa.com/a/../b//c",
}
REFUSED = [
    *["", " ", ".", "/", "//", "https://", "http://", "https:///smithcpa.com", "//smithcpa.com", "https:smithcpa.com"],
    *[
        "smithcpa",
        "localhost",
        "co.uk",
        "com",
        "smithcpa.invalid",
        "https://https://smithcpa.com",
        "ftp://smithcpa.com",
    ],
    *["javascript:alert(1)", "javascript://smithcpa.com/%0aalert(1)", "data:text/html,x", "mailto:amy@smithcpa.com"],
    *[
        "amy@smithcpa.com",
        "https://amy@smithcpa.com",
        "https://amy:secret@smithcpa.com/",
        "https://gmail.com@smithcpa.com",
    ],
    *["smithcpa.com:8080", "https://smithcpa.com:443/", "smithcpa.com:", "smithcpa.com\\@evil.com", "smithcpa.com/\\"],
    *["127.0.0.1", "https://127.0.0.1/", "http://2130706433", "http://0x7f.1", "https://[::1]/", "::1"],
    *[
        "smith cpa.com",
        "smithcpa.com /about",
        "smithcpa.com/a b",
        "smithcpa.com\n",
        "smithcpa.com/\n",
        "smithcpa\t.com",
    ],
    *["smithcpa.com/\0", "smithcpa.com/\u202etxt", "smith\u200bcpa.com", "smithcpa.com/\ud800", "smithcpa.com/\u2028"],
    *[
        "gmаil.com",
        "ｓｍｉｔｈ.com",
        "smithcpa。com",
        "https://xn--80ak6aa92e.com",
        "smith_cpa.com",
        "-smith.com",
        "smith..com",
    ],
    *[
        "smithcpa.com/" + "a" * 200,
        "smithcpa.com/" + "ü" * 100,
        "smithcpa.com#" + "x" * 200,
        "x" * 1_000_000,
        "smithcpa.com" + " " * 3 + "x",
    ],
    *[None, 7, b"smithcpa.com"],
]


@pytest.mark.parametrize(("text", "url"), ACCEPTED.items(), ids=ACCEPTED.keys())
def test_a_website_has_one_spelling(text, url):
    assert website_url(text) == url


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: ascii(text)[:50])
def test_what_is_no_website_is_refused_with_a_sentence(text):
    with pytest.raises(NotAWebsite) as refusal:
        website_url(text)
    assert str(refusal.value) == ENTER_A_WEBSITE == "Enter a website, like smithcpa.com"


PIECES = st.sampled_from(
    [
        *[
            "http://",
            "https://",
            "//",
            "smithcpa",
            ".",
            ".com",
            ".com",
            ".co.uk",
            "/",
            "/about",
            "?",
            "#",
            "%",
            "%41",
            ":",
            "@",
            "&",
        ],
        *[
            "\\",
            " ",
            "\n",
            "\0",
            "ü",
            "ｓ",
            "\u200b",
            "\u202e",
            "\ud800",
            "[",
            "]",
            '"',
            "'",
            "<",
            "..",
            "xn--",
            ":80",
            "x" * 99,
        ],
    ]
)


@settings(max_examples=1_500, deadline=None)
@given(st.lists(PIECES | st.text(max_size=2), max_size=8).map("".join) | st.text().map("smithcpa.com/{}".format))
@example("smithcpa.com/%")
def test_whatever_is_typed_is_a_plain_https_address_or_refused(text):
    try:
        url = website_url(text)
    except NotAWebsite:
        return
    parts = urlsplit(url)
    assert parts.scheme == "https"
    assert parts.netloc == parts.hostname == canonical_host(parts.netloc)
    assert (parts.username, parts.port, parts.fragment) == (None, None, "")
    assert url.isascii()
    assert url.isprintable()
    assert not set(url) & set("\"'<>\\ `{}|^")
    assert len(url) <= LONGEST_WEBSITE
    assert website_url(url) == url


@pytest.mark.parametrize("url", ACCEPTED.values())
def test_django_too_takes_every_such_address_for_one(url):
    try:
        URLValidator(schemes=["https"])(url)
    except ValidationError:
        pytest.fail(url)
