"""What is well formed when members are assigned."""

from typing import Any

from django import forms

from advisor.forms import ActionForm
from advisor.permissions import ClientPermission
from clients.forms.permissions import ClientPermissionsField
from clients.models import ClientLink

NOT_GRANTED = "Not granted by the client."


class AssignmentForm(ActionForm):
    """The editor: everything the product has, with what the client has not granted switched off."""

    permissions = ClientPermissionsField(required=False)

    def __init__(self, *args: Any, link: ClientLink, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["permissions"]
        missing = link.client.offered & ~link.granted
        field.only(link.client.offered, dict.fromkeys(missing.codenames, NOT_GRANTED))


class SeveralForm(ActionForm):
    """One set of permissions for many; what a client lacks is said pair by pair in the preview."""

    permissions = ClientPermissionsField(required=False)

    def __init__(self, *args: Any, offered: ClientPermission, granted: ClientPermission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["permissions"]
        off = "None of the chosen clients has granted it."
        field.only(offered, dict.fromkeys((offered & ~granted).codenames, off))


LISTED = 200
"""How many clients get a field of their own when they are handed over; the others go together."""


class HandOverForm(ActionForm):
    """Where the clients of somebody who leaves go: to one colleague, or each to its own. Empty: to nobody."""

    everything = forms.CharField(
        label="Give all clients to",
        help_text="A colleague's work email. Leave it empty to choose client by client, or nobody.",
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"list": "colleagues", "autocomplete": "off", "inputmode": "email"}),
    )

    def __init__(self, *args: Any, links: list[ClientLink], colleagues: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.links, self.colleagues = links, colleagues
        attrs = {"list": "colleagues", "autocomplete": "off", "inputmode": "email"}
        for link in links[:LISTED]:
            self.fields[f"link-{link.pk}"] = forms.CharField(
                label=link.client_name, required=False, max_length=254, widget=forms.TextInput(attrs=attrs)
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, typed in list(data.items()):
            address = typed.strip().lower()
            if address and address not in self.colleagues:
                self.add_error(name, "Enter the work email of a colleague, or leave it empty")
        return data

    @property
    def plan(self) -> dict[ClientLink, Any]:
        """Who gets which client; a client's own field goes before the one for all."""
        for_all = self.cleaned_data["everything"].strip().lower()
        own = {link: self.cleaned_data.get(f"link-{link.pk}", "") for link in self.links}
        chosen = {link: typed.strip().lower() or for_all for link, typed in own.items()}
        return {link: self.colleagues[address] for link, address in chosen.items() if address}
