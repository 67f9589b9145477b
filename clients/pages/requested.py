"""What the firm has asked of clients and nobody has answered yet: the tab Requested."""

from typing import Any, NamedTuple

from django.core.paginator import Paginator

from advisor.dates import day_in, moment
from advisor.permissions import FirmPermission
from clients.models import AccessRequest
from clients.pages.asked import Asked, words_of
from firms.models import Member
from firms.pages import page_of

PER_PAGE = 50


class RequestRow(NamedTuple):
    """A request as a line of the list."""

    number: int
    company: str
    email: str
    product: str
    permissions: str
    asked_by: str
    sent: str
    expires: str
    ends_soon: bool


def requested(member: Member, asked: Asked, query: Any) -> dict[str, Any]:
    """Open requests of the firm, newest first, searched by company or address."""
    found: Any = AccessRequest.objects.open().filter(firm=member.firm_id)
    if asked.product:
        found = found.filter(product=asked.product)
    for word in words_of(asked.q):
        found = found.filter(company_name__icontains=word) | found.filter(email__icontains=word)
    page, pager = page_of(Paginator(found, PER_PAGE), query.get("page"), {"tab": asked.tab, "q": asked.q})
    zone = member.firm.time_zone
    return {
        "requests": [
            RequestRow(
                one.pk,
                one.company_name,
                one.email,
                one.get_product_display(),
                one.permissions.labels,
                one.inviter_name,
                day_in(one.sent_at, zone),
                moment(one.expires_at, zone),
                one.ends_soon,
            )
            for one in page
        ],
        "pager": pager,
        "may_change": member.may(FirmPermission.ADD_CLIENTS),
    }
