"""An invitation to a firm, with one line in a test."""

from advisor.permissions import ClientPermission
from clients.actions.connecting import invite_firm
from clients.models import Contact, FirmInvitation
from tests.town import PAY, TAXES


def invited(
    by: Contact, email: str = "olga@smithcpa.com", permissions: ClientPermission = PAY | TAXES
) -> FirmInvitation:
    """The company of this contact lets the firm of this address in."""
    facts = {"by": by, "held": by.permissions, "acknowledged": True}
    return invite_firm(by.client, "Olga", "Field", email, permissions, **facts)
