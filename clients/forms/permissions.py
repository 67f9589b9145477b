"""The editor of client permissions, grouped, each with its sentence; one for every page that gives or takes them."""

from collections.abc import Mapping
from typing import Any

from django import forms

from advisor.permissions import ClientPermission
from firms.forms import PermissionChoices

TICK_ONE = "Tick at least one permission"
NOT_HELD = "You do not hold this permission yourself."
NOTHING = ClientPermission.none()
Grouped = list[tuple[str, list[tuple[str, str]]]]


class ClientPermissionChoices(PermissionChoices):
    """One that stands off is never ticked: it cannot be given."""

    flags = ClientPermission

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.off:
            option["selected"] = False
            option["attrs"].pop("checked", None)
        return option


class ClientPermissionsField(forms.MultipleChoiceField):
    """Gives and takes a `ClientPermission` mask. `only` must be called before it is shown."""

    def __init__(self, label: str = "Permissions", **kwargs: Any) -> None:
        messages = {"required": TICK_ONE, "invalid_choice": "Choose among the permissions on this page"}
        super().__init__(label=label, widget=ClientPermissionChoices(), error_messages=messages, **kwargs)
        self.only(ClientPermission.every())

    def only(self, offered: ClientPermission, off: Mapping[str, str] | None = None) -> None:
        """Show what is offered; those in `off` (reasons by codename) stand switched off."""
        self.choices = grouped(offered)
        self.widget.off = dict(off or {})

    def prepare_value(self, value: Any) -> Any:
        return value.codenames if isinstance(value, ClientPermission) else value

    def clean(self, value: Any) -> ClientPermission:
        return ClientPermission.of(super().clean(value))


def grouped(offered: ClientPermission) -> Grouped:
    """Codenames and labels under the name of their group, in the order of the page."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for permission in offered:
        groups.setdefault(permission.group, []).append((permission.codename, permission.label))
    return list(groups.items())


def not_held(held: ClientPermission, offered: ClientPermission, present: ClientPermission = NOTHING) -> dict[str, str]:
    """What somebody who holds this cannot give, with the reason; what is there already can stay or go."""
    return {permission.codename: NOT_HELD for permission in offered & ~held & ~present}
