"""What the list of Payroll is measured against: the same page the ordinary way, and one statement in a bare view."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Prefetch, Q
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from advisor.permissions import FirmPermission
from clients.models import AccessRequest, Assignment, ClientLink, Product, Status
from clients.pages.asked import ACCESS, Asked
from clients.pages.lists import columns
from firms.gates import in_firm
from firms.models import Member
from firms.pages import page_of

NOT_OVER = Q(expires_at=None) | Q(expires_at__gt=Now())


@in_firm(methods="GET")
def ordinary(request: HttpRequest, member: Member) -> HttpResponse:
    """Model instances with what belongs to them, a count for each tab, and a template that decides each cell."""
    people = Assignment.objects.filter(NOT_OVER, ended_at=None).select_related("member__user")
    people = people.order_by("member__user__last_name", "member__user__first_name")
    links = ClientLink.objects.filter(firm=member.firm, ended_at=None, product=Product.PAYROLL)
    assigns = member.may(FirmPermission.ASSIGN_CLIENTS)
    if not assigns:
        mine = Assignment.objects.filter(NOT_OVER, ended_at=None, member=member)
        links = links.filter(pk__in=mine.values("link"))
    shown = links.filter(status=Status.ACTIVE).select_related("client__platform_contact")
    shown = shown.prefetch_related(Prefetch("assignments", people, to_attr="at_work")).order_by("client_name", "pk")
    page, pager = page_of(Paginator(shown, 50), request.GET.get("page"), {})
    asked = Asked(product=Product.PAYROLL)
    return render(
        request,
        "bench/ordinary.html",
        {
            "heading": "Payroll",
            "here": "/clients/payroll/",
            "asked": asked,
            "member": member,
            "tabs": tabs(member, links, assigns),
            "may_assign": assigns,
            "may_add": member.may(FirmPermission.ADD_CLIENTS),
            "access_choices": [(value, label, not value) for value, label in ACCESS],
            "export_query": "product=payroll",
            "rows": page,
            "columns": columns(asked),
            "pager": pager,
            "found": f"{page.paginator.count:,} clients",
        },
    )


def tabs(member: Member, links: Any, assigns: bool) -> list[dict[str, Any]]:
    named = [(status, status.label, links.filter(status=status).count()) for status in Status]
    if assigns:
        open_ones = AccessRequest.objects.filter(firm=member.firm, product=Product.PAYROLL).open()
        named.append(("requested", "Requested", open_ones.count()))
    order = ["active", "enrolling", "requested", "terminated"]
    return [
        {
            "label": label,
            "url": f"?tab={name}" if name != "active" else "?",
            "count": count,
            "current": name == "active",
        }
        for name, label, count in sorted(named, key=lambda tab: order.index(tab[0]))
    ]


BARE = """
SELECT c.code, l.client_name, c.next_debit_on, p.name, l.granted, mine.permissions, people.names, people.n
FROM clients_clientlink l
JOIN clients_client c ON c.id = l.client_id
LEFT JOIN support_platformcontact p ON p.id = c.platform_contact_id
LEFT JOIN clients_assignment mine ON mine.link_id = l.id AND mine.member_id = %(member)s AND mine.ended_at IS NULL
LEFT JOIN LATERAL (
    SELECT (array_agg(u.first_name || ' ' || u.last_name ORDER BY u.last_name, u.first_name))[1:3] AS names,
           count(*) AS n
    FROM clients_assignment a JOIN firms_member m ON m.id = a.member_id JOIN users_user u ON u.id = m.user_id
    WHERE m.firm_id = %(firm)s AND a.link_id = l.id AND a.ended_at IS NULL
      AND (a.expires_at IS NULL OR a.expires_at > now())
) people ON true
WHERE l.firm_id = %(firm)s AND l.ended_at IS NULL AND l.product = 'payroll' AND l.status = 'active'
ORDER BY l.client_name, l.id LIMIT 50
"""


@in_firm(methods="GET")
def bare(request: HttpRequest, member: Member) -> HttpResponse:
    """Who it is and what they may do, then the one statement that brings the rows of the page, as bytes."""
    return rows_as_bytes(member.firm_id, member.pk)


@login_not_required
def bare_for_anybody(request: HttpRequest, firm: int, member: int) -> HttpResponse:
    """The same without asking who it is."""
    return rows_as_bytes(firm, member)


def rows_as_bytes(firm: int, member: int) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(BARE, {"firm": firm, "member": member})
        lines = [b"|".join(str(value).encode() for value in row) for row in cursor.fetchall()]
    return HttpResponse(b"\n".join(lines), content_type="text/plain")
