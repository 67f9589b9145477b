"""What the pages about connecting show."""

from typing import Any

from django.urls import reverse

from advisor.dates import moment
from clients.models import FirmInvitation
from clients.pages.counts import REQUESTED
from firms.models import Member


def requested_url(product: str) -> str:
    """The tab on which a request for this product stands."""
    return f"{reverse(f'clients:{product}')}?tab={REQUESTED}"


def invitation_page(member: Member, invitation: FirmInvitation) -> dict[str, Any]:
    """A client's invitation on the dashboard: what the page behind the letter's link shows, in the firm's zone."""
    expires = moment(invitation.expires_at, member.firm.time_zone)
    return {"invitation": invitation, "expires": expires} | invitation.page_context(member.user)
