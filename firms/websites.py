"""A firm's website, in one spelling."""

import re
from urllib.parse import quote

from firms.domains import NotADomain, canonical_host

ENTER_A_WEBSITE = "Enter a website, like smithcpa.com"
LONGEST_WEBSITE = 200  # characters; the default length of Django's URLField
SCHEME = re.compile(r"https?://", re.IGNORECASE)
OTHER_THAN_TEXT = re.compile(r"[\x00-\x20\x7f-\xa0\\\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ud800-\udfff]")
BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


class NotAWebsite(ValueError):
    """The text is no website of a firm; the argument is a sentence for the person who typed it."""


def website_url(text: object) -> str:
    """The https address of the website written in `text`: `smithcpa.com` gives `https://smithcpa.com`.

    The scheme may be missing or http. The host is spelled canonically (see `firms.domains.hosts`); path and query
    stay, with what is not allowed there percent-encoded; a fragment is dropped, and so is a lone slash. Hosts below
    shared hosting are welcome. Credentials, ports, IP addresses, unknown top-level domains, white space inside,
    control and bidirectional characters, and more than 200 characters are refused.

    Raises `NotAWebsite` with a sentence for the person, and nothing else, whatever `text` is.
    """
    if not isinstance(text, str):
        raise NotAWebsite(ENTER_A_WEBSITE)
    typed = text.strip(" ")
    if len(typed) > LONGEST_WEBSITE or OTHER_THAN_TEXT.search(typed):
        raise NotAWebsite(ENTER_A_WEBSITE)
    address = SCHEME.sub("", typed.partition("#")[0], count=1) if SCHEME.match(typed) else typed.partition("#")[0]
    host = re.split(r"[/?]", address, maxsplit=1)[0]
    try:
        url = f"https://{canonical_host(host)}{_rest(address.removeprefix(host))}"
    except NotADomain as reason:
        raise NotAWebsite(ENTER_A_WEBSITE) from reason
    if len(url) > LONGEST_WEBSITE:
        raise NotAWebsite(ENTER_A_WEBSITE)
    return url


def _rest(path_and_query: str) -> str:
    if path_and_query in {"", "/", "?", "/?"}:
        return ""
    path, mark, query = BROKEN_ESCAPE.sub("%25", path_and_query).partition("?")
    return quote(path or "/", safe="/%:@!$&()*+,;=~") + mark + quote(query, safe="/%:@!$&()*+,;=~?")
