"""What Django's own question, `user.has_perm("clients.make_payments", link)`, is answered with."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import PermissionDenied

from advisor.permissions import ClientPermission
from clients.models import Client, ClientLink, Contact
from firms.models import Member


class ClientPermissions(BaseBackend):
    """About a link: what its member may do there. About a client: what its contact may do there.

    It has the last word about both: a no ends the question, so that no other backend says yes to a superuser.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not isinstance(obj, ClientLink | Client):
            return False
        permission = _permission(perm)
        if not (permission and user_obj.is_active and self._holds(user_obj, permission, obj)):
            raise PermissionDenied
        return True

    def _holds(self, user: Any, permission: ClientPermission, obj: ClientLink | Client) -> bool:
        if isinstance(obj, Client):
            return Contact.objects.filter(user=user, client=obj).holding(permission).exists()
        member = Member.objects.standing().filter(user=user).first()
        return member is not None and ClientLink.objects.open_to(member, permission).filter(pk=obj.pk).exists()


def _permission(name: str) -> ClientPermission | None:
    app, _, codename = name.partition(".")
    return ClientPermission.__members__.get(codename.upper()) if app == "clients" else None
