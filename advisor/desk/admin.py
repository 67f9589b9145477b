"""The base of every table on the desk: read-only unless it says otherwise, quick at any size, recorded in the book."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models.constants import LOOKUP_SEP
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString

from advisor.audit.book import record
from advisor.audit.models import Event, EventQuerySet
from advisor.audit.pages import line
from advisor.audit.verbs import Verb
from advisor.dates import DEFAULT_ZONE
from advisor.desk.site import Waiting

SECRETS = frozenset(
    {"password", "session_key", "session_data", "data", "token_digest", "reminder_digest", "text", "html"}
)
"""Columns that the book does not record."""
COMPARED = {"", "exact", "gte", "lt", "isnull"}
"""How a filter in the address may compare: never by parts, so that no value can be guessed letter by letter."""
LONGEST_SEARCH, MOST_WORDS = 200, 6
COUNTED = 10_000
HISTORY = 100


class CappedPaginator(Paginator):
    """Counts no further than `COUNTED` rows: beyond that one searches instead of turning pages."""

    counted = COUNTED

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return rows.order_by()[: COUNTED + 1].count()

    @property
    def more(self) -> bool:
        return self.count > COUNTED


class DeskModelAdmin(admin.ModelAdmin):
    editable: ClassVar[bool] = False
    """Whether rows are added, changed and deleted by form. Where a rule stands behind the row, acts do it instead."""

    called: ClassVar[str] = ""
    """What the navigation and the list's heading call it."""

    place: ClassVar[tuple[str, int]] = ("", 0)
    """The subject in the navigation, and where among its tables."""

    rights: ClassVar[dict[str, str]] = {}
    """Which of Django's model permissions mean something for this table, and what, in words for who gives them."""

    narrowed_by: ClassVar[tuple[str, ...]] = ()
    """What links of other pages narrow the list by, besides its filters."""

    has_history: ClassVar[bool] = True

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    paginator = CappedPaginator
    view_on_site = False
    object_history_template = "admin/book.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.editable and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.editable and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.editable and super().has_delete_permission(request, obj)

    def has_act_permission(self, request: HttpRequest) -> bool:
        """Whoever may change rows of this table may do its acts."""
        return self.holds(request, "change")

    def holds(self, request: HttpRequest, verb: str) -> bool:
        """Django's model permission, whether or not the table is edited by form."""
        return request.user.has_perm(f"{self.opts.app_label}.{verb}_{self.opts.model_name}")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what the page offers: the list's own filters, and links of other pages."""
        filters: Any = self.list_filter
        own = {entry if isinstance(entry, str) else entry.parameter_name for entry in filters}
        name, _, comparison = lookup.partition(LOOKUP_SEP)
        return lookup in self.narrowed_by or (name in own and comparison in COMPARED)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        words = search_term[:LONGEST_SEARCH].split()[:MOST_WORDS]
        return super().get_search_results(request, queryset, " ".join(words))

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any, **kwargs: Any) -> Any:
        """Numbers that are none are answered 400."""
        try:
            for number in request.POST.getlist(ACTION_CHECKBOX_NAME):
                self.opts.pk.to_python(number)
        except ValidationError:
            raise BadRequest from None
        return super().response_action(request, queryset, *args, **kwargs)

    @property
    def list_url(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    # What first page and other tables ask

    def waiting(self) -> list[Waiting]:
        """What should be looked at, one query each."""
        return []

    def firm_of(self, row: Any) -> models.Model | None:
        """The firm whose book a change of this row belongs to."""
        return getattr(row, "firm", None)

    def client_of(self, row: Any) -> models.Model | None:
        """The company whose book a change of this row belongs to."""
        return getattr(row, "client", None)

    def book_of(self, row: Any) -> EventQuerySet:
        """The events of the row's history page."""
        return Event.objects.filter(about_kind=self.opts.model_name, about_id=row.pk)

    def idle_acts(self, row: Any) -> set[str]:
        """The acts that make no sense for this row now: its page does not offer them."""
        return set()

    # Pages

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Without Django's buttons for other windows beside a field."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": self.called, **(extra_context or {})})

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Headed by the row's name, with the acts that fit it."""
        row, context["has_history"] = context["original"], self.has_history
        if row is not None:
            context |= {"title": str(row), "subtitle": None}
        if context["action_form"]:
            choices = context["action_form"].fields["action"].choices
            context["acts"] = [choice for choice in choices if choice[0] and choice[0] not in self.idle_acts(row)]
        return super().render_change_form(request, context, *args, **kwargs)

    # The book instead of Django's own log

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """Before and after of what the form changed. Django hands it to `log_addition` or `log_change`."""
        names = [name for name in (form.fields if add else form.changed_data) if name not in SECRETS]
        before = {} if add else {name: as_recorded(initially(form, name)) for name in names}
        return before, {name: as_recorded(form.cleaned_data.get(name)) for name in names}

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._record(Verb.DESK_ADDED, request, obj, after=message[1])

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        if message[1]:
            self._record(Verb.DESK_CHANGED, request, obj, before=message[0], after=message[1])

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for row in queryset:
            self._record(Verb.DESK_DELETED, request, row, before=values_of(row))

    def _record(self, verb: Verb, request: Any, row: Any, **sides: Any) -> None:
        where = {"firm": self.firm_of(row), "client": self.client_of(row)}
        record(verb, by=request.user, about=row, table=self.opts.verbose_name, **where, **sides)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What the book says about the row, newest first."""
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_history:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"History: {row}",
            "lines": [line(event, DEFAULT_ZONE) for event in self.book_of(row)[:HISTORY]],
            "object": row,
            "opts": self.opts,
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.object_history_template, context)


def initially(form: Any, name: str) -> Any:
    """What the form showed first: a chosen row by its name, as the form gives it back."""
    field, value = form.fields[name], form.initial.get(name)
    if isinstance(field, ModelChoiceField) and not isinstance(field, ModelMultipleChoiceField):
        return field.queryset.filter(pk=value).first() if value else None  # type: ignore[union-attr] # never None here
    return value


def as_recorded(value: Any) -> Any:
    """A form's value as the book keeps it: sets of rows by their names."""
    if isinstance(value, list | tuple | models.QuerySet):
        return sorted(str(entry) for entry in value)
    return value


def values_of(row: models.Model) -> dict[str, Any]:
    """The columns of a row, without its number and without secrets."""
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    return {name: getattr(row, name) for name in names if name not in SECRETS}


def counted(number: int, thing: str) -> str:
    """ "1 member", "2 members"."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def to_list(table: str, label: str, **lookups: Any) -> SafeString:
    """A link to the list of another table, narrowed."""
    return format_html('<a href="{}?{}">{}</a>', reverse(f"admin:{table}_changelist"), urlencode(lookups), label)


def to_row(row: models.Model | None) -> SafeString | str:
    """A link to the page of a row."""
    if row is None:
        return "—"
    url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', url, row)
