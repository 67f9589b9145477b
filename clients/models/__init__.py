"""Client companies, who lets which firm in, and who works where."""

from clients.models.assignment import Assignment
from clients.models.client import Client, Frequency, Product, Status
from clients.models.contact import Contact
from clients.models.invitation import AccessRequest, ContactInvitation, FirmInvitation
from clients.models.link import ClientLink
from clients.models.request import AssignmentRequest
from clients.models.upload import Upload

__all__ = [
    "AccessRequest",
    "Assignment",
    "AssignmentRequest",
    "Client",
    "ClientLink",
    "Contact",
    "ContactInvitation",
    "FirmInvitation",
    "Frequency",
    "Product",
    "Status",
    "Upload",
]
