"""The one gate to a company's own account, for its contacts and for members of a firm who work there."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.urls import reverse

from advisor.gates import Elsewhere, NotPermitted, View, Way, gate
from advisor.permissions import LETS_FIRMS_IN, ClientPermission, FirmPermission
from advisor.rooms import Room
from clients.gates import not_assigned
from clients.models import (
    AccessRequest,
    Assignment,
    Client,
    ClientLink,
    Contact,
    ContactInvitation,
    FirmInvitation,
    Product,
)
from clients.opened import was_opened
from firms.gates import member_of
from firms.models import Member
from invitations.gates import held_invitation
from invitations.models import State

ENDED = {State.WITHDRAWN: "been withdrawn", State.EXPIRED: "expired"}
Find = Callable[..., Sequence[Any]]


class Insider(NamedTuple):
    """Whoever is inside a company's account, and what they may do there at this moment."""

    by: Contact | Member
    client: Client
    permissions: ClientPermission
    link: ClientLink | None = None

    def may(self, permissions: ClientPermission) -> bool:
        return permissions in self.permissions

    @property
    def lets_firms_in(self) -> bool:
        return self.may(LETS_FIRMS_IN)


def insider_of(request: HttpRequest, code: str) -> Insider:
    """A contact by their own permissions, else a member by what is granted and assigned, who has opened the account
    in this session; everybody else finds nothing, colleagues of such a member are told whom to ask."""
    contact = Contact.objects.of_person(request.user).filter(client__code=code).first()
    if contact is not None:
        return Insider(contact, contact.client, contact.permissions)
    member = member_of(request)
    if member is None:
        raise Http404
    links = ClientLink.objects.select_related("client", "firm")
    link: Any = links.open_to(member).filter(client__code=code).first()
    if link is None:
        known = links.live().filter(firm=member.firm, client__code=code).first()
        raise not_assigned(known) if known else Http404
    if not was_opened(request, code):
        raise Elsewhere(reverse("clients:open", args=[code]))
    return Insider(member, link.client, link.effective, link)


def _granters(insider: Insider, permission: ClientPermission) -> list[str]:
    """Who can give what is missing: the firm's own assigners when the client has granted it, else the company."""
    link = insider.link
    if link is not None and permission in link.granted:
        people: Any = Member.objects.filter(firm=link.firm).holding(FirmPermission.ASSIGN_CLIENTS)
    else:
        people = Contact.objects.filter(client=insider.client).who_let_firms_in()
    return [str(person) for person in people.select_related("user")[:5]]


def _nothing(request: HttpRequest, insider: Insider, **kwargs: Any) -> Sequence[Any]:
    return tuple(kwargs.values())


def in_company(
    permission: ClientPermission = ClientPermission.none(),  # noqa: B008 - an immutable mask
    methods: str = "GET POST",
    find: Find = _nothing,
    **frame: Any,
) -> Callable[[View], View]:
    """Somebody inside a company's account (with these permissions), and what `find` finds of the company's for them.
    The view gets the insider and then that."""

    def enter(request: HttpRequest, code: str, **kwargs: Any) -> Sequence[Any]:
        insider = insider_of(request, code)
        request.room = Room.of_company(request, insider)  # type: ignore[attr-defined] # templates read it
        if missing := permission & ~insider.permissions:
            named = " and ".join(f"“{flag.label}”" for flag in missing)
            sentence = f"You need the permission {named} at {insider.client} for this page."
            back = Way(reverse("company:overview", args=[code]), f"Back to {insider.client}")
            raise NotPermitted(sentence, _granters(insider, missing), back)
        return (insider, *find(request, insider, **kwargs))

    return gate(room="company", enter=enter, permission=" ".join(permission.codenames), methods=methods, **frame)


def _row(rows: Any, number: int) -> Sequence[Any]:
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return (found,)


def _over(page: str, *at: Any) -> Elsewhere:
    """It has ended, perhaps by the same button a moment ago: the page that shows what there is now comes instead."""
    return Elsewhere(reverse(f"company:{page}", args=at))


def _third_party(request: HttpRequest, insider: Insider, number: int) -> Sequence[Any]:
    links = ClientLink.objects.filter(client=insider.client).select_related("client", "firm")
    (link,) = _row(links, number)
    if link.ended_at:
        raise _over("third_parties", insider.client.code)
    return (link,)


def over_third_party(methods: str = "GET POST") -> Callable[[View], View]:
    """Somebody who lets firms in, and the link of a firm that has access. The view gets both."""
    return in_company(LETS_FIRMS_IN, methods, _third_party)


def _worker(request: HttpRequest, insider: Insider, number: int, person: int) -> Sequence[Any]:
    (link,) = _third_party(request, insider, number)
    known = Assignment.objects.filter(link=link, member_id=person)
    worker = known.live().whole().first()
    if worker is None and known.exists():
        raise _over("third_party", insider.client.code, number)
    if worker is None:
        raise Http404
    return (link, worker)


def over_worker(methods: str = "GET POST") -> Callable[[View], View]:
    """Somebody who lets firms in, the link of a firm, and the assignment of one of its people. The view gets all
    three."""
    return in_company(LETS_FIRMS_IN, methods, _worker)


def _peo_only(request: HttpRequest, insider: Insider) -> Sequence[Any]:
    if insider.client.product != Product.PEO:
        raise Http404
    return ()


def in_invite_center() -> Callable[[View], View]:
    """Somebody who lets firms in at a PEO company; a Payroll company has no such page."""
    return in_company(LETS_FIRMS_IN, "GET", _peo_only)


def _firm_invitation(request: HttpRequest, insider: Insider, number: int) -> Sequence[Any]:
    invitations: Any = FirmInvitation.objects.filter(client=insider.client)
    return _row(invitations.select_related("client"), number)


def over_firm_invitation(methods: str = "POST") -> Callable[[View], View]:
    """Somebody who lets firms in, and an invitation of the company to a firm. The view gets both."""
    return in_company(LETS_FIRMS_IN, methods, _firm_invitation)


def _contact(request: HttpRequest, insider: Insider, number: int) -> Sequence[Any]:
    return _row(Contact.objects.filter(client=insider.client).select_related("client", "user"), number)


def over_contact(methods: str = "GET POST") -> Callable[[View], View]:
    """Somebody who decides about access, and a contact of the same company. The view gets both."""
    return in_company(LETS_FIRMS_IN, methods, _contact)


def _contact_invitation(request: HttpRequest, insider: Insider, number: int) -> Sequence[Any]:
    return _row(ContactInvitation.objects.filter(client=insider.client).select_related("client"), number)


def over_contact_invitation(methods: str = "POST") -> Callable[[View], View]:
    """Somebody who decides about access, and an invitation of a contact. The view gets both."""
    return in_company(LETS_FIRMS_IN, methods, _contact_invitation)


def _requests_to(request: HttpRequest, insider: Insider) -> Any:
    """What firms have asked of this person for this company: sent to an address of theirs, or held by this browser.
    Only a contact answers: a firm does not let itself in."""
    if not isinstance(insider.by, Contact):
        return AccessRequest.objects.none()
    known = Q(email__in=insider.by.user.confirmed_addresses)
    held = held_invitation(request)
    if isinstance(held, AccessRequest):
        known |= Q(pk=held.pk)
    return AccessRequest.objects.filter(known, product=insider.client.product).select_related("firm")


def waiting_requests(request: HttpRequest, insider: Insider) -> Any:
    """Those of them that are open."""
    return _requests_to(request, insider).open()


def seeing_requests(
    permission: ClientPermission = ClientPermission.none(),  # noqa: B008 - an immutable mask
) -> Callable[[View], View]:
    """Somebody inside (with these permissions), and the requests for access that wait for them. The view gets both."""
    return in_company(permission, "GET", lambda request, insider: (waiting_requests(request, insider),))


def _access_request(request: HttpRequest, insider: Insider, number: int) -> Sequence[Any]:
    (found,) = _row(_requests_to(request, insider), number)
    if not found.is_open:
        if request.method == "POST" and found.state in (State.WITHDRAWN, State.EXPIRED):
            messages.error(request, f"{found.firm} got no answer: its request has {ENDED[found.state]} meanwhile.")
        raise _over("third_parties", insider.client.code)
    return (found,)


def over_access_request(methods: str = "GET POST") -> Callable[[View], View]:
    """A contact who lets firms in, and a firm's request for access that waits for them. The view gets both."""
    return in_company(LETS_FIRMS_IN, methods, _access_request)
