from firms.models.domain import DomainException, FirmDomain
from firms.models.firm import Firm
from firms.models.invitation import MemberInvitation
from firms.models.member import Member
from firms.models.permission import FirmGroupPermission, FirmUserPermission
from firms.models.sign_up import AdministratorAsk, SignUp

__all__ = [
    "AdministratorAsk",
    "DomainException",
    "Firm",
    "FirmDomain",
    "FirmGroupPermission",
    "FirmUserPermission",
    "Member",
    "MemberInvitation",
    "SignUp",
]
