"""A real mail server in a thread, which answers as a test tells it to."""

import asyncio
import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from advisor.embedded.ports import anywhere, free_port

YES = "250 taken"
LATER = "451 4.7.1 Try again later"
NO_SUCH_MAILBOX = "550 5.1.1 No such mailbox"


class Postmaster:
    """`says` answers every message, `refuses` single addresses; `stalls` keeps the sender waiting, in seconds."""

    def __init__(self) -> None:
        self.says = YES
        self.refuses: dict[str, str] = {}
        self.stalls = 0.0
        self.seen: list[EmailMessage] = []
        self.taken: list[EmailMessage] = []

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        message = email.message_from_bytes(envelope.content or b"", policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.seen.append(message)
        await asyncio.sleep(self.stalls)
        if self.says == YES:
            self.taken.append(message)
        return self.says

    @property
    def ids(self) -> list[str]:
        """The Message-ID of everything it took."""
        return [str(message["Message-ID"]) for message in self.taken]


@contextmanager
def mail_server(port: int = 0) -> Iterator[tuple[Postmaster, int]]:
    """A server on this machine, and its port."""
    postmaster = Postmaster()
    controller = Controller(postmaster, hostname="127.0.0.1", port=port or free_port(anywhere()))
    controller.start()
    try:
        yield postmaster, controller.port
    finally:
        controller.stop()


def smtp(port: int, *, patience: float = 5) -> dict[str, dict[str, object]]:
    """The setting `MAILERS` for such a server; `patience` in seconds."""
    backend = "django.core.mail.backends.smtp.EmailBackend"
    return {"default": {"BACKEND": backend, "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": patience}}}
