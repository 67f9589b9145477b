"""What was typed on the first page of an invitation waits in the session, under an id: two tabs don't disturb each
other, and a draft of one company is not there at another."""

import uuid
from typing import Any

from django.http import HttpRequest

KEY = "firm_drafts"
MOST = 5


def kept(request: HttpRequest, code: str, draft: str) -> dict[str, Any]:
    """What was typed so far; empty when there is nothing of this id at this company."""
    return _all(request).get(f"{code}/{draft}", {})


def keep(request: HttpRequest, code: str, draft: str, typed: dict[str, Any]) -> str:
    """Keep it under this id, or under a new one if there is none yet; returns the id."""
    known = _all(request)
    draft = draft if f"{code}/{draft}" in known else uuid.uuid4().hex
    request.session[KEY] = dict(list((known | {f"{code}/{draft}": typed}).items())[-MOST:])
    return draft


def drop(request: HttpRequest, code: str, draft: str) -> None:
    request.session[KEY] = {key: typed for key, typed in _all(request).items() if key != f"{code}/{draft}"}


def _all(request: HttpRequest) -> dict[str, Any]:
    return request.session.get(KEY, {})
