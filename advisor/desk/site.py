"""The support desk: Django's admin, entered only by staff who signed in on the product's page with a second factor.

Signed out: the sign-in page. Signed in and not staff: there is nothing at this address. Staff without a second factor:
403 with the way to set one up. Staff whose session was opened without it: the page that asks for it.
"""

from collections.abc import Callable, Iterator
from functools import update_wrapper
from typing import Any, NamedTuple
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, reverse

from advisor.audit.models import Event
from advisor.audit.pages import line
from advisor.dates import DEFAULT_ZONE
from advisor.gates import Door

APP, PASSKEY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN
NOT_HERE = {"login", "logout", "password_change", "password_change_done", "view_on_site", "autocomplete", "app_list"}
"""Django's own sign-in, sign-out and password pages do not exist: staff use the product's, and choose none here."""
LAST_ACTS = 10


class Waiting(NamedTuple):
    """Something on the first page that staff should look at."""

    label: str
    number: int
    url: str


class Desk(AdminSite):
    site_header = site_title = "Support desk"
    index_title = "What waits"
    site_url = None
    enable_nav_sidebar = False
    empty_value_display = "—"

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff whose session was opened with a second factor, unless the demo switched that off."""
        if not (request.user.is_active and request.user.is_staff):
            return False
        return not settings.DESK_NEEDS_TWO_STEP or bool(proved_with(request) & factors_of(request))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        inside = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return self.turned_away(request) or inside(request, *args, **kwargs)

        return update_wrapper(guarded, inside)

    def turned_away(self, request: HttpRequest) -> HttpResponse | None:
        """What whoever may not enter gets instead; None for staff who may."""
        if self.has_permission(request):
            return None
        if not (request.user.is_active and request.user.is_staff):
            raise Http404
        factors = factors_of(request)
        if not factors:
            return render(request, "admin/two_step_first.html", status=403)
        page = "mfa_reauthenticate" if APP in factors else "mfa_reauthenticate_webauthn"
        return redirect(f"{reverse(page)}?{urlencode({'next': request.get_full_path()})}")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        kept = [found for found in super().get_urls() if getattr(found, "name", "") not in NOT_HERE]
        for view in views_behind(kept):
            view.login_url = settings.LOGIN_URL  # type: ignore[attr-defined] # Django's LoginRequiredMiddleware reads it
            view.door = Door("desk", "staff", "GET POST")  # type: ignore[attr-defined] # as every gate says of its view
        return kept

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The navigation: the tables that this person may see, by subject. Templates know it as `available_apps`."""
        tables: list[Any] = sorted(self._registry.values(), key=place_of)
        subjects: dict[str, list[dict[str, Any]]] = {}
        for table in tables:
            if table.has_view_permission(request):
                entry = {
                    "name": table.called,
                    "url": table.list_url,
                    "current": request.path.startswith(table.list_url),
                }
                subjects.setdefault(table.place[0], []).append(entry)
        return [{"name": name, "tables": entries} for name, entries in subjects.items()]

    def each_context(self, request: Any) -> dict[str, Any]:
        context = super().each_context(request)
        here = [table for subject in context["available_apps"] for table in subject["tables"] if table["current"]]
        return context | {"called": here[0]["name"] if here else ""}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What waits (one query each), and what this person did last (one query)."""
        own = Event.objects.filter(actor=request.user.pk, capacity="staff")[:LAST_ACTS]
        context = {
            "waiting": [entry for entry in self.waiting(request) if entry.number],
            "last_acts": [line(event, DEFAULT_ZONE) for event in own],
        }
        return super().index(request, context | (extra_context or {}))

    def waiting(self, request: HttpRequest) -> Iterator[Waiting]:
        """What every table that this person may see asks to be looked at."""
        for table in self._registry.values():
            if hasattr(table, "waiting") and table.has_view_permission(request):
                yield from table.waiting()


def place_of(table: Any) -> tuple[str, int]:
    """Where a table stands in the navigation."""
    return table.place


def factors_of(request: HttpRequest) -> set[str]:
    """The kinds of second factor that whoever is signed in has now; asked once per request."""
    if not hasattr(request, "_factors"):
        found = Authenticator.objects.filter(user=request.user.pk, type__in=[APP, PASSKEY])
        request._factors = set(found.values_list("type", flat=True))  # type: ignore[attr-defined] # our own, read below
    return request._factors  # type: ignore[attr-defined] # as above


def proved_with(request: HttpRequest) -> set[str]:
    """The kinds of second factor that this session was proved with; a recovery code stands in for either."""
    records = get_authentication_records(request, request.user)
    kinds = {record.get("type") for record in records if record.get("method") == "mfa"}
    return {APP, PASSKEY} if Authenticator.Type.RECOVERY_CODES in kinds else {kind for kind in kinds if kind}


def views_behind(patterns: list[URLPattern | URLResolver]) -> Iterator[Callable[..., Any]]:
    for found in patterns:
        if isinstance(found, URLResolver):
            yield from views_behind(found.url_patterns)
        else:
            yield found.callback


desk = Desk(name="admin")
desk.disable_action("delete_selected")
