"""Who is let in, and what support staff may do at the desk: two backends, neither of which opens a room."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend


class SignIn(AuthenticationBackend):
    """The library's sign-in by username or work email, without the model permissions that it inherits."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False


class DeskPermissions(ModelBackend):
    """Model permissions for the desk. It signs nobody in and says nothing about single objects.

    Django answers yes to a superuser before it asks any backend; rooms therefore never ask `User.has_perm`
    but the member or contact that their gate found.
    """

    def authenticate(self, request: Any, username: Any = None, password: Any = None, **kwargs: Any) -> None:
        return None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return obj is None and user_obj.is_staff and super().has_perm(user_obj, perm, obj)
