"""Who may give and take which firm permission: nobody gives what they do not hold."""

from advisor.audit.book import Actor
from advisor.errors import Refused
from advisor.permissions import ADMINISTRATOR, FirmPermission
from firms.models import Member
from firms.models.permission import held_by, held_in

CHANGED_MEANWHILE = "Somebody changed this meanwhile. What you see now is what it is: check it and save again."


def givable(by: Member, held: FirmPermission) -> FirmPermission:
    """What they hold; and an administrator may take up again what nobody in the firm holds any more."""
    if ADMINISTRATOR in held and held != FirmPermission.every():
        return held | (FirmPermission.every() & ~held_in(by.firm))
    return held


def takeable(held: FirmPermission) -> FirmPermission:
    """An administrator takes anything; anybody else only what they hold themselves."""
    return FirmPermission.every() if ADMINISTRATOR in held else held


def changeable(by: Member, present: FirmPermission) -> FirmPermission:
    """The boxes of the editor that do something, for somebody who has these permissions at present."""
    return (givable(by, by.permissions) & ~present) | (takeable(by.permissions) & present)


def only_what_one_may_give(permissions: FirmPermission, by: Member) -> None:
    if beyond := permissions & ~givable(by, held_by(by.user, by.firm)):
        raise Refused(f"You can only give permissions that you hold yourself. You do not hold: {beyond.labels}.")


def only_what_one_may_take(permissions: FirmPermission, by: Actor) -> None:
    """Support staff are not asked what they hold: they hold nothing in a firm, and sign as staff."""
    if isinstance(by, Member) and (beyond := permissions & ~takeable(held_by(by.user, by.firm))):
        raise Refused(f"Only an administrator of the firm can take these permissions away: {beyond.labels}.")


def only_what_was_seen(seen: str | None, role: str, permissions: FirmPermission) -> None:
    """Refused when the page that is saved showed something else than what is there now."""
    if seen is not None and seen != seen_as(role, permissions):
        raise Refused(CHANGED_MEANWHILE)


def seen_as(role: str, permissions: FirmPermission) -> str:
    """The state that an editor shows, in one short word for its form."""
    return f"{int(permissions)}:{role}"
