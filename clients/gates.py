"""Gates to the clients of a firm. What another firm works for, or nobody of this firm any more, is not there."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from advisor.gates import NotPermitted, View, Way, gate
from advisor.permissions import FirmPermission
from clients.models import AccessRequest, AssignmentRequest, ClientLink, FirmInvitation
from firms.gates import colleague_of, firm_gate
from firms.models import Member
from invitations.gates import held_invitation
from invitations.models import Invitation

ASSIGN = FirmPermission.ASSIGN_CLIENTS


def _found[Row](row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row


def _whole(links: Any, code: str) -> ClientLink:
    return _found(links.select_related("client__platform_contact", "firm").filter(client__code=code).first())


def _seen(request: HttpRequest, member: Member, code: str) -> Sequence[Any]:
    links = ClientLink.objects.seen_by(member)
    found = links.select_related("client__platform_contact", "firm").filter(client__code=code).first()
    if found is None:
        raise not_assigned(_whole(ClientLink.objects.live().filter(firm=member.firm), code))
    return (found,)


def not_assigned(link: ClientLink) -> NotPermitted:
    """Why a member does not get into an account of their own firm's client, and what to do."""
    granters = Member.objects.filter(firm=link.firm).holding(ASSIGN).select_related("user")[:5]
    way = Way(reverse("clients:open", args=[link.client.code]), "Request access")
    return NotPermitted(f"You are not assigned to {link.client}.", list(granters), way)


def over_client(permission: FirmPermission | None = None, methods: str = "GET POST") -> Callable[[View], View]:
    """A member (with this permission) and the link to a client in their list, with their own access (`assigned`,
    `effective`). The view gets both."""
    return firm_gate(_seen, permission, methods)


def _of_firm(request: HttpRequest, member: Member, code: str) -> Sequence[Any]:
    return (_whole(ClientLink.objects.live().filter(firm=member.firm).with_access_of(member), code),)


def before_client(methods: str = "GET POST") -> Callable[[View], View]:
    """A member and the link to any client of the firm, also one they may not open: for asking to be let in."""
    return firm_gate(_of_firm, None, methods)


def _pair(request: HttpRequest, member: Member, code: str, number: int) -> Sequence[Any]:
    return (*_seen(request, member, code), *colleague_of(request, member, number))


def over_assignment(methods: str = "GET POST") -> Callable[[View], View]:
    """A member who assigns, the link to a client, and a colleague. The view gets all three."""
    return firm_gate(_pair, ASSIGN, methods)


def _wish(request: HttpRequest, member: Member, number: int) -> Sequence[Any]:
    return (_found(AssignmentRequest.objects.of_firm(member.firm).filter(pk=number).first()),)


def over_wish(methods: str = "GET POST") -> Callable[[View], View]:
    """A member who assigns, and a colleague's request for access. The view gets both."""
    return firm_gate(_wish, ASSIGN, methods)


def _access_request(request: HttpRequest, member: Member, number: int) -> Sequence[Any]:
    return (_found(AccessRequest.objects.select_related("firm").filter(firm=member.firm, pk=number).first()),)


def over_access_request(methods: str = "GET POST") -> Callable[[View], View]:
    """A member who adds clients, and what the firm asked of a client. The view gets both."""
    return firm_gate(_access_request, FirmPermission.ADD_CLIENTS, methods)


def _waiting(request: HttpRequest, member: Member, number: int) -> Sequence[Any]:
    held = held_invitation(request)
    known = isinstance(held, FirmInvitation) and held.pk == number
    accepted = FirmInvitation.objects.filter(pk=number, accepted_by=member.user)
    if not (known or FirmInvitation.objects.waiting_for(member).filter(pk=number).exists() or accepted.exists()):
        raise Http404
    rows = FirmInvitation.objects.select_related("client")
    return (locked_for_post(request, rows).get(pk=number),)


def locked_for_post(request: HttpRequest, rows: Any) -> Any:
    """Of two clicks the second waits for the first, and sees what it did."""
    return rows.select_for_update(of=("self",)) if request.method == "POST" else rows


def over_waiting_invitation(methods: str = "GET POST") -> Callable[[View], View]:
    """A member, and a client's invitation: one that waits for them or their firm, that they have accepted themselves,
    or whose link this browser holds. The view gets both."""
    return firm_gate(_waiting, None, methods)


def holding(kind: type[Invitation], methods: str = "GET POST") -> Callable[[View], View]:
    """Anybody whose browser holds the link of an invitation of this kind. The view gets it, in whatever state (or None,
    which is as good as a link that does not work), and the reader, signed in or not."""

    def enter(request: HttpRequest, **kwargs: Any) -> Sequence[Any]:
        held = held_invitation(request)
        own = locked_for_post(request, kind.objects).filter(pk=held.pk).first() if isinstance(held, kind) else None
        return (own, request.user)

    return gate(room="invitation", enter=enter, methods=methods, anyone=True)
