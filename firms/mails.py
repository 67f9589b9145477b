"""The letters of a firm. (Those of its invitations stand on `MemberInvitation`.)"""

from advisor.mail.outbox import LetterKind
from firms.models.invitation import WHY_LISTENERS

_YOURS = "You get this because you are a member of a firm on Advisor Dashboard."

asked_for_invitation = LetterKind("asked_for_invitation", "You get this because you manage the members of your firm.")
member_joined = LetterKind("member_joined", WHY_LISTENERS)
member_changed = LetterKind("member_changed", _YOURS)
member_removed = LetterKind("member_removed", "You get this because you were a member of this firm.")
two_step_required = LetterKind("two_step_required", _YOURS)
