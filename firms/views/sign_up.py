"""From the welcome page to a firm: three steps, each a page of its own, with nothing lost on the way."""

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from advisor.errors import Refused
from advisor.forms import shown
from advisor.gates import open_to_all
from advisor.identity.forms import AccountForm
from advisor.identity.signing_in import sign_in
from advisor.limits import limited
from advisor.users.models import User
from firms.actions import signing_up
from firms.actions.domains import FIRM_EXISTS, founders_address
from firms.actions.inviting import join
from firms.entrance_gates import beginning, bind, over_sign_up
from firms.forms import FirmStepForm, ProfileStepForm
from firms.models import SignUp
from firms.models.sign_up import ACCOUNT, FIRM, PROFILE


def _steps(sign_up: SignUp, current: int) -> list[dict[str, str]]:
    """The progress above each step; an invited person has no first step."""
    labels = ["Firm", "Profile", "Complete profile"]
    states = ["done"] * current + ["current"] + ["todo"] * (len(labels) - current - 1)
    begun = 1 if sign_up.invitation else 0
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)][begun:]


@open_to_all("GET")
def welcome(request: HttpRequest) -> HttpResponse:
    """What the product is, and Get Started."""
    return render(request, "firms/welcome.html")


@limited("sign_up")
@beginning()
def start(request: HttpRequest, browser: str, reader: Any) -> HttpResponse:
    """Get Started makes the row that the three steps fill, so that each step has an address from the first on."""
    if request.method != "POST":
        return redirect("firms:welcome")
    if reader.is_authenticated:
        return redirect("home:landing")
    browser = browser or secrets.token_urlsafe(32)
    return bind(redirect("firms:firm_step", signing_up.begin(browser).pk), browser)


@over_sign_up()
def firm_step(request: HttpRequest, sign_up: SignUp) -> HttpResponse:
    """Step 1."""
    if elsewhere := _ended(sign_up):
        return elsewhere
    if sign_up.invitation:
        return redirect("firms:profile_step", sign_up.pk)
    if _goes_back(request, sign_up, FIRM):
        return redirect("firms:welcome")
    form = FirmStepForm(_posted(request), initial=sign_up.known(FIRM))
    if form.is_valid() and form.attempt(signing_up.keep_firm, sign_up, **form.cleaned_data):
        return redirect("firms:profile_step", sign_up.pk)
    return shown(request, "firms/sign_up/firm.html", form, sign_up=sign_up, steps=_steps(sign_up, 0))


@over_sign_up()
def profile_step(request: HttpRequest, sign_up: SignUp) -> HttpResponse:
    """Step 2. The email is judged here, also when somebody took its domain since."""
    if elsewhere := _ended(sign_up):
        return elsewhere
    if _goes_back(request, sign_up, PROFILE):
        return redirect("invitations:page") if sign_up.invitation else redirect("firms:firm_step", sign_up.pk)
    known, refused = sign_up.known(PROFILE), _refusal_of(sign_up)
    data = _posted(request) or (known if refused else None)
    form = ProfileStepForm(data, initial=known, email_is_fixed=sign_up.invitation is not None)
    if request.method == "POST":
        if form.is_valid() and form.attempt(signing_up.keep_profile, sign_up, form.cleaned_data):
            return redirect("firms:account_step", sign_up.pk)
    elif refused and not form.errors.get("email"):
        form.add_error("email", refused)
    firm_exists = FIRM_EXISTS in form.errors.get("email", [])
    context = {"sign_up": sign_up, "steps": _steps(sign_up, 1), "firm_exists": firm_exists}
    return shown(request, "firms/sign_up/profile.html", form, **context)


@limited("sign_up")
@over_sign_up()
@never_cache
def account_step(request: HttpRequest, sign_up: SignUp) -> HttpResponse:
    """Step 3: the account, and with it the firm or the membership. Sent twice, it ends where the first click did."""
    done = sign_up.completed_at is not None
    if not done and (elsewhere := _ended(sign_up) or _profile_first(sign_up)):
        return elsewhere
    if _goes_back(request, sign_up, ACCOUNT):
        return redirect("firms:profile_step", sign_up.pk)
    person = User(first_name=sign_up.first_name, last_name=sign_up.last_name, email=sign_up.email)
    form = AccountForm(_posted(request), initial=sign_up.known(ACCOUNT), person=person, done=done)
    action = join if sign_up.invitation else signing_up.create_firm
    names = (*ACCOUNT, "password")
    if form.is_valid() and form.attempt(action, sign_up, *(form.cleaned_data[name] for name in names)):
        return sign_in(request, form.result.user)
    if elsewhere := _ended(sign_up) or (_profile_first(sign_up) if form.is_bound else None):
        return elsewhere
    return shown(request, "firms/sign_up/account.html", form, sign_up=sign_up, steps=_steps(sign_up, 2))


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _goes_back(request: HttpRequest, sign_up: SignUp, names: tuple[str, ...]) -> bool:
    """Whatever was typed is kept, good or not; True when Back was pressed."""
    if request.method != "POST" or sign_up.completed_at:
        return False
    signing_up.note(sign_up, {name: request.POST[name] for name in names if name in request.POST})
    return "back" in request.POST


def _ended(sign_up: SignUp) -> HttpResponse | None:
    """Where one goes when this sign-up has made its account, or its invitation is no longer open."""
    if sign_up.completed_at:
        return redirect("account_login")
    return redirect("invitations:page") if sign_up.link_is_dead else None


def _profile_first(sign_up: SignUp) -> HttpResponse | None:
    """Back to the step where the email is typed, while there is none or it cannot found a firm (any more)."""
    if sign_up.profile_is_known and not _refusal_of(sign_up):
        return None
    return redirect("firms:profile_step", sign_up.pk)


def _refusal_of(sign_up: SignUp) -> str:
    """Why the email that was given cannot found a firm; empty when it can, when none was given, and for the invited."""
    if sign_up.invitation or not sign_up.email:
        return ""
    try:
        founders_address(sign_up.email)
    except Refused as refusal:
        return refusal.sentence
    return ""


@limited("ask")
@over_sign_up("POST")
def ask_administrator(request: HttpRequest, sign_up: SignUp) -> HttpResponse:
    """Ask your administrator for an invitation. The answer is the same whether or not a letter went out."""
    signing_up.ask_administrators(sign_up)
    return redirect("firms:asked", sign_up.pk)


@over_sign_up("GET")
def asked(request: HttpRequest, sign_up: SignUp) -> HttpResponse:
    """What happens now that the administrators were asked."""
    return render(request, "firms/sign_up/asked.html", {"sign_up": sign_up})
