"""What the product knows of somebody: profile and addresses, and confirming them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from advisor import tokens
from advisor.errors import Refused
from advisor.forms import ActionForm, shown
from advisor.gates import open_to_all, signed_in
from advisor.identity import actions
from advisor.identity.forms import CodeForm, PersonalEmailForm, ProfileForm, UsernameForm
from advisor.identity.gates import CONFIRMING, holding_a_link, with_waiting_address
from advisor.identity.models import Confirmation, Purpose
from advisor.identity.overview import known_profile, profile_of
from advisor.limits import limited, too_many, within_limit
from advisor.users.models import User


@signed_in("GET")
def profile(request: HttpRequest, person: User) -> HttpResponse:
    """Everything the product knows of the person, each with the way to change it."""
    return render(request, "identity/profile.html", {"person": person, "profile": profile_of(person)})


@signed_in(fresh=True)
def edit_profile(request: HttpRequest, person: User) -> HttpResponse:
    """Name and phones."""
    form = ProfileForm(request.POST or None, initial=known_profile(person))
    if form.is_valid() and form.attempt(actions.change_profile, person, form.cleaned_data, by=person):
        messages.success(request, "Your profile was changed.")
        return redirect("identity:profile")
    return shown(request, "identity/edit_profile.html", form)


@signed_in(fresh=True)
def username(request: HttpRequest, person: User) -> HttpResponse:
    """Another username."""
    form = UsernameForm(request.POST or None, initial={"username": person.username})
    if form.is_valid() and form.attempt(actions.change_username, person, form.cleaned_data["username"], by=person):
        messages.success(request, "Your username was changed.")
        return redirect("identity:profile")
    return shown(request, "identity/username.html", form)


@limited("resend_code")
@signed_in(fresh=True)
def personal_email(request: HttpRequest, person: User) -> HttpResponse:
    """Another personal email: it counts once it is confirmed."""
    form = PersonalEmailForm(request.POST or None, initial={"personal_email": person.personal_email})
    if form.is_valid() and form.attempt(
        actions.change_personal_email, person, form.cleaned_data["personal_email"], by=person
    ):
        return redirect("identity:confirm", Purpose.PERSONAL)
    return shown(request, "identity/personal_email.html", form)


@with_waiting_address()
def confirm(request: HttpRequest, person: User, purpose: Purpose, waiting: Confirmation | None) -> HttpResponse:
    """Enter the code from the letter."""
    if request.method == "POST" and not within_limit(request, "enter_code", key=str(person.pk)):
        return too_many(request, "enter_code", key=str(person.pk))
    form = CodeForm(request.POST or None)
    if form.is_valid() and form.attempt(actions.confirm_by_code, waiting, form.cleaned_data["code"], by=person):
        messages.success(request, f"Your {purpose.label} is confirmed.")
        return redirect("home:landing")
    known = profile_of(person).confirmed(purpose)
    return shown(request, "identity/confirm.html", form, person=person, purpose=purpose, waiting=waiting, known=known)


@with_waiting_address("POST")
def resend(request: HttpRequest, person: User, purpose: Purpose, waiting: Confirmation | None) -> HttpResponse:
    """Send a new code to the address that waits, or to the present one while it is unconfirmed."""
    if not within_limit(request, "resend_code", key=str(person.pk)):
        return too_many(request, "resend_code", key=str(person.pk))
    try:
        sent = actions.send_another_code(person, purpose, waiting, by=person)
    except Refused as refusal:
        messages.info(request, refusal.sentence)
        return redirect("identity:profile")
    messages.success(request, f"A new code is on its way to {sent.address}.")
    return redirect("identity:confirm", purpose)


@open_to_all("GET")
def arrive(request: HttpRequest, token: str) -> HttpResponse:
    """From the letter: keep the token in a cookie and leave it out of the address from here on."""
    response = redirect("identity:confirm_link")
    tokens.keep(response, CONFIRMING, token, days=1)
    return response


@holding_a_link()
@never_cache
def confirm_link(request: HttpRequest, person: User | None, token: str, waiting: Confirmation | None) -> HttpResponse:
    """One click of the person it was written for confirms; opening the page does not."""
    form = ActionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(actions.confirm_by_link, token, by=person):
        messages.success(request, "Your email is confirmed.")
        response = redirect("home:landing")
        tokens.drop(response, CONFIRMING)
        return response
    return shown(request, "identity/confirm_link.html", form, waiting=waiting, person=person)
