"""One click: a member opens a client's account."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from advisor.audit.book import record
from advisor.audit.verbs import Verb
from advisor.errors import Refused
from clients.models import Assignment, ClientLink
from firms.models import Member

NOT_ASSIGNED = "You are not assigned to this client."


@transaction.atomic
def open_account(link: ClientLink, *, by: Member) -> ClientLink:
    """Every opening is recorded, with what the member may do there; "last used" is kept. Refused without assignment."""
    found: Any = ClientLink.objects.open_to(by).select_related("client", "firm").filter(pk=link.pk).first()
    if found is None:
        raise Refused(NOT_ASSIGNED)
    Assignment.objects.live().filter(link=found, member=by).update(last_used_at=timezone.now())
    record(Verb.CLIENT_OPENED, by=by, firm=found.firm, client=found.client, about=by, may=found.effective)
    return found
