"""What the pages of a firm show, as ready strings: no template decides or counts anything."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.module_loading import import_string

from advisor.dates import day_in, moment
from advisor.permissions import FirmPermission
from advisor.users.phones import shown as phone_shown
from firms.models import Firm, Member, MemberInvitation
from invitations.models import State

PER_PAGE = 50
BADGES = {
    State.PENDING: "info",
    State.EXPIRED: "neutral",
    State.ACCEPTED: "success",
    State.DECLINED: "neutral",
    State.WITHDRAWN: "neutral",
}
SORTS = {
    "name": ["user__last_name", "user__first_name", "pk"],
    "role": ["role", "pk"],
    "signed-in": ["-user__last_login"],
}


class Row(NamedTuple):
    """A member as a line of the list."""

    url: str
    name: str
    email: str
    role: str
    permissions: str
    two_step: bool
    last_sign_in: str
    clients: int
    you: bool
    active: bool


class Column(NamedTuple):
    """A heading that sorts."""

    label: str
    url: str
    sorted: str


class InvitationRow(NamedTuple):
    number: int
    name: str
    email: str
    role: str
    state: str
    badge: str
    sent: str
    expires: str
    open: bool


class Page(NamedTuple):
    first: int
    last: int
    total: int
    previous_url: str
    next_url: str


def page_of(paginator: Paginator, number: Any, query: dict[str, Any]) -> tuple[Any, Page]:
    """The page with that number (any text: what is no page is the nearest one), and the pager's own words."""
    page = paginator.get_page(number if str(number).isdigit() and len(str(number)) < 8 else 1)

    def url(target: int) -> str:
        return "?" + urlencode({key: value for key, value in query.items() if value} | {"page": target}, doseq=True)

    before = url(page.previous_page_number()) if page.has_previous() else ""
    after = url(page.next_page_number()) if page.has_next() else ""
    return page, Page(page.start_index(), page.end_index(), paginator.count, before, after)


def firm_info(member: Member, asked: Any) -> dict[str, Any]:
    """Firm Info. Members are searched, sorted and paged in the database."""
    query, sort = asked.get("q", "")[:100], asked.get("sort", "name")
    found = Member.objects.whole().filter(firm=member.firm).matching(query)
    found = found.order_by(*SORTS.get(sort, SORTS["name"]))
    page, pager = page_of(Paginator(found, PER_PAGE), asked.get("page"), {"q": query, "sort": sort})
    colleagues = list(page)
    clients = import_string(settings.CLIENTS_OF_MEMBERS)(colleagues)
    manages = member.may(FirmPermission.MANAGE_MEMBERS)
    return {
        "member": member,
        "firm": member.firm,
        "domains": list(member.firm.domains.values_list("domain", flat=True)),
        "address": address_of(member.firm),
        "zone_label": member.firm.time_zone.replace("_", " "),
        "columns": columns(query, sort),
        "members": [row(colleague, member, clients.get(colleague.pk, 0)) for colleague in colleagues],
        "pager": pager,
        "q": query,
        "sort": sort,
        "invitations": invitation_rows(member.firm) if manages else [],
        "may_manage_members": manages,
        "may_manage_firm": member.may(FirmPermission.MANAGE_FIRM),
    }


def columns(query: str, sort: str) -> list[Column]:
    """Member, Role and Last sign-in sort; the one in force says so."""
    labels = {"name": "Member", "role": "Role", "signed-in": "Last sign-in"}
    direction = {"name": "ascending", "role": "ascending", "signed-in": "descending"}
    search = {"q": query} if query else {}
    return [
        Column(label, "?" + urlencode(search | {"sort": name}), direction[name] if name == sort else "")
        for name, label in labels.items()
    ]


def address_of(firm: Any) -> str:
    """Of a firm, or of whatever else has a street, city, state and ZIP code."""
    town = " ".join(part for part in (firm.state, firm.postal_code) if part)
    return ", ".join(part for part in (firm.street, firm.city, town) if part)


def row(colleague: Any, reader: Member, clients: int) -> Row:
    seen = colleague.user.last_login
    return Row(
        url=reverse("firms:member", args=[colleague.pk]),
        name=str(colleague),
        email=colleague.user.email,
        role=colleague.role,
        permissions=permission_words(colleague.permissions),
        two_step=colleague.has_two_step,
        last_sign_in=day_in(seen, reader.firm.time_zone) if seen else "Never",
        clients=clients,
        you=colleague.pk == reader.pk,
        active=colleague.user.is_active,
    )


def permission_words(permissions: FirmPermission) -> str:
    """ "All", "None" or the labels."""
    if permissions == FirmPermission.every():
        return "All"
    return permissions.labels or "None"


def invitation_rows(firm: Firm) -> list[InvitationRow]:
    """Pending, expired and declined invitations, newest first. Who accepted is a member; withdrawn is history."""
    unfinished = MemberInvitation.objects.filter(firm=firm, accepted_at=None, withdrawn_at=None)[:200]
    return [
        InvitationRow(
            number=invitation.pk,
            name=str(invitation),
            email=invitation.email,
            role=invitation.role,
            state=invitation.state.label,
            badge="warning" if invitation.ends_soon else BADGES[invitation.state],
            sent=day_in(invitation.sent_at, firm.time_zone),
            expires=moment(invitation.expires_at, firm.time_zone),
            open=invitation.is_open,
        )
        for invitation in unfinished
    ]


def member_page(member: Member, colleague: Any) -> dict[str, Any]:
    zone = member.firm.time_zone
    seen = colleague.user.last_login
    return {
        "member": member,
        "colleague": colleague,
        "email": colleague.user.email,
        "work_phone": phone_shown(str(colleague.user.work_phone)),
        "joined": day_in(colleague.joined_at, zone),
        "last_sign_in": moment(seen, zone) if seen else "Never",
        "permissions": [
            {"label": permission.label, "sentence": permission.sentence, "held": permission in colleague.permissions}
            for permission in FirmPermission
        ],
        "may_manage_members": member.may(FirmPermission.MANAGE_MEMBERS),
        "you": colleague.pk == member.pk,
        **import_string(settings.CLIENTS_OF_A_MEMBER)(member, colleague),
    }
