"""Many clients at once from a CSV file: upload, see what would become of every row, then import all or nothing."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from advisor.audit.pages import written
from advisor.desk.admin import DeskModelAdmin
from advisor.forms import ActionForm
from advisor.mail.lines import one_line
from advisor.permissions import ClientPermission
from clients.actions.importing import check_again, check_file, import_upload
from clients.importing.columns import COLUMNS, NAMES
from clients.importing.judging import REQUIRED
from clients.importing.sheet import MOST_BYTES, MOST_ROWS, NOTHING_IN_IT, TOO_BIG
from clients.models import Product, Upload

PER_PAGE = 100
NUMBER, NAME, BAD, WORDS = range(4)
"""What stands where in a kept verdict."""


class UploadForm(ActionForm):
    file = forms.FileField(
        label="CSV file",
        help_text="Nothing is imported yet: first you see what would become of every row.",
        error_messages={"required": "Choose a CSV file", "empty": NOTHING_IN_IT},
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > MOST_BYTES:
            raise forms.ValidationError(TOO_BIG)
        return self.cleaned_data["file"]


class ImportPages(DeskModelAdmin):
    """The pages of the import, for whoever may add clients."""

    def get_urls(self) -> list[URLPattern]:
        pages: dict[str, tuple[Callable[..., HttpResponse], str]] = {
            "import/": (self.import_start, "import"),
            "import/sample/": (self.import_sample, "import_sample"),
            "import/<int:number>/": (self.import_outcome, "import_outcome"),
            "import/<int:number>/rows/": (self.import_rows_csv, "import_rows"),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"clients_client_{name}")
            for route, (view, name) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def may_import(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied

    def upload_of(self, request: HttpRequest, number: int) -> Upload:
        """A file of this person that waits to be imported."""
        self.may_import(request)
        found = Upload.objects.of_person(request.user).filter(pk=number).first()
        if found is None:
            raise Http404
        return found

    def import_start(self, request: HttpRequest) -> HttpResponse:
        """Choose a file; what may stand in it."""
        self.may_import(request)
        form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
        if form.is_valid():
            file = form.cleaned_data["file"]
            if form.attempt(check_file, file.read(), one_line(file.name), by=request.user):
                return redirect("admin:clients_client_import_outcome", form.result.pk)
        context = {
            "columns": [(column, column.name in REQUIRED, column.examples[0]) for column in COLUMNS],
            "permissions": [(flag, products_of(flag)) for flag in ClientPermission],
            "most_rows": f"{MOST_ROWS:,}",
        }
        return self.page(request, "admin/clients/client/import.html", form, context)

    def import_sample(self, request: HttpRequest) -> HttpResponse:
        """A file with the right columns."""
        self.may_import(request)
        return csv_file(
            "clients-sample.csv", [NAMES, *map(list, zip(*(column.examples for column in COLUMNS), strict=True))]
        )

    def import_outcome(self, request: HttpRequest, number: int) -> HttpResponse:
        """What would become of every row; the button that imports them, when every one of them is good."""
        upload = self.upload_of(request, number)
        form = ActionForm(request.POST if request.method == "POST" else None)
        if form.is_valid() and form.attempt(import_upload, upload, by=request.user):
            self.message_user(request, form.result.words)
            return redirect(self.list_url)
        if form.errors:
            check_again(upload)
            upload = self.upload_of(request, number)
        verdicts = json.loads(upload.verdicts)
        problems = [verdict for verdict in verdicts if verdict[BAD]]
        only = bool(problems) and request.GET.get("show", "problems") != "all"
        shown = Paginator(problems if only else verdicts, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "upload": upload,
            "total": len(verdicts),
            "bad": len(problems),
            "only": only,
            "rows": shown,
            "turns": list(turns(shown, "problems" if only else "all")),
        }
        return self.page(request, "admin/clients/client/import_outcome.html", form, context)

    def import_rows_csv(self, request: HttpRequest, number: int) -> HttpResponse:
        """The same as a file."""
        verdicts = json.loads(self.upload_of(request, number).verdicts)
        rows = [[str(row[NUMBER]), row[NAME], "Error" if row[BAD] else "Good", row[WORDS]] for row in verdicts]
        return csv_file("rows.csv", [["Row", "Name", "Verdict", "What would become of it"], *rows])

    def page(self, request: HttpRequest, template: str, form: ActionForm, context: dict[str, Any]) -> TemplateResponse:
        request.current_app = self.admin_site.name
        known = {**self.admin_site.each_context(request), "opts": self.opts, "form": form, "title": "Import clients"}
        return TemplateResponse(request, template, known | context, status=422 if form.errors else 200)


def products_of(permission: ClientPermission) -> str:
    return " and ".join(Product(name).label for name in permission.wording.products)


def turns(page: Page, show: str) -> Iterator[tuple[str, str]]:
    """The links to the page before and after: label and query."""
    if page.has_previous():
        yield "Previous", urlencode({"show": show, "page": page.previous_page_number()})
    if page.has_next():
        yield "Next", urlencode({"show": show, "page": page.next_page_number()})


def csv_file(name: str, rows: list[list[str]]) -> HttpResponse:
    """Cells that a spreadsheet would take for formulas are escaped."""
    response = HttpResponse("".join(map(written, rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
