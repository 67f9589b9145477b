"""The security page: second factors, passkeys, recovery codes, sessions."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from advisor.forms import ActionForm, shown
from advisor.gates import signed_in
from advisor.identity import actions, factors
from advisor.identity.forms import PasskeyNameForm
from advisor.identity.gates import over_passkey
from advisor.identity.overview import app_picture, can_make_codes, security_of
from advisor.identity.proof_forms import NewAppForm, NewPasskeyForm
from advisor.users.models import User


@signed_in("GET")
def security(request: HttpRequest, person: User) -> HttpResponse:
    """Password, second factors, passkeys, sessions."""
    zone = request.room.zone  # type: ignore[attr-defined] # set by the gate
    found = security_of(person, request.session.session_key or "", zone)
    return render(request, "identity/security.html", {"person": person, "security": found})


@signed_in("POST")
def sign_out_others(request: HttpRequest, person: User) -> HttpResponse:
    """Sign out everywhere else."""
    ended = actions.sign_out_everywhere_else(person, request.session.session_key or "", by=person)
    messages.success(request, "Signed out everywhere else." if ended else "You were not signed in anywhere else.")
    return redirect("identity:security")


@signed_in(fresh=True, threshold=False)
@never_cache
def add_app(request: HttpRequest, person: User) -> HttpResponse:
    """Set up an authenticator app; the first recovery codes are shown right after, once."""
    form = NewAppForm(request.POST if request.method == "POST" else None, user=person)
    if form.is_valid() and form.attempt(factors.add_app, person, form.secret, by=person):
        form.forget_secret()
        return _done(request, "Your authenticator app is set up.", form.result)
    return shown(request, "identity/add_app.html", form, app=app_picture(person, form.secret))


@signed_in(fresh=True)
def remove_app(request: HttpRequest, person: User) -> HttpResponse:
    """Remove the authenticator app."""
    form = ActionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(factors.remove_app, person, by=person):
        messages.success(request, "The authenticator app was removed.")
        return redirect("identity:security")
    return shown(request, "identity/remove_app.html", form)


@signed_in(fresh=True)
@never_cache
def recovery_codes(request: HttpRequest, person: User) -> HttpResponse:
    """Make new recovery codes, which are shown once: in the answer to this form."""
    form = ActionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(factors.make_recovery_codes, person, by=person):
        return _done(request, "You have new recovery codes. The old ones no longer work.", form.result)
    return shown(request, "identity/recovery_codes.html", form, possible=can_make_codes(person))


@signed_in(fresh=True, threshold=False)
@never_cache
def add_passkey(request: HttpRequest, person: User) -> HttpResponse:
    """Add a passkey; the first recovery codes are shown right after, once."""
    form = NewPasskeyForm(request.POST if request.method == "POST" else None, user=person)
    if form.is_valid() and form.attempt(factors.add_passkey, person, **form.cleaned_data, by=person):
        return _done(request, "Your passkey is added.", form.result)
    options = {"creation_options": begin_registration(person, True)}
    return shown(request, "identity/add_passkey.html", form, options=options)


@over_passkey(fresh=True)
def rename_passkey(request: HttpRequest, person: User, passkey: Authenticator) -> HttpResponse:
    """Another name for a passkey."""
    form = PasskeyNameForm(request.POST or None, initial={"name": str(passkey)})
    if form.is_valid() and form.attempt(factors.rename_passkey, person, passkey, **form.cleaned_data, by=person):
        messages.success(request, "The passkey has a new name.")
        return redirect("identity:security")
    return shown(request, "identity/rename_passkey.html", form, passkey=passkey)


@over_passkey(fresh=True)
def remove_passkey(request: HttpRequest, person: User, passkey: Authenticator) -> HttpResponse:
    """Remove a passkey."""
    form = ActionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(factors.remove_passkey, person, passkey, by=person):
        messages.success(request, f"The passkey “{passkey}” was removed.")
        return redirect("identity:security")
    return shown(request, "identity/remove_passkey.html", form, passkey=passkey)


def _done(request: HttpRequest, sentence: str, codes: Any) -> HttpResponse:
    """Back to the security page; codes that were just made are shown first, and never again."""
    if not codes:
        messages.success(request, sentence)
        return redirect("identity:security")
    return render(request, "identity/codes_shown.html", {"sentence": sentence, "codes": codes})
