"""What is typed about a company, on a page or in a file: form fields that say what is well formed."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from advisor.forms import JOINERS, UNPRINTED
from advisor.users.phones import shown
from clients.eins import NotAnEin, ein_digits, ein_words

LONGEST_ZIP = 10


def too_long(most: int) -> str:
    return f"Use at most {most} characters"


class LineField(forms.CharField):
    """One line of an address: whatever can be seen."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["error_messages"] = {"max_length": too_long(kwargs["max_length"])} | kwargs.get("error_messages", {})
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        line = " ".join(super().clean(value).split(" "))
        if any(unicodedata.category(sign) in UNPRINTED and sign not in JOINERS for sign in line) or "\ufffd" in line:
            raise ValidationError("Use only letters and signs that can be seen", code="unprinted")
        return line


class EinField(forms.CharField):
    """Typed with or without its hyphen; gives nine digits."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        try:
            return ein_digits(text) if text else ""
        except NotAnEin as unusable:
            raise ValidationError(str(unusable)) from None

    def prepare_value(self, value: Any) -> Any:
        return ein_words(value) if isinstance(value, str) and value.isdigit() and len(value) == 9 else value


class StateField(forms.CharField):
    """The two letters of a state."""

    def to_python(self, value: Any) -> str:
        state = (super().to_python(value) or "").upper()
        if state and not (state.isascii() and state.isalpha() and len(state) == 2):
            raise ValidationError("Enter the two letters of a state, like NY")
        return state


class ZipField(forms.RegexField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs["error_messages"] = {"invalid": "Enter a ZIP code, like 10001 or 10001-1234"}
        super().__init__(r"\A[0-9]{5}(-[0-9]{4})?\Z", **kwargs)


def phone_words(value: Any) -> str:
    """A stored number for reading."""
    return shown(str(value)) if value else ""
