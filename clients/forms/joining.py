"""Somebody new joins a company's account: their profile and their account on one page."""

from typing import Any

from advisor.identity.forms import AccountForm, ProfileForm
from advisor.users.models import User
from clients.models import ContactInvitation

PROFILE = ("first_name", "last_name", "work_phone", "cell_phone")
ACCOUNT = ("personal_email", "username", "password")


class JoinForm(AccountForm, ProfileForm):
    """The email is that of the invitation. A second click finds the account that the first one made."""

    field_order = [*PROFILE, *ACCOUNT]

    def __init__(self, *args: Any, invitation: ContactInvitation, **kwargs: Any) -> None:
        known = {"first_name": invitation.first_name, "last_name": invitation.last_name}
        done = invitation.accepted_at is not None
        super().__init__(*args, initial=known, person=User(email=invitation.email), done=done, **kwargs)

    def clean(self) -> dict[str, Any]:
        self.person.first_name = self.cleaned_data.get("first_name", "")
        self.person.last_name = self.cleaned_data.get("last_name", "")
        return super().clean()

    @property
    def parts(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Profile and account, as the action takes them."""
        data = self.cleaned_data
        return {name: data[name] for name in PROFILE}, {name: data[name] for name in ACCOUNT}
