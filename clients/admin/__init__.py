"""Clients on the desk: companies, their people, and which firm works for them."""

from clients.admin.assignment import AssignmentAdmin, AssignmentRequestAdmin
from clients.admin.client import ClientAdmin
from clients.admin.contact import ContactAdmin
from clients.admin.invitation import AccessRequestAdmin, ContactInvitationAdmin, FirmInvitationAdmin
from clients.admin.link import ClientLinkAdmin

__all__ = [
    "AccessRequestAdmin",
    "AssignmentAdmin",
    "AssignmentRequestAdmin",
    "ClientAdmin",
    "ClientLinkAdmin",
    "ContactAdmin",
    "ContactInvitationAdmin",
    "FirmInvitationAdmin",
]
