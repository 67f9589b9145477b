"""The domain rule (P9): whatever is typed, it is a work address in one spelling or refused, and never another's.

10,000 cases in all; `test_domain_corpus.py` has the cases one by one.
"""

import random
import string
import unicodedata

import idna
from hypothesis import example, given, settings
from hypothesis import strategies as st

from firms.domains import work_address
from tests.firms.addresses import address_or_none, assert_canonical


def cases(number):
    """This many examples, without a time limit for one: a busy machine is no fault of the rule."""
    return settings(max_examples=number, deadline=None)


HOSTILE = st.sampled_from(
    [
        *[
            "amy",
            "Smith-CPA",
            "gmail",
            "@",
            "@",
            "@",
            ".",
            ".",
            "com",
            "com",
            "co.uk",
            "uk",
            "de",
            "github.io",
            "xn--",
            "-",
        ],
        *[
            "xn--mller-kva",
            "xn--80ak6aa92e",
            "müller",
            "аррӏе",
            "gmаil",
            "日本",
            "한국",
            "рф",
            "香港",
            "ß",
            "ı",
            "İ",
            "K",
            "ſ",
        ],
        *[
            "+tag",
            '"',
            "'",
            "(c)",
            "%",
            "!",
            "\n",
            "\r\n",
            "\t",
            "\0",
            " ",
            "\u200b",
            "\u200d",
            "\u202e",
            "\ufeff",
            "\xad",
        ],
        *[
            "ｇｍａｉｌ",
            "．",
            "。",
            "＠",
            "ﬁ",
            "①",
            "\ud800",
            "\U000e0061",
            "[127.0.0.1]",
            "127.0.0.1",
            "x" * 63,
            "y" * 64,
        ],
        *[
            "_",
            "/",
            "\\",
            ":",
            ";",
            ",",
            "<",
            ">",
            "#",
            "..",
            "::1",
            "u\u0308",
            "\u0338",
            "א",
            "ا",
            "٣",
            "३",
            "क्\u200d",
        ],
    ]
)


@cases(2_000)
@given(st.lists(HOSTILE | st.text(max_size=3), max_size=9).map("".join))
@example('"x@gmail.com"@firm.de')
@example("a@" + "y" * 62 + ".xn--p1ai.")
def test_pieces_put_together_badly_are_a_work_address_or_refused(text):
    address = address_or_none(text)
    if address:
        assert_canonical(address)


@cases(2_500)
@given(st.text() | st.binary() | st.none() | st.integers() | st.text(max_size=40).map("a@{}.com".format))
def test_garbage_is_a_work_address_or_refused(text):
    address = address_or_none(text)
    if address:
        assert_canonical(address)


NAMES = st.sampled_from(
    [
        *["smith-cpa", "x", "1-800-taxes", "a1", "z" * 63, "xn--mller-steuer-dlb", "müller-steuer", "bücher", "straße"],
        *["日本会計", "とうきょう", "세무사", "бухгалтер-плюс", "λογιστήςΩ", "café", "חשבון", "บัญชี"],
    ]
)
SUFFIXES = st.sampled_from(
    ["com", "net", "cpa", "co.uk", "com.au", "de", "co.jp", "org", "k12.ca.us", "xn--p1ai", "xn--j6w193g"]
)
LOCALS = st.sampled_from(["amy", "A", "amy.chen", "o'brien", "r&d", "amy+tax", "amy+A.1", "_x", "9" * 64])
SEEDS = st.integers(0, 2**32)


def spelled(local, name, suffix, seed):
    """The address in one of its many spellings: case, subdomains, trailing dot, spaces, decomposed letters."""
    chance = random.Random(seed)
    host = ".".join([*chance.choices(["mail", "ny", "x-1", "büro"], k=chance.randrange(3)), name, suffix])
    host = "".join(letter.upper() if letter.isascii() and chance.random() < 0.5 else letter for letter in host)
    text = f"{local}@{host}{chance.choice(['', '.'])}"
    return " " * chance.randrange(3) + unicodedata.normalize(chance.choice(["NFC", "NFD"]), text)


@cases(2_500)
@given(LOCALS, NAMES, SUFFIXES, SEEDS)
def test_case_tag_subdomain_trailing_dot_and_spaces_change_no_domain(local, name, suffix, seed):
    address = work_address(spelled(local, name, suffix, seed))
    assert address.domain == f"{idna.encode(name, uts46=True).decode()}.{suffix}"
    assert address.address.partition("@")[0] == local
    assert_canonical(address)


def _stand_ins():
    """For each ASCII letter, digit and mark of a domain: every character that compatibility or case makes it."""
    found = {letter: [] for letter in f"{string.ascii_lowercase}{string.digits}.-"}
    for number in range(0x80, 0x20000):
        folded = unicodedata.normalize("NFKC", chr(number)).casefold()
        if folded in found and unicodedata.category(chr(number)) not in {"Cs", "Cn", "Co"}:
            found[folded].append(chr(number))
    for letter, others in zip("abcehijklmnopqstuvwxyg", "аЬсеһіјκӏмпорԛѕтυѵԝхуɡ", strict=True):
        found[letter].append(others)
    return {letter: others for letter, others in found.items() if others}


STAND_INS = _stand_ins()
UNSEEN = (
    "\xad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e"
    "\u2060\u2061\u2066\u2069\ufe0f\ufeff\0\n\r\t "
)
VICTIMS = ["gmail.com", "smith-cpa.com", "apple.com", "paypal.co.uk", "xn--mller-kva.de"]


def disguised(victim, letters, seed):
    """The domain with up to this many letters replaced by stand-ins, or else with something unseen in between."""
    chance = random.Random(seed)
    name = list(victim)
    places = [place for place, letter in enumerate(name) if letter in STAND_INS]
    for place in chance.sample(places, min(letters, len(places))):
        name[place] = chance.choice(STAND_INS[name[place]])
    if not letters or chance.random() < 0.2:
        name.insert(chance.randrange(len(name)), chance.choice(UNSEEN))
    return "".join(name)


@cases(2_500)
@given(st.sampled_from(VICTIMS), st.integers(0, 20), SEEDS)
def test_a_look_alike_is_refused_or_another_domain_never_the_one_it_looks_like(victim, letters, seed):
    name = disguised(victim, letters, seed)
    address = address_or_none(f"amy@{name}")
    assert address is None or "xn--" in address.domain, name
    assert address is None or address.domain != victim, name


@cases(500)
@given(st.integers(1, 70), st.integers(1, 70), st.integers(0, 5), st.sampled_from(["x", "ü"]))
def test_length_is_judged_by_the_canonical_form(local, label, more, letter):
    text = f"{'a' * local}@" + ".".join([*[letter * label] * more, "smith.com"])
    address = address_or_none(text)
    if letter == "x":
        assert bool(address) == (local <= 64 and (label <= 63 or not more) and len(text) <= 254)
    if address:
        assert_canonical(address)
