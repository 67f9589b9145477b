"""A forgotten username."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from advisor.forms import shown
from advisor.gates import open_to_all
from advisor.identity import actions
from advisor.identity.forms import ForgotUsernameForm
from advisor.limits import too_many, within_limit


@open_to_all()
def forgot_username(request: HttpRequest) -> HttpResponse:
    """Mail the username; the page answers the same whether or not there is one."""
    form = ForgotUsernameForm(request.POST or None)
    if form.is_valid():
        key = form.cleaned_data["email"].lower()
        if not within_limit(request, "forgot_username", key=key):
            return too_many(request, "forgot_username", key=key)
        actions.mail_usernames(key)
        return redirect("identity:username_sent")
    return shown(request, "identity/forgot_username.html", form)


@open_to_all("GET")
def username_sent(request: HttpRequest) -> HttpResponse:
    """The same for everybody."""
    return render(request, "identity/username_sent.html")
