"""A member asks for access to a client; whoever assigns answers."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator

from clients.forms.assigning import AssignmentForm
from clients.forms.words import WordsField

LATEST = date(2199, 12, 31)


class Until(forms.DateField):
    """The last day of access."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Until",
            required=False,
            error_messages={"invalid": "Enter a day, like 2026-12-31"},
            validators=[MaxValueValidator(LATEST, "Choose an earlier day, or none")],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "narrow"}),
            **kwargs,
        )


class GrantForm(AssignmentForm):
    """Which permissions at this client, until when."""

    until = Until(help_text="Access ends by itself after this day, in the firm's time zone.")


class AskForm(GrantForm):
    reason = WordsField(
        label="Reason",
        help_text="Your colleagues read it when they decide.",
        max_length=500,
        error_messages={"required": "Say what you need the access for"},
    )
    field_order = ["reason", "permissions", "until"]
