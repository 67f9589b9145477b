"""Firms on the desk. A rule stands behind most rows: acts, not edits."""

from firms.admin.domain import DomainExceptionAdmin, FirmDomainAdmin
from firms.admin.firm import FirmAdmin
from firms.admin.invitation import MemberInvitationAdmin
from firms.admin.member import MemberAdmin

__all__ = ["DomainExceptionAdmin", "FirmAdmin", "FirmDomainAdmin", "MemberAdmin", "MemberInvitationAdmin"]
