"""Firm permissions: django-guardian's object permissions on the firm, in tables of our own with direct foreign keys.

This is the one file that knows how they are stored. A database constraint (migration 0002) ties every row to the
membership of the same user and firm, so permissions fall with the membership whoever ends it.
"""

from typing import Any

from django.contrib.auth.models import Permission
from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from guardian.shortcuts import get_user_perms

from advisor.permissions import FirmPermission
from firms.models.firm import Firm


class FirmUserPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="user_permissions")

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = "firm permission"


class FirmGroupPermission(GroupObjectPermissionBase):
    """Stays empty: a firm grants to people. guardian asks for both tables of a model."""

    content_object = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="group_permissions")

    class Meta(GroupObjectPermissionBase.Meta):
        verbose_name = "firm group permission"


def held_by(user: Any, firm: Firm) -> FirmPermission:
    """What guardian says that this user holds at this firm; its global and superuser shortcuts are not asked."""
    known = {permission.codename for permission in FirmPermission}
    return FirmPermission.of(known.intersection(get_user_perms(user, firm)))


def held_in(firm: Firm) -> FirmPermission:
    """What at least one active person of the firm holds."""
    rows = FirmUserPermission.objects.filter(content_object=firm, user__is_active=True)
    return FirmPermission.of(rows.values_list("permission__codename", flat=True).distinct())


def replace(user: Any, firm: Firm, permissions: FirmPermission) -> None:
    """Exactly these permissions, in two statements."""
    rows = FirmUserPermission.objects.filter(user=user, content_object=firm)
    rows.exclude(permission__codename__in=permissions.codenames).delete()
    wanted = Permission.objects.filter(
        content_type__app_label="firms", content_type__model="firm", codename__in=permissions.codenames
    )
    FirmUserPermission.objects.bulk_create(
        [FirmUserPermission(user=user, content_object=firm, permission=permission) for permission in wanted],
        ignore_conflicts=True,
    )
