"""The lists as CSV: exactly the clients that the filters show, in the order shown, with the columns of the page."""

from collections.abc import Iterator
from itertools import batched
from typing import Any

from django.http import StreamingHttpResponse

from advisor.audit.pages import written
from clients.models import ClientLink
from clients.pages.asked import Asked
from clients.pages.lists import COLUMNS, rows_of
from firms.models import Member

AT_ONCE = 1_000
HEADINGS = ["Client", "Product", "Next debit", "Platform contact", "Assigned", "Your access"]


def client_csv(member: Member, query: Any) -> StreamingHttpResponse:
    """Streamed; cells that a spreadsheet would take for formulas are escaped."""
    asked = Asked.of(query)
    found = asked.applied(ClientLink.objects.seen_by(member)).values_list(*COLUMNS)
    response = StreamingHttpResponse(_lines(member, found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="clients.csv"'
    return response


def _lines(member: Member, found: Any) -> Iterator[str]:
    yield written(HEADINGS)
    for part in batched(found.iterator(chunk_size=AT_ONCE), AT_ONCE, strict=False):
        for row in rows_of(member, list(part)):
            yield written([row.name, row.product, row.debit, row.contact, row.people, row.access])
