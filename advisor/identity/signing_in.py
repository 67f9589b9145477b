"""Signing in somebody who has just made their account."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from advisor.identity.adapters import trust_device
from advisor.users.models import User


def sign_in(request: HttpRequest, user: User) -> HttpResponse:
    """Sign in through the library, so that second factors, sessions and the book all know; then the dashboard.

    Somebody else who is signed in in this browser is left alone: they are sent to their own dashboard.
    """
    if request.user.is_authenticated:
        return redirect("home:landing")
    record_authentication(request, user, method="password", username=user.username, reauthenticated=True)
    response = perform_login(request, Login(user=user))
    trust_device(request, response, user)
    return response
