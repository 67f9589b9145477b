"""Usernames are 3 to 30 ASCII characters in lower case, and no email address."""

import re

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.users.usernames import NOT_AN_EMAIL, RESERVED, RESERVED_WORDS, SPELLING, clean_username

ACCEPTED = {
    "amy": "amy",
    "Amy.Smith": "amy.smith",
    " amy ": "amy",
    "a-b": "a-b",
    "a_b": "a_b",
    "007": "007",
    "a..b": "a..b",
    "x" * 30: "x" * 30,
    "administrate": "administrate",
}
REFUSED = {
    "amy@smith-cpa.com": "email",
    "@amy": "email",
    "amy@": "email",
    "": "spelling",
    "  ": "spelling",
    "am": "spelling",
    "x" * 31: "spelling",
    "x" * 1_000_000: "spelling",
    ".amy": "spelling",
    "amy.": "spelling",
    "-amy": "spelling",
    "amy_": "spelling",
    "amy smith": "spelling",
    "amy\n": "spelling",
    "amy\0": "spelling",
    "amy/x": "spelling",
    "amy'--": "spelling",
    "ämy": "spelling",
    "\u212aelvin": "spelling",  # the Kelvin sign is "k" in lower case
    "amİ": "spelling",
    "аmy": "spelling",  # Cyrillic a
    "ａｍｙ": "spelling",
    "am\u200by": "spelling",
    "am\ud800y": "spelling",
    "١٢٣": "spelling",
    "admin": "reserved",
    "ADMIN": "reserved",
    "ad.min": "reserved",
    "s-u-p-p-o-r-t": "reserved",
    "no_reply": "reserved",
    "root": "reserved",
    "null": "reserved",
    "undefined": "reserved",
    "www": "reserved",
    "api": "reserved",
    "system": "reserved",
    "advisor": "reserved",
}
SENTENCES = {"email": NOT_AN_EMAIL, "spelling": SPELLING, "reserved": RESERVED}


@pytest.mark.parametrize(("text", "name"), ACCEPTED.items(), ids=ACCEPTED.keys())
def test_a_username_is_kept_in_lower_case(text, name):
    assert clean_username(text) == name


@pytest.mark.parametrize(("text", "code"), REFUSED.items(), ids=lambda value: ascii(value)[:40])
def test_what_is_no_username_is_refused_with_the_sentence_that_says_why(text, code):
    with pytest.raises(ValidationError) as refusal:
        clean_username(text)
    assert refusal.value.code == code
    assert refusal.value.messages == [SENTENCES[code]]


def test_an_email_address_has_a_sentence_of_its_own():
    assert NOT_AN_EMAIL.startswith("A username cannot be an email address.")


def test_every_reserved_word_is_a_word_that_would_pass_otherwise_or_too_short():
    assert all(re.fullmatch("[a-z0-9]{2,30}", word) for word in RESERVED_WORDS)


@settings(max_examples=1_000, deadline=None)
@given(st.text(max_size=40) | st.text("abAB01._-@ \nKſ", max_size=34))
def test_whatever_is_typed_is_a_username_or_refused(text):
    try:
        name = clean_username(text)
    except ValidationError:
        return
    assert re.fullmatch(r"[a-z0-9](?:[a-z0-9._-]{1,28}[a-z0-9])", name)
    assert name == text.strip(" ").lower()
    assert clean_username(name) == clean_username(name.upper()) == name
