"""Phone numbers: typed in any usual spelling, kept in E.164, shown as people write them."""

import re

import phonenumbers

ENTER_A_PHONE_NUMBER = "Enter a phone number, like (212) 555-0199"
WITHOUT_EXTENSION = "Enter a phone number without an extension, like (212) 555-0199"
LONGEST_TYPED = 60  # characters
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")  # address books copy these along
SPELLING = re.compile(r"(?:tel:)?[0-9+()./ \t\u00a0\u2007\u2009\u202f\u2010-\u2015\u2212-]+", re.IGNORECASE)
EXTENSION = re.compile(r".*\d.*?(?:ext(?:ension|n)?\b\.?|x|#)[ .:=]*\d{1,8}", re.IGNORECASE)
NOWHERE = "001"  # the region of satellite and other numbers without a country


class NotAPhoneNumber(ValueError):
    """The text is no phone number; the argument is a sentence for the person who typed it."""


def phone_number(text: object, region: str = "US") -> str:
    """The number written in `text` in E.164, like `+12125550199`; without a `+`, as dialled in `region`.

    A number must be one its country gives out by the metadata of libphonenumber (`is_valid_number`: area code and
    length, not whether somebody answers). That knows the numbers kept for fiction, 555-0100 to 555-0199 in every
    area code, as good ones, so demo data can use them. E.164 has no room for extensions: they are refused with a
    sentence of their own. Refused too: premium-rate numbers, and satellite numbers and others without a country
    (support staff call back and send codes: neither shall cost a fortune), letters, and more than 60 characters.

    Raises `NotAPhoneNumber` with a sentence for the person, and nothing else, whatever `text` is.
    """
    if not isinstance(text, str) or len(text) > LONGEST_TYPED:
        raise NotAPhoneNumber(ENTER_A_PHONE_NUMBER)
    typed = INVISIBLE.sub("", text).strip()
    if EXTENSION.fullmatch(typed):
        raise NotAPhoneNumber(WITHOUT_EXTENSION)
    if not SPELLING.fullmatch(typed):
        raise NotAPhoneNumber(ENTER_A_PHONE_NUMBER)
    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException as reason:
        raise NotAPhoneNumber(ENTER_A_PHONE_NUMBER) from reason
    if not _may_be_called(number):
        raise NotAPhoneNumber(ENTER_A_PHONE_NUMBER)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown(e164: str) -> str:
    """The number for reading: `(212) 555-0199` in the United States, `+44 20 7946 0958` elsewhere.

    Never raises: what is no E.164 number comes back as it is.
    """
    if not re.fullmatch(r"\+[0-9]{4,15}", e164):
        return e164
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    at_home = phonenumbers.region_code_for_number(number) == "US"
    style = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def _may_be_called(number: phonenumbers.PhoneNumber) -> bool:
    return (
        phonenumbers.is_valid_number(number)
        and phonenumbers.region_code_for_number(number) != NOWHERE
        and phonenumbers.number_type(number) != phonenumbers.PhoneNumberType.PREMIUM_RATE
    )
