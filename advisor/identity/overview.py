"""What the pages about one's own account show, as ready strings: addresses, second factors, sessions."""

import base64
import re
from typing import NamedTuple

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session as StoredSession
from django.utils import timezone

from advisor.dates import day_in, moment
from advisor.identity.models import Confirmation, Purpose
from advisor.users.models import User
from advisor.users.phones import shown as phone_shown

BROWSERS = [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]
SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Mac OS X", "Mac"),
    ("Windows", "Windows"),
    ("Linux", "Linux"),
]


class Address(NamedTuple):
    """One of the two addresses; `waiting` is the new one that is not confirmed yet."""

    address: str
    confirmed: bool
    waiting: str


class Profile(NamedTuple):
    work: Address
    personal: Address
    work_phone: str
    cell_phone: str

    def confirmed(self, purpose: Purpose) -> bool:
        return (self.work if purpose == Purpose.WORK else self.personal).confirmed


class App(NamedTuple):
    """An authenticator app to be set up: its secret as a picture, as text in groups of four, and as an address."""

    picture: str
    secret: str
    address: str


class Passkey(NamedTuple):
    id: int
    name: str
    added: str
    last_used: str


class Session(NamedTuple):
    device: str
    address: str
    last_used: str
    current: bool


class Security(NamedTuple):
    app_since: str
    codes_left: int
    passkeys: list[Passkey]
    sessions: list[Session]

    @property
    def two_step(self) -> bool:
        return bool(self.app_since or self.passkeys)


def profile_of(user: User) -> Profile:
    """One query: what waits to be confirmed."""
    waiting = dict(Confirmation.objects.filter(user=user).values_list("purpose", "address"))
    work, personal = waiting.get(Purpose.WORK, ""), waiting.get(Purpose.PERSONAL, "")
    return Profile(
        work=Address(user.email, bool(user.email_confirmed_at), "" if work == user.email else work),
        personal=Address(
            user.personal_email,
            bool(user.personal_email and user.personal_email_confirmed_at),
            "" if personal == user.personal_email else personal,
        ),
        work_phone=phone_shown(str(user.work_phone)),
        cell_phone=phone_shown(str(user.cell_phone)),
    )


def known_profile(user: User) -> dict[str, str]:
    """What the profile form shows before anything is typed."""
    return {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "work_phone": phone_shown(str(user.work_phone)),
        "cell_phone": phone_shown(str(user.cell_phone)),
    }


def app_picture(user: User, secret: str) -> App:
    """The QR code that an app scans, for this person and this secret."""
    adapter = get_adapter()
    address = adapter.build_totp_url(user, secret)
    picture = base64.b64encode(adapter.build_totp_svg(address).encode()).decode()
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return App(f"data:image/svg+xml;base64,{picture}", groups, address)


def can_make_codes(user: User) -> bool:
    """Recovery codes stand in for another factor, so there has to be one."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def security_of(user: User, session_key: str, zone: str) -> Security:
    """Two queries: authenticators and sessions."""
    app_since, codes_left, passkeys = "", 0, []
    for factor in Authenticator.objects.filter(user=user).order_by("created_at"):
        if factor.type == Authenticator.Type.TOTP:
            app_since = day_in(factor.created_at, zone)
        elif factor.type == Authenticator.Type.RECOVERY_CODES:
            codes_left = len(factor.wrap().get_unused_codes())
        else:
            used = moment(factor.last_used_at, zone) if factor.last_used_at else ""
            passkeys.append(Passkey(factor.pk, str(factor), day_in(factor.created_at, zone), used))
    live = StoredSession.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    sessions = [
        Session(device(row.user_agent), row.ip, moment(row.last_seen_at, zone), row.session_key == session_key)
        for row in UserSession.objects.filter(user=user, session_key__in=live).order_by("-last_seen_at")[:50]
    ]
    return Security(app_since, codes_left, passkeys, sorted(sessions, key=lambda session: not session.current))


def device(user_agent: str) -> str:
    """`Firefox on Mac`: what the browser says of itself, in two words."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or re.split(r"[/ ]", user_agent)[0][:40] or "Unknown device"
