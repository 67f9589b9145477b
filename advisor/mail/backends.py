"""In development every letter is a file that a mail program can open."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class EmlBackend(BaseEmailBackend):
    """Writes each message as `<directory>/<moment>-<to>.eml`, whole or not at all."""

    def __init__(self, directory: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.directory = Path(directory)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.directory.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            safe = "".join(c if c.isalnum() or c in "@.-" else "_" for c in message.to[0])[:100]
            name = f"{timezone.now():%Y%m%dT%H%M%S.%f}-{safe}.eml"
            draft = self.directory / f".{name}"
            draft.write_bytes(message.message().as_bytes())
            draft.rename(self.directory / name)
        return len(email_messages)
