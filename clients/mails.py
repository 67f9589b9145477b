"""The letters about clients. (Those of invitations stand on their models.)"""

from advisor.mail.outbox import LetterKind

_YOURS = "You get this because you are a member of a firm on Advisor Dashboard."
_FIRM = "You get this because you assign clients, or manage your firm, on Advisor Dashboard."
_ADDS = "You get this because you add clients for your firm on Advisor Dashboard."
_ASKED = "You get this because you asked this client for access, or your firm did."
_CONTACT = "You get this because you are a contact of this company."
_COMPANY = "You get this because you decide for your company which firms have access to its account."

assigned = LetterKind("assigned", _YOURS)
assigned_several = LetterKind("assigned_several", _YOURS)
assignment_ended = LetterKind("assignment_ended", _YOURS)
access_asked = LetterKind("access_asked", _FIRM)
access_declined = LetterKind("access_declined", _YOURS)
grant_changed = LetterKind("grant_changed", _FIRM)
person_shut_out = LetterKind("person_shut_out", _FIRM)
link_ended_by_client = LetterKind("link_ended_by_client", _FIRM)
link_ended_by_firm = LetterKind("link_ended_by_firm", _COMPANY)
link_ended_by_support = LetterKind("link_ended_by_support", _COMPANY)
firm_connected = LetterKind("firm_connected", _COMPANY)
client_connected = LetterKind("client_connected", _ASKED)
invitation_passed_on = LetterKind("invitation_passed_on", _ADDS)
access_request_declined = LetterKind("access_request_declined", _ASKED)
contact_joined = LetterKind("contact_joined", _COMPANY)
contact_added = LetterKind("contact_added", _CONTACT)
contact_changed = LetterKind("contact_changed", _CONTACT)
