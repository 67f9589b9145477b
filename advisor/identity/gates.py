"""Gates of the pages about one's own account."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from advisor import tokens
from advisor.gates import View, gate
from advisor.identity.adapters import trust_device
from advisor.identity.models import Confirmation, Purpose
from advisor.rooms import Room

CONFIRMING = "confirming"
LARGEST = 2**63 - 1


def _waiting(request: HttpRequest, purpose: str) -> Sequence[Any]:
    if purpose not in Purpose.values:
        raise Http404
    request.room = Room.of_person(request)  # type: ignore[attr-defined] # templates read it
    person: Any = request.user
    found = Confirmation.objects.filter(user=person, purpose=purpose).first()
    return (person, Purpose(purpose), found)


def with_waiting_address(methods: str = "GET POST") -> Callable[[View], View]:
    """The person, the purpose in the address, and what waits to be confirmed for it (or None)."""
    return gate(room="person", enter=_waiting, methods=methods)


def _passkey(request: HttpRequest, pk: int) -> Sequence[Any]:
    request.room = Room.of_person(request)  # type: ignore[attr-defined] # templates read it
    own = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN)
    found = own.filter(pk=pk).first() if pk <= LARGEST else None
    if found is None:
        raise Http404
    return (request.user, found)


def over_passkey(methods: str = "GET POST", *, fresh: bool = False) -> Callable[[View], View]:
    """The person and one of their own passkeys."""
    return gate(room="person", enter=_passkey, methods=methods, fresh=fresh)


def _link(request: HttpRequest) -> Sequence[Any]:
    person = request.user if request.user.is_authenticated else None
    token = tokens.held(request, CONFIRMING)
    return (person, token, Confirmation.objects.holding(token) if token else None)


def holding_a_link(methods: str = "GET POST") -> Callable[[View], View]:
    """Anybody with the link of a confirmation letter: who they are (or None), its token, the confirmation or None."""
    return gate(room="entrance", enter=_link, methods=methods, anyone=True)


def trusting_the_device(view: View) -> View:
    """After a proof (sign-in, reset) this browser counts as its owner's for the limits."""

    @wraps(view)
    def watched(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        response = view(request, **kwargs)
        proven = getattr(request, "proven_user", None) or (request.user if request.user.is_authenticated else None)
        if proven is not None and request.method == "POST":
            trust_device(request, response, proven)  # type: ignore[arg-type] # the library's responses are HttpResponses
        return response

    return watched


def refusing_with_422(view: View) -> View:
    """The library answers a form with errors by 200; ours say that it was refused (RFC 9110, 15.5.21)."""

    @wraps(view)
    def watched(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        response = view(request, **kwargs)
        context = getattr(response, "context_data", None) or {}
        forms = [context[name] for name in ("form", "webauthn_form") if context.get(name)]
        if request.method == "POST" and any(form.is_bound and form.errors for form in forms):
            response.status_code = 422
        return response

    return watched


def only_for_its_owner(view: View) -> View:
    """A reset link opened by somebody else who is signed in: the library would sign them out, and a link by itself
    changes nothing."""

    @wraps(view)
    def watched(request: HttpRequest, *, uidb36: str, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and uidb36 != user_pk_to_url_str(request.user):
            return render(request, "identity/another_person.html", {"person": request.user}, status=403)
        return view(request, uidb36=uidb36, **kwargs)

    return watched
