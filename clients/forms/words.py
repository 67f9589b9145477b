"""Sentences of one's own, over several lines."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from advisor.forms import JOINERS, UNPRINTED

LEADS_AWAY = ("://", "www.")


class WordsField(forms.CharField):
    """Text over several lines. `for_strangers`: it stands in a letter to somebody whom we do not know, so nothing in it
    may lead to another site."""

    def __init__(self, *, for_strangers: bool = False, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), **kwargs)
        self.for_strangers = for_strangers

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value: Any) -> None:
        super().validate(value)
        seen = value.replace("\n", "").replace("\t", "")
        if any(unicodedata.category(sign) in UNPRINTED and sign not in JOINERS for sign in seen):
            raise ValidationError("Use only letters and signs that can be seen", code="unprinted")
        if self.for_strangers and any(mark in value.lower() for mark in LEADS_AWAY):
            raise ValidationError("Write without web addresses: the letter has the only link it needs", code="link")
