"""Addresses of one's own account. The library's views stand behind our gates, under the names that it reverses."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from advisor.gates import View, open_to_all, signed_in, wrapped
from advisor.identity.gates import only_for_its_owner, refusing_with_422, trusting_the_device
from advisor.identity.views import entrance, profile, security

app_name = "identity"

urlpatterns = [
    path("profile/", profile.profile, name="profile"),
    path("profile/edit/", profile.edit_profile, name="edit_profile"),
    path("profile/username/", profile.username, name="username"),
    path("profile/personal-email/", profile.personal_email, name="personal_email"),
    path("profile/confirm/<str:purpose>/", profile.confirm, name="confirm"),
    path("profile/confirm/<str:purpose>/resend/", profile.resend, name="resend"),
    path("confirm/", profile.confirm_link, name="confirm_link"),
    path("confirm/<str:token>/", profile.arrive, name="arrive"),
    path("security/", security.security, name="security"),
    path("security/two-step/app/remove/", security.remove_app, name="remove_app"),
    path("security/two-step/codes/", security.recovery_codes, name="recovery_codes"),
    path("security/passkeys/<int:pk>/name/", security.rename_passkey, name="rename_passkey"),
    path("security/passkeys/<int:pk>/remove/", security.remove_passkey, name="remove_passkey"),
    path("security/sign-out-others/", security.sign_out_others, name="sign_out_others"),
    path("forgot-username/", entrance.forgot_username, name="forgot_username"),
    path("forgot-username/sent/", entrance.username_sent, name="username_sent"),
]


def _open(view: View) -> View:
    return wrapped(open_to_all(), trusting_the_device(refusing_with_422(view)))


def _page(view: View) -> View:
    return wrapped(open_to_all("GET"), view)


def _own(view: View, *, threshold: bool = False) -> View:
    return wrapped(signed_in(threshold=threshold), refusing_with_422(view))


library_urlpatterns = [
    path("sign-in/", _open(account.login), name="account_login"),
    path("sign-in/inactive/", _page(account.account_inactive), name="account_inactive"),
    path("sign-in/two-step/", _open(mfa.authenticate), name="mfa_authenticate"),
    path("sign-in/passkey/", _open(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("sign-in/again/", _own(account.reauthenticate), name="account_reauthenticate"),
    path("sign-in/again/two-step/", _own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("sign-in/again/passkey/", _own(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("sign-out/", _own(account.logout), name="account_logout"),
    path("reset-password/", _open(account.password_reset), name="account_reset_password"),
    path("reset-password/sent/", _page(account.password_reset_done), name="account_reset_password_done"),
    path(
        "reset-password/done/", _page(account.password_reset_from_key_done), name="account_reset_password_from_key_done"
    ),
    path(
        "reset-password/<str:uidb36>/<str:key>/",
        _open(only_for_its_owner(account.password_reset_from_key)),
        name="account_reset_password_from_key",
    ),
    path("security/password/", _own(account.password_change, threshold=True), name="account_change_password"),
    path("security/", security.security, name="mfa_index"),
    path("security/two-step/app/", security.add_app, name="mfa_activate_totp"),
    path("security/passkeys/add/", security.add_passkey, name="mfa_add_webauthn"),
]
