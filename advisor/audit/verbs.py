"""The closed vocabulary of the book: every kind of thing that can have happened, and how it reads.

In a sentence `{about}` is the copied name of whom or what it is about, `{client}` and `{firm}` those of where.
The actor stands before it.
"""

from django.db.models import TextChoices


class Verb(TextChoices):
    FIRM_CREATED = "firm_created", "Firm created"
    FIRM_CHANGED = "firm_changed", "Firm information changed"
    FIRM_LAPSED = "firm_lapsed", "Unconfirmed firm removed"
    TWO_STEP_REQUIRED = "two_step_required", "Two-step sign-in required of all"
    TWO_STEP_OPTIONAL = "two_step_optional", "Two-step sign-in no longer required"
    DOMAIN_ADDED = "domain_added", "Email domain added"
    DOMAIN_REMOVED = "domain_removed", "Email domain removed"
    ADMINISTRATOR_ASKED = "administrator_asked", "Asked for an invitation"

    MEMBER_INVITED = "member_invited", "Member invited"
    INVITATION_CHANGED = "invitation_changed", "Invitation changed"
    INVITATION_RESENT = "invitation_resent", "Invitation sent again"
    INVITATION_WITHDRAWN = "invitation_withdrawn", "Invitation withdrawn"
    INVITATION_DECLINED = "invitation_declined", "Invitation declined"
    INVITATION_ASKED_AGAIN = "invitation_asked_again", "Asked for a new invitation"
    MEMBER_JOINED = "member_joined", "Member joined"
    MEMBER_CHANGED = "member_changed", "Role or permissions changed"
    MEMBER_REMOVED = "member_removed", "Member removed"

    FIRM_INVITED = "firm_invited", "Firm invited by a client"
    INVITATION_PASSED_ON = "invitation_passed_on", "Invitation passed on to administrators"
    CLIENT_ASKED = "client_asked", "Client asked for access"
    CLIENT_CONNECTED = "client_connected", "Client connected"
    GRANT_CHANGED = "grant_changed", "Permissions granted by a client changed"
    LINK_ENDED = "link_ended", "Access to a client ended"
    MEMBER_ASSIGNED = "member_assigned", "Member assigned"
    ASSIGNMENT_CHANGED = "assignment_changed", "Assignment changed"
    ASSIGNMENT_ENDED = "assignment_ended", "Assignment ended"
    ASSIGNMENT_EXPIRED = "assignment_expired", "Assignment reached its end date"
    ACCESS_ASKED = "access_asked", "Member asked for access"
    ACCESS_DECLINED = "access_declined", "Access not given"
    CLIENT_OPENED = "client_opened", "Client's account opened"
    CLIENT_CHANGED = "client_changed", "Company details changed"
    CLIENT_IMPORTED = "client_imported", "Client imported"
    CLIENTS_IMPORTED = "clients_imported", "Clients imported from a file"
    CONTACT_INVITED = "contact_invited", "Contact invited"
    CONTACT_JOINED = "contact_joined", "Contact joined"
    CONTACT_CHANGED = "contact_changed", "Contact changed"
    CONTACT_REMOVED = "contact_removed", "Contact removed"

    SIGNED_IN = "signed_in", "Signed in"
    SIGN_IN_FAILED = "sign_in_failed", "Sign-in failed"
    SIGNED_OUT = "signed_out", "Signed out"
    PROFILE_CHANGED = "profile_changed", "Profile changed"
    EMAIL_CONFIRMED = "email_confirmed", "Email confirmed"
    EMAIL_CHANGE_ASKED = "email_change_asked", "Email change begun"
    EMAIL_CHANGED = "email_changed", "Email changed"
    PASSWORD_CHANGED = "password_changed", "Password changed"
    PASSWORD_RESET = "password_reset", "Password reset"
    RESET_ASKED = "reset_asked", "Password reset asked for"
    TWO_STEP_ON = "two_step_on", "Two-step sign-in switched on"
    TWO_STEP_OFF = "two_step_off", "Two-step sign-in switched off"
    RECOVERY_CODES_MADE = "recovery_codes_made", "Recovery codes made"
    PASSKEY_ADDED = "passkey_added", "Passkey added"
    PASSKEY_REMOVED = "passkey_removed", "Passkey removed"
    SESSIONS_ENDED = "sessions_ended", "Sessions ended"

    DESK_ADDED = "desk_added", "Added by support staff"
    DESK_CHANGED = "desk_changed", "Changed by support staff"
    DESK_DELETED = "desk_deleted", "Deleted by support staff"
    LETTER_RESENT = "letter_resent", "Letter sent again"


SENTENCES: dict[str, str] = {
    Verb.FIRM_CREATED: "created the firm {about}.",
    Verb.FIRM_CHANGED: "changed the firm's information.",
    Verb.FIRM_LAPSED: "removed {about}, whose founder did not confirm the work email in time.",
    Verb.TWO_STEP_REQUIRED: "now requires two-step sign-in of every member.",
    Verb.TWO_STEP_OPTIONAL: "no longer requires two-step sign-in of every member.",
    Verb.DOMAIN_ADDED: "added the email domain {about} to the firm.",
    Verb.DOMAIN_REMOVED: "removed the email domain {about} from the firm.",
    Verb.ADMINISTRATOR_ASKED: "asked the firm's administrators for an invitation.",
    Verb.MEMBER_INVITED: "invited {about} to join the firm.",
    Verb.INVITATION_CHANGED: "changed the invitation of {about}.",
    Verb.INVITATION_RESENT: "sent {about} a new invitation.",
    Verb.INVITATION_WITHDRAWN: "withdrew the invitation of {about}.",
    Verb.INVITATION_DECLINED: "declined the invitation.",
    Verb.INVITATION_ASKED_AGAIN: "asked for a new invitation.",
    Verb.MEMBER_JOINED: "joined the firm.",
    Verb.MEMBER_CHANGED: "changed the role or permissions of {about}.",
    Verb.MEMBER_REMOVED: "removed {about} from the firm.",
    Verb.FIRM_INVITED: "invited {about} to work for {client}.",
    Verb.INVITATION_PASSED_ON: "asked the firm's administrators to answer the invitation from {client}.",
    Verb.CLIENT_ASKED: "asked {about} for access.",
    Verb.CLIENT_CONNECTED: "connected {client} and {firm}.",
    Verb.GRANT_CHANGED: "changed what {firm} may do at {client}.",
    Verb.LINK_ENDED: "ended the access of {firm} to {client}.",
    Verb.MEMBER_ASSIGNED: "assigned {about} to {client}.",
    Verb.ASSIGNMENT_CHANGED: "changed what {about} may do at {client}.",
    Verb.ASSIGNMENT_ENDED: "ended the access of {about} to {client}.",
    Verb.ASSIGNMENT_EXPIRED: "ended the access of {about} to {client}, which had an end date.",
    Verb.ACCESS_ASKED: "asked for access to {client}.",
    Verb.ACCESS_DECLINED: "did not give {about} access to {client}.",
    Verb.CLIENT_OPENED: "opened the account of {client}.",
    Verb.CLIENT_CHANGED: "changed the details of {client}.",
    Verb.CLIENT_IMPORTED: "brought {client} to the platform.",
    Verb.CLIENTS_IMPORTED: "imported {about} from a file.",
    Verb.CONTACT_INVITED: "invited {about} to the account of {client}.",
    Verb.CONTACT_JOINED: "joined the account of {client}.",
    Verb.CONTACT_CHANGED: "changed what {about} may do at {client}.",
    Verb.CONTACT_REMOVED: "removed {about} from the account of {client}.",
    Verb.SIGNED_IN: "signed in.",
    Verb.SIGN_IN_FAILED: "could not be signed in.",
    Verb.SIGNED_OUT: "signed out.",
    Verb.PROFILE_CHANGED: "changed the profile of {about}.",
    Verb.EMAIL_CONFIRMED: "confirmed an email address.",
    Verb.EMAIL_CHANGE_ASKED: "began to change an email address.",
    Verb.EMAIL_CHANGED: "changed an email address.",
    Verb.PASSWORD_CHANGED: "changed their password.",
    Verb.PASSWORD_RESET: "set a new password through a reset letter.",
    Verb.RESET_ASKED: "asked for a password reset.",
    Verb.TWO_STEP_ON: "switched on two-step sign-in.",
    Verb.TWO_STEP_OFF: "switched off two-step sign-in.",
    Verb.RECOVERY_CODES_MADE: "made new recovery codes.",
    Verb.PASSKEY_ADDED: "added a passkey.",
    Verb.PASSKEY_REMOVED: "removed a passkey.",
    Verb.SESSIONS_ENDED: "ended sessions of {about}.",
    Verb.DESK_ADDED: "added {about} at the support desk.",
    Verb.DESK_CHANGED: "changed {about} at the support desk.",
    Verb.DESK_DELETED: "deleted {about} at the support desk.",
    Verb.LETTER_RESENT: "sent a letter to {about} again.",
}
