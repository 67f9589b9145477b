"""Passwords have 15 characters, or 12 of three kinds."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.users.passwords import LengthAndKinds, kinds_in

ACCEPTED = [
    "x" * 15,
    "fifteen letters",
    "correct horse battery staple",
    "x" * 1_000,
    "Abcdefghijk1",
    "Abcdefghijk!",
    "abcdefghij1!",
    "ABCDEFGHIJ1!",
    "Ab1!Ab1!Ab1!",
    "Straße nr 12",
    "пароль из пятнадцати",
    "密码密码密码密码密码密码密码码",
    "emoji 🎉 Abcd",
]
REFUSED = {
    "": "password_too_short",
    "x" * 14: "password_too_short",
    "abcdefghijkl": "password_too_short",
    "Abcdefghijklmn": "password_too_short",
    "abcdefghijklm1": "password_too_short",
    "12345678901234": "password_too_short",
    "Abcdefghi1!": "password_too_short",
    "x" * 1_001: "password_too_long",
    "x" * 1_000_000: "password_too_long",
    "fifteen letter\0": "password_not_typed",
    "fifteen letter\ud800": "password_not_typed",
    "\udfffifteen letters": "password_not_typed",
}


@pytest.mark.parametrize("password", ACCEPTED, ids=lambda text: ascii(text)[:40])
def test_long_ones_and_varied_ones_are_good(password):
    assert LengthAndKinds().validate(password) is None


@pytest.mark.parametrize(("password", "code"), REFUSED.items(), ids=lambda text: ascii(text)[:40])
def test_short_and_harmful_ones_are_refused_with_a_sentence(password, code):
    with pytest.raises(ValidationError) as refusal:
        LengthAndKinds().validate(password, user=None)
    assert refusal.value.code == code
    assert refusal.value.messages[0].startswith("Use ")


def test_the_help_text_says_the_rule():
    text = LengthAndKinds().get_help_text()
    assert "at least 15 characters" in text
    assert "at least 12 with three" in text


def test_four_kinds_are_told_apart():
    assert [len(kinds_in(text)) for text in ("", "a", "aB", "aB1", "aB1 ", "aB1 ü密")] == [0, 1, 2, 3, 4, 4]


@settings(max_examples=1_000, deadline=None)
@given(st.text("aB1! ü密\0\ud800", min_size=10, max_size=17) | st.text(max_size=40))
def test_the_rule_is_what_it_says(password):
    harmful = any(character == "\0" or 0xD800 <= ord(character) <= 0xDFFF for character in password)
    good = not harmful and (len(password) >= 15 or (len(password) >= 12 and len(kinds_in(password)) >= 3))
    try:
        LengthAndKinds().validate(password)
    except ValidationError:
        assert not good
    else:
        assert good
        password.encode()
