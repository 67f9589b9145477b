"""Every letter with made-up data. An app that has letters has a module `samples` whose `samples()` gives them."""

from importlib import import_module
from typing import Any, NamedTuple

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from advisor.mail.models import Letter
from advisor.mail.outbox import LetterKind, draft

READER = "amy@smithcpa.com"


class Sample(NamedTuple):
    """A kind of letter and what its templates are given; `case` tells two samples of one kind apart."""

    kind: LetterKind
    context: dict[str, Any]
    case: str = ""

    @property
    def name(self) -> str:
        return f"{self.kind.name}-{self.case}" if self.case else self.kind.name

    @property
    def letter(self) -> Letter:
        """Rendered as it would be for a real reader, and not in the outbox."""
        return draft(self.kind, READER, **self.context)


def all_samples() -> dict[str, Sample]:
    """The samples of every installed app, by name."""
    found: list[Sample] = []
    for app in apps.get_app_configs():
        if app.name.startswith("django.") or not module_has_submodule(app.module, "samples"):
            continue
        found += import_module(f"{app.name}.samples").samples()
    return {sample.name: sample for sample in found}
