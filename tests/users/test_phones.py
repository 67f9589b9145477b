"""Phone numbers in any usual spelling become E.164, or a sentence."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.users.phones import ENTER_A_PHONE_NUMBER, WITHOUT_EXTENSION, NotAPhoneNumber, phone_number, shown

ACCEPTED = {
    "(212) 555-0199": "+12125550199",
    "212-555-0199": "+12125550199",
    "212.555.0199": "+12125550199",
    "212 555 0199": "+12125550199",
    "2125550199": "+12125550199",
    "1 212 555 0199": "+12125550199",
    "1-212-555-0199": "+12125550199",
    "+1 (212) 555-0199": "+12125550199",
    "+12125550199": "+12125550199",
    "tel:+1-212-555-0199": "+12125550199",
    " 212/555-0199\n": "+12125550199",
    "212\u2011555\u20130199": "+12125550199",
    "\u202a+1\u00a0(212)\u00a0555-0199\u202c": "+12125550199",
    "1-800-555-0199": "+18005550199",
    "(416) 555-0199": "+14165550199",
    "011 44 20 7946 0958": "+442079460958",
    "+44 20 7946 0958": "+442079460958",
    "+44 (0)20 7946 0958": "+442079460958",
    "+49 30 23125 123": "+493023125123",
    "+52 55 1234 5678": "+525512345678",
}
REFUSED = {
    "": ENTER_A_PHONE_NUMBER,
    "   ": ENTER_A_PHONE_NUMBER,
    "amy": ENTER_A_PHONE_NUMBER,
    "call 2125550199": ENTER_A_PHONE_NUMBER,
    "2125550199<script>": ENTER_A_PHONE_NUMBER,
    "2125550199;phone-context=evil": ENTER_A_PHONE_NUMBER,
    "1-800-FLOWERS": ENTER_A_PHONE_NUMBER,
    "555-0199": ENTER_A_PHONE_NUMBER,
    "212555019": ENTER_A_PHONE_NUMBER,
    "21255501999": ENTER_A_PHONE_NUMBER,
    "(123) 456-7890": ENTER_A_PHONE_NUMBER,
    "(555) 555-0199": ENTER_A_PHONE_NUMBER,
    "911": ENTER_A_PHONE_NUMBER,
    "0000000000": ENTER_A_PHONE_NUMBER,
    "+": ENTER_A_PHONE_NUMBER,
    "+999 212 555 0199": ENTER_A_PHONE_NUMBER,
    "+0 212 555 0199": ENTER_A_PHONE_NUMBER,
    "900-234-5678": ENTER_A_PHONE_NUMBER,  # premium rate
    "+870 773 111 632": ENTER_A_PHONE_NUMBER,  # satellite
    "+800 1234 5678": ENTER_A_PHONE_NUMBER,  # no country
    "212\0555\x000199": ENTER_A_PHONE_NUMBER,
    "２１２５５５０１９９": ENTER_A_PHONE_NUMBER,
    "٢١٢٥٥٥٠١٩٩": ENTER_A_PHONE_NUMBER,
    "212\ud8005550199": ENTER_A_PHONE_NUMBER,
    "2" * 1_000_000: ENTER_A_PHONE_NUMBER,
    None: ENTER_A_PHONE_NUMBER,
    2125550199: ENTER_A_PHONE_NUMBER,
    "(212) 555-0199 x12": WITHOUT_EXTENSION,
    "(212) 555-0199x12": WITHOUT_EXTENSION,
    "212-555-0199 ext. 12": WITHOUT_EXTENSION,
    "212-555-0199 Extension 12": WITHOUT_EXTENSION,
    "212-555-0199 #12": WITHOUT_EXTENSION,
    "tel:+1-212-555-0199;ext=12": WITHOUT_EXTENSION,
}


@pytest.mark.parametrize(("text", "e164"), ACCEPTED.items(), ids=lambda text: ascii(text)[:40])
def test_a_number_in_any_usual_spelling_is_kept_in_e164(text, e164):
    assert phone_number(text) == e164


@pytest.mark.parametrize(("text", "sentence"), REFUSED.items(), ids=lambda text: ascii(text)[:40])
def test_what_is_no_number_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(NotAPhoneNumber) as refusal:
        phone_number(text)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("area", [201, 212, 305, 312, 404, 415, 512, 617, 646, 702, 713, 808, 907, 917, 929, 984])
@pytest.mark.parametrize("last", [100, 142, 199])
def test_numbers_kept_for_fiction_are_good_for_demo_data(area, last):
    assert phone_number(f"({area}) 555-0{last}") == f"+1{area}5550{last}"


def test_another_region_is_dialled_its_own_way():
    assert phone_number("020 7946 0958", region="GB") == "+442079460958"


@pytest.mark.parametrize(
    ("e164", "text"),
    {
        "+12125550199": "(212) 555-0199",
        "+14165550199": "+1 416-555-0199",
        "+442079460958": "+44 20 7946 0958",
        "": "",
        "amy": "amy",
        "+": "+",
        "+999123456": "+999123456",
        "2125550199": "2125550199",
    }.items(),
)
def test_a_number_is_shown_as_people_write_it(e164, text):
    assert shown(e164) == text


@settings(max_examples=1_000, deadline=None)
@given(st.text() | st.text("0123456789+()-. x#ext;=/\u202a", max_size=24) | st.integers(2 * 10**9, 10**10).map(str))
def test_whatever_is_typed_is_a_number_or_refused(text):
    try:
        number = phone_number(text)
    except NotAPhoneNumber:
        return
    assert re.fullmatch(r"\+[1-9][0-9]{4,14}", number)
    assert phone_number(number) == number
    assert phone_number(shown(number)) == number


@settings(max_examples=300, deadline=None)
@given(st.text() | st.from_regex(r"\+[0-9]{1,17}", fullmatch=True))
def test_showing_never_fails(text):
    assert shown(text) or not text
