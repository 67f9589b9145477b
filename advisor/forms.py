"""Forms validate what is well formed; `attempt` runs the action and turns a refusal into a form error."""

import unicodedata
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from advisor.errors import Refused


class Renderer(TemplatesSetting):
    """One form template and one field template for every form of the site, the library's too."""

    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/field.html"


class Attempts:
    """Mixin for forms and model-less forms: one action, one verdict."""

    result: Any = None

    def attempt(self, action: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Run the action; True when it happened (its answer is in `self.result`), else the sentence is on the form."""
        try:
            self.result = action(*args, **kwargs)
        except Refused as refusal:
            known = refusal.field if refusal.field in self.fields else None  # type: ignore[attr-defined] # a Form's
            self.add_error(known, refusal.sentence)  # type: ignore[attr-defined] # a Form's
            return False
        return True


class ActionForm(Attempts, forms.Form):
    """A form in front of one action."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


JOINERS = "\u200c\u200d"  # Persian and several Indian scripts write names with them
UNPRINTED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # Unicode categories of control, format and unknown characters
LOOKS_LIKE_A_LINK = ("://", "www.", "@")


class NameField(forms.CharField):
    """The name of a person or firm. Names stand in letters and subjects, so nothing in one may mislead: no control or
    direction-changing characters, no address that a mail program would turn into a link."""

    def clean(self, value: Any) -> str:
        name = " ".join(part for part in super().clean(value).split(" ") if part)
        if any(unicodedata.category(sign) in UNPRINTED and sign not in JOINERS for sign in name) or "\ufffd" in name:
            raise ValidationError("Use only letters and signs that can be seen", code="unprinted")
        if any(mark in name.lower() for mark in LOOKS_LIKE_A_LINK):
            raise ValidationError("Enter a name without a web or email address", code="link")
        if name and not any(sign.isalnum() for sign in name):
            raise ValidationError("Enter a name with at least one letter", code="no_letter")
        return name


class SuggestInput(forms.TextInput):
    """Choose from the list or write your own: an input with a datalist, which needs no script."""

    template_name = "ui/widgets/suggest.html"

    def __init__(self, suggestions: list[str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["suggestions"] = self.suggestions
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}_list"
        return context


def shown(request: HttpRequest, template: str, form: forms.Form, **context: Any) -> HttpResponse:
    """A page with a form: 422 when what was sent was refused (RFC 9110, 15.5.21), and nothing typed is lost."""
    status = 422 if request.method == "POST" and form.is_bound and form.errors else 200
    return render(request, template, {"form": form} | context, status=status)


def pressed(request: HttpRequest, done: str, action: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
    """A button without a form: what happened, or why not, stands on the next page."""
    form = ActionForm({})
    if form.is_valid() and form.attempt(action, *args, **kwargs):
        messages.success(request, done)
        return True
    messages.error(request, str(form.non_field_errors()[0]))
    return False
