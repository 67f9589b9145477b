"""Made-up letters about one's own account, for the pages that show every letter in development."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from advisor.dates import moment
from advisor.identity import mails
from advisor.identity.models import CODE_LIVES, LINK_LIVES
from advisor.mail.outbox import address_of
from advisor.mail.sampling import Sample
from advisor.users.models import User

_TOKEN = "sample-" * 6


def samples() -> list[Sample]:
    now = timezone.now()
    amy = User(username="amy", first_name="Amy", last_name="Chen", email="amy@smithcpa.com")
    reset = {
        "link": address_of("account_reset_password_from_key", uidb36="1", key=_TOKEN),
        "expires": moment(now + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)),
    }
    notice = {
        "title": "New passkey",
        "sentence": "The passkey “Work laptop” was added. It can be used to sign in to your account.",
    }
    return [
        Sample(mails.confirm_address, {"user": amy, **_confirmation(now)}),
        Sample(mails.address_changed, {"user": amy, "purpose": "personal email", "when": moment(now)}),
        Sample(mails.reset_password, {"user": amy, **reset}),
        Sample(mails.forgot_username, {"user": amy, "link": address_of("account_login")}),
        Sample(mails.security_notice, {"user": amy, "when": moment(now), **notice}),
    ]


def _confirmation(now: datetime) -> dict[str, Any]:
    return {
        "code": "482913",
        "code_expires": moment(now + CODE_LIVES),
        "link": address_of("identity:arrive", _TOKEN),
        "link_expires": moment(now + LINK_LIVES),
        "purpose": "work email",
    }
