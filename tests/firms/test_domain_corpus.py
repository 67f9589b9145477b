"""The domain rule, case by case: look-alikes, disguises, injections, and the spellings that are good."""

import re
import time

import pytest

from firms.domains import (
    DIFFERENT_DOMAIN,
    ENTER_A_WORK_EMAIL,
    FIRM_EXISTS,
    NotADomain,
    NotAWorkAddress,
    WorkAddress,
    canonical_host,
    registrable_domain,
    work_address,
)
from tests.firms.addresses import address_or_none, assert_canonical

REFUSED = {
    "nothing": "",
    "spaces": "   ",
    "no at": "smith-cpa.com",
    "two ats": "amy@x@smith.com",
    "no local part": "@smith-cpa.com",
    "no host": "amy@",
    "quoted local part": '"x@gmail.com"@firm.de',
    "quoted plainly": '"amy"@firm.de',
    "comment": "amy(her)@firm.de",
    "comment in the host": "amy@firm.de(comment)",
    "display name": "Amy Chen <amy@firm.de>",
    "list": "amy@firm.de,rita@rival.de",
    "routing by percent": "amy%gmail.com@firm.de",
    "routing by percent after a dot": "amy.x%gmail@firm.de",
    "routing by bang": "gmail!amy@firm.de",
    "routing by bang after a dot": "gmail.com!amy@firm.de",
    "source route": "@gmail.com:amy@firm.de",
    "option for a mail program": "-odq@firm.de",
    "pipe": "|mail@firm.de",
    "dot first": ".amy@firm.de",
    "two dots": "amy..chen@firm.de",
    "dot last": "amy.@firm.de",
    "65 characters before the at": "a" * 65 + "@firm.de",
    "newline after": "amy@firm.de\n",
    "newline inside": "amy@firm.de\nBcc: all@firm.de",
    "carriage return": "amy@firm.de\r",
    "tab": "amy\t@firm.de",
    "space inside": "amy @firm.de",
    "no-break space": "\u00a0amy@firm.de",
    "NUL": "amy@firm.de\0",
    "NUL inside": "amy\0@firm.de",
    "zero-width space": "amy@fi\u200brm.de",
    "zero-width space before the at": "amy\u200b@firm.de",
    "zero-width joiner": "amy@fi\u200drm.de",
    "word joiner": "amy@firm\u2060.de",
    "byte order mark": "\ufeffamy@firm.de",
    "soft hyphen": "amy@smith\u00adcpa.com",
    "variation selector": "amy@firm\ufe0f.de",
    "right-to-left override": "amy@\u202emrif.de",
    "right-to-left mark": "amy@firm\u200f.de",
    "lone surrogate": "amy@fi\ud800rm.de",
    "lone surrogate before the at": "\udfffamy@firm.de",
    "tag characters": "amy@firm\U000e0061.de",
    "full-width letters": "amy@ｇｍａｉｌ.com",
    "full-width full stop": "amy@firm．de",
    "ideographic full stop": "amy@firm。de",
    "full-width at": "amy＠firm.de",
    "mathematical letters": "amy@𝐠𝐦𝐚𝐢𝐥.com",
    "circled letters": "amy@ⓖⓜⓐⓘⓛ.com",
    "superscript": "amy@gmaiˡ.com",
    "ligature": "amy@ﬁrm.de",
    "Kelvin sign": "amy@\u212aleinfirm.de",
    "long s": "amy@ſmith.com",
    "capital I with dot": "amy@gmaİl.com",
    "roman numeral": "amy@gma\u2170l.com",
    "trade mark": "amy@firm™.de",
    "not ASCII before the at": "ämy@firm.de",
    "Cyrillic a in gmail": "amy@gm\u0430il.com",
    "Cyrillic a in gmail, as A-label": "amy@" + "gmаil".encode("punycode").decode().join(["xn--", ".com"]),
    "all Cyrillic apple": "amy@аррӏе.com",
    "all Cyrillic apple, as A-label": "amy@xn--80ak6aa92e.com",
    "all Cyrillic apple, as A-label in capitals": "amy@XN--80AK6AA92E.COM",
    "all Greek": "amy@νοτιοκ.com",
    "all Armenian": "amy@սոո.com",
    "Greek omicron": "amy@g\u03bfogle.com",
    "script g": "amy@\u0261mail.com",
    "Latin alpha": "amy@\u0251pple.com",
    "click that looks like an exclamation mark": "amy@firm\u01c3.de",
    "Cherokee": "amy@\u13a0mail.com",
    "all Lisu, which looks Latin": "amy@ꓖꓪꓮꓲꓡ.com",
    "Cyrillic with Greek": "amy@бухγалтер.рф",
    "Korean with Japanese": "amy@세무사か.kr",
    "zero-width joiner where writing allows it": "amy@क्\u200dष.com",
    "zero-width joiner where writing allows it, as A-label": "amy@xn--"
    + "क्\u200dष".encode("punycode").decode()
    + ".com",
    "Latin with Han": "amy@smith日本.com",
    "combining mark left over": "amy@fir\u0335m.de",
    "combining mark first": "amy@\u0301firm.de",
    "fake A-label": "amy@xn--gmail.com",
    "A-label of ASCII": "amy@xn--gmail-.com",
    "A-label of nothing": "amy@xn--.com",
    "A-label that overflows": "amy@xn--99999999.com",
    "A-label of a full-width letter": "amy@xn--" + "ｇmail".encode("punycode").decode() + ".com",
    "A-label of a capital": "amy@xn--" + "Üller".encode("punycode").decode() + ".de",
    "A-label not written the shortest way": "amy@xn---bbk.com",
    "hyphens in the third and fourth place": "amy@ab--cd.com",
    "bare suffix": "a@co.uk",
    "bare top-level domain": "a@com",
    "bare foreign suffix": "a@公司.cn",
    "unknown top-level domain": "amy@firm.invalid",
    "made-up top-level domain": "amy@firm.smith",
    "no dot": "amy@localhost",
    "reverse lookup": "amy@1.168.192.in-addr.arpa",
    "onion": "amy@smithcpa.onion",
    "IP address": "amy@127.0.0.1",
    "IP literal": "a@[127.0.0.1]",
    "IPv6 literal": "a@[IPv6:::1]",
    "IPv6": "a@::1",
    "hexadecimal IP": "a@0x7f000001",
    "two trailing dots": "amy@firm.de..",
    "leading dot": "amy@.firm.de",
    "empty label": "amy@mail..firm.de",
    "hyphen first": "amy@-firm.de",
    "hyphen last": "amy@firm-.de",
    "underscore": "amy@my_firm.de",
    "port": "amy@firm.de:25",
    "path": "amy@firm.de/x",
    "escaped": "amy@firm%2ede",
    "label of 64": f"amy@{'x' * 64}.de",
    "255 characters": "a" * 60 + "@" + "x" * 60 + ("." + "y" * 60) * 2 + "." + "z" * 7 + ".com",
    "a megabyte": "a" * 1_000_000 + "@firm.de",
    "a megabyte of host": "amy@" + "x." * 500_000 + "de",
    "a megabyte of ats": "@" * 1_000_000,
    "a megabyte of spaces": " " * 1_000_000,
    "bytes": b"amy@firm.de",
    "number": 7,
    "none": None,
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_the_corpus_is_refused_with_a_sentence(text):
    with pytest.raises(NotAWorkAddress, match=f"^{re.escape(ENTER_A_WORK_EMAIL)}$"):
        work_address(text)


ACCEPTED = {
    "amy@smith-cpa.com": ("amy@smith-cpa.com", "smith-cpa.com"),
    " amy@smith-cpa.com ": ("amy@smith-cpa.com", "smith-cpa.com"),
    "Amy.Chen@Smith-CPA.COM": ("Amy.Chen@smith-cpa.com", "smith-cpa.com"),
    "amy+clients@smith-cpa.com": ("amy+clients@smith-cpa.com", "smith-cpa.com"),
    "o'brien@smith-cpa.com": ("o'brien@smith-cpa.com", "smith-cpa.com"),
    "amy@smith-cpa.com.": ("amy@smith-cpa.com", "smith-cpa.com"),
    "amy@mail.ny.smith-cpa.com": ("amy@mail.ny.smith-cpa.com", "smith-cpa.com"),
    "amy@office.smith.co.uk": ("amy@office.smith.co.uk", "smith.co.uk"),
    "amy@smith.com.au": ("amy@smith.com.au", "smith.com.au"),
    "amy@www.ck": ("amy@www.ck", "www.ck"),  # an exception rule of the list
    "amy@smith.anything.ck": ("amy@smith.anything.ck", "smith.anything.ck"),  # a wildcard rule
    "amy@Müller-Steuer.de": ("amy@xn--mller-steuer-dlb.de", "xn--mller-steuer-dlb.de"),
    "amy@mu\u0308ller-steuer.de": ("amy@xn--mller-steuer-dlb.de", "xn--mller-steuer-dlb.de"),
    "amy@XN--MLLER-STEUER-DLB.de": ("amy@xn--mller-steuer-dlb.de", "xn--mller-steuer-dlb.de"),
    "amy@straße.de": ("amy@xn--strae-oqa.de", "xn--strae-oqa.de"),
    "amy@税理士法人.日本会計.jp": ("amy@xn--gmq41w8uqmygt5h.xn--6oq986cb2a634g.jp", "xn--6oq986cb2a634g.jp"),
    "amy@ラーメン店.jp": ("amy@xn--4dkp5a8a7679b.jp", "xn--4dkp5a8a7679b.jp"),
    "amy@佐々木.jp": ("amy@xn--u6jy55gilq.jp", "xn--u6jy55gilq.jp"),
    "amy@бухгалтер.рф": ("amy@xn--80abgj3a5ames.xn--p1ai", "xn--80abgj3a5ames.xn--p1ai"),
    "amy@рос.рф": ("amy@xn--n1ade.xn--p1ai", "xn--n1ade.xn--p1ai"),  # looks Latin, but not below an ASCII suffix
    "amy@1-800-accountant.com": ("amy@1-800-accountant.com", "1-800-accountant.com"),
    "amy@gmail.com": ("amy@gmail.com", "gmail.com"),  # an address; whether it will do is `is_public`
    "amy@foo.github.io": ("amy@foo.github.io", "github.io"),
    "amy@smith.onmicrosoft.com": ("amy@smith.onmicrosoft.com", "onmicrosoft.com"),
}


@pytest.mark.parametrize(("text", "expected"), ACCEPTED.items(), ids=ACCEPTED.keys())
def test_a_work_address_has_one_spelling(text, expected):
    assert work_address(text) == WorkAddress(*expected)
    assert_canonical(work_address(text))


def test_the_key_is_equal_for_two_spellings_of_one_address():
    assert work_address("Amy@Smith.com").key == work_address("amy@smith.COM.").key == "amy@smith.com"
    assert str(work_address("Amy@Smith.com")) == "Amy@smith.com"


def test_254_characters_are_an_address_and_255_are_none():
    host = ".".join(["x" * 62, "y" * 62, "z" * 60]) + ".com"
    fits = "a" * (254 - len(host) - 1) + "@" + host
    assert len(fits) == 254
    assert work_address(fits).address == fits
    assert address_or_none("a" + fits) is None


def test_253_characters_are_a_host_and_254_are_none():
    host = ".".join(["x" * 63, "y" * 63, "z" * 63, "a" * 57]) + ".com"
    assert len(host) == 253
    assert canonical_host(host) == canonical_host(f"{host}.") == host
    for too_long in (f"a{host}", f"a{host}.", "ü." * 120 + "com"):
        with pytest.raises(NotADomain):
            canonical_host(too_long)


def test_megabytes_are_refused_at_once():
    work_address("amy@smith.com")
    began = time.perf_counter()
    for text in (
        "a" * 1_000_000,
        "a@" + "ü" * 1_000_000,
        "@" * 1_000_000,
        "a." * 500_000 + "@b.de",
        "\ud800" * 1_000_000,
    ):
        assert address_or_none(text) is None
    assert time.perf_counter() - began < 0.5


def test_bare_domains_follow_the_same_rule():
    assert canonical_host("Mail.Smith-CPA.com.") == "mail.smith-cpa.com"
    assert registrable_domain("Mail.Smith-CPA.com.") == "smith-cpa.com"
    for text in ("co.uk", "", ".", "amy@smith.com", "gmаil.com", "127.0.0.1", None, b"smith.com"):
        with pytest.raises(NotADomain):
            registrable_domain(text)


def test_the_sentences_are_the_products_own():
    assert DIFFERENT_DOMAIN == "Your firm members must share the same email domain. This domain is not allowed."
    assert FIRM_EXISTS == (
        "It looks like your firm is already on Advisor Dashboard. Contact your firm administrator "
        "to access your firm's account."
    )
