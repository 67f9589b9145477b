"""The one gate to a company's own account, for its contacts and for members of a firm who work there."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest
from django.urls import reverse

from advisor.gates import Elsewhere, NotPermitted, View, gate
from advisor.permissions import LETS_FIRMS_IN, ClientPermission, FirmPermission
from advisor.rooms import Room
from clients.gates import not_assigned
from clients.models import AccessRequest, Client, ClientLink, Contact, ContactInvitation, FirmInvitation
from clients.opened import was_opened
from firms.gates import member_of
from firms.models import Member
from invitations.gates import held_invitation

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
            sentence = f"You need the permission “{missing.labels}” at {insider.client} for this page."
            raise NotPermitted(sentence, _granters(insider, missing))
        return (insider, *find(request, insider, **kwargs))

    return gate(room="company", enter=enter, permission=" ".join(permission.codenames), methods=methods, **frame)


def _row(rows: Any, number: int) -> Sequence[Any]:
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return (found,)


def _third_party(request: HttpRequest, insider: Insider, number: int) -> Sequence[Any]:
    return _row(ClientLink.objects.live().filter(client=insider.client).select_related("client", "firm"), number)


def over_third_party(methods: str = "GET POST") -> Callable[[View], View]:
    """Somebody who lets firms in, and the link of a firm that has access. The view gets both."""
    return in_company(LETS_FIRMS_IN, methods, _third_party)


def _firm_invitation(request: HttpRequest, insider: Insider, number: int) -> Sequence[Any]:
    return _row(FirmInvitation.objects.filter(client=insider.client).select_related("client"), number)


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


def waiting_requests(request: HttpRequest, insider: Insider) -> Any:
    """What firms ask of this person for this company: sent to an address of theirs, or held by this browser. Only a
    contact answers: a firm does not let itself in."""
    if not isinstance(insider.by, Contact):
        return AccessRequest.objects.none()
    known = AccessRequest.objects.open().filter(email__in=insider.by.user.confirmed_addresses)
    held = held_invitation(request)
    if isinstance(held, AccessRequest):
        known |= AccessRequest.objects.open().filter(pk=held.pk)
    return known.filter(product=insider.client.product).select_related("firm")


def _access_request(request: HttpRequest, insider: Insider, number: int) -> Sequence[Any]:
    return _row(waiting_requests(request, insider), number)


def over_access_request(methods: str = "GET POST") -> Callable[[View], View]:
    """A contact who lets firms in, and a firm's request for access that waits for them. The view gets both."""
    return in_company(LETS_FIRMS_IN, methods, _access_request)
