"""What staff can do to a row: a button on its page, an entry in the menu of its list, one action of the product."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, AdminForm
from django.contrib.admin.options import ActionLocation
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from advisor.errors import Refused

AT_ONCE = 100
EVERYWHERE = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]
REPEATED = ("action", f"{ActionLocation.CHANGE_FORM.value}-action", "index", ACTION_CHECKBOX_NAME)

Do = Callable[[Any, Any, Any], str]
Chosen = Callable[[Any, HttpRequest, QuerySet[Any]], HttpResponse | None]


def act(label: str, *, loses: str = "", permission: str = "act", gone: bool = False) -> Callable[[Do], Chosen]:
    """Makes `(admin, row, by) -> what happened` an action of the admin.

    `loses` names what is lost: with it, a page asks first. `gone`: the row no longer exists afterwards. A refusal of
    one row is told and the others go on; every row is an act of its own, recorded by the product's action.
    """

    def above(do: Do) -> Chosen:
        @wraps(do)
        def chosen(table: Any, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
            found = list(rows[: AT_ONCE + 1])
            if len(found) > AT_ONCE:
                table.message_user(request, f"Choose at most {AT_ONCE} at once. Nothing was done.", messages.ERROR)
                return None
            if loses and "confirmed" not in request.POST:
                return ask_first(table, request, label, loses, found)
            for row in found:
                attempt(table, request, do, row)
            return redirect(table.list_url) if gone else None

        return admin.action(chosen, permissions=[permission], description=label, location=EVERYWHERE)

    return above


def attempt(table: Any, request: HttpRequest, do: Do, row: Any) -> None:
    """One act on one row, and a message that says how it ended."""
    name = str(row)
    try:
        sentence = do(table, row, request.user)
    except Refused as refusal:
        table.message_user(request, f"{name}: {refusal.sentence}", messages.ERROR)
    else:
        table.message_user(request, sentence, messages.SUCCESS)


def ask_first(table: Any, request: HttpRequest, label: str, loses: str, rows: list[Any]) -> TemplateResponse:
    """The page that names what is lost; sending it again confirms."""
    context = {
        **table.admin_site.each_context(request),
        "title": label,
        "opts": table.opts,
        "loses": loses,
        "rows": rows,
        "repeated": [(name, value) for name in REPEATED for value in request.POST.getlist(name)],
        "back": request.get_full_path(),
    }
    request.current_app = table.admin_site.name
    return TemplateResponse(request, "admin/confirm_act.html", context)


def ask_with(form: Any, table: Any, request: HttpRequest, row: Any, label: str) -> TemplateResponse:
    """The page of an act that needs a form: 422 when what was typed was refused, and nothing typed is lost."""
    context = {
        **table.admin_site.each_context(request),
        "title": label,
        "subtitle": str(row),
        "opts": table.opts,
        "original": row,
        "adminform": AdminForm(form, [(None, {"fields": list(form.fields)})], {}, model_admin=table),
        "errors": form.errors,
        "media": table.media,
    }
    request.current_app = table.admin_site.name
    return TemplateResponse(request, "admin/act.html", context, status=422 if form.errors else 200)
