"""Gates into a firm. Whoever is not a member of a standing firm finds nothing here, support staff included."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from advisor.gates import NotPermitted, View, gate
from advisor.permissions import FirmPermission
from advisor.rooms import Room
from firms.models import Member, MemberInvitation


def member_of(request: HttpRequest) -> Member | None:
    """The membership of whoever is signed in, whole, resolved once per request."""
    if not hasattr(request, "_member"):
        found = None
        if request.user.is_authenticated:
            found = Member.objects.standing().whole().filter(user=request.user).first()
        request._member = found  # type: ignore[attr-defined] # our own, read above
    return request._member  # type: ignore[attr-defined] # as above


def two_step_first(request: HttpRequest) -> HttpResponse | None:
    """A threshold: where the firm requires two-step sign-in, whoever has none is led to set it up."""
    member = member_of(request)
    if member and member.firm.two_step_required_at and not member.has_two_step:  # type: ignore[attr-defined] # `whole`
        return redirect("firms:two_step")
    return None


def _inside(request: HttpRequest, permission: FirmPermission | None) -> Member:
    member = member_of(request)
    if member is None:
        raise Http404
    request.room = Room.of_member(request, member)  # type: ignore[attr-defined] # templates read it
    if permission and not member.may(permission):
        granters = Member.objects.filter(firm=member.firm).administrators().select_related("user")[:5]
        raise NotPermitted(f"You need the permission “{permission.label}” for this page.", list(granters))
    return member


def firm_gate(
    find: Callable[..., Sequence[Any]],
    permission: FirmPermission | None = None,
    methods: str = "GET POST",
    **frame: Any,
) -> Callable[[View], View]:
    """The frame of every gate into a firm: a member (with this permission), and what `find` (of request, member and the
    address's values) finds of the firm's for them. The view gets the member and then that."""

    def enter(request: HttpRequest, **kwargs: Any) -> Sequence[Any]:
        member = _inside(request, permission)
        return (member, *find(request, member, **kwargs))

    codename = permission.codename if permission else ""
    return gate(room="firm", enter=enter, permission=codename, methods=methods, **frame)


def in_firm(
    permission: FirmPermission | None = None, methods: str = "GET POST", **frame: Any
) -> Callable[[View], View]:
    """A member (with this permission). The view gets the member."""
    return firm_gate(lambda request, member, **kwargs: tuple(kwargs.values()), permission, methods, **frame)


def colleague_of(request: HttpRequest, member: Member, number: int) -> Sequence[Any]:
    found = Member.objects.whole().filter(firm=member.firm, pk=number).first()
    if found is None:
        raise Http404
    return (found,)


def over_member(permission: FirmPermission | None = None, methods: str = "GET POST") -> Callable[[View], View]:
    """A member (with this permission) and a colleague of the same firm. The view gets both."""
    return firm_gate(colleague_of, permission, methods)


def _invitation(request: HttpRequest, member: Member, number: int) -> Sequence[Any]:
    found = MemberInvitation.objects.select_related("firm").filter(firm=member.firm, pk=number).first()
    if found is None:
        raise Http404
    return (found,)


def over_invitation(permission: FirmPermission, methods: str = "GET POST") -> Callable[[View], View]:
    """A member with this permission and an invitation of the same firm. The view gets both."""
    return firm_gate(_invitation, permission, methods)
