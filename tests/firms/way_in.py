"""Walking the three steps of signing up, without script."""

import re
from typing import Any

from django.test import Client

FIRM = {"firm_name": "Chen & Partners", "website": "chenpartners.com"}
PROFILE = {
    "first_name": "Amy",
    "last_name": "Chen",
    "email": "Amy@ChenPartners.com",
    "role": "Tax whisperer",
    "work_phone": "(212) 555-0144",
    "cell_phone": "212.555.0145",
}
ACCOUNT = {"personal_email": "amy@example.com", "username": "Amy.Chen", "password": "walrus Umbrella 42"}


def begun(client: Client) -> str:
    """The address of the sign-up just begun, without the step."""
    answer = client.post("/sign-up/")
    assert answer.status_code == 302, answer.content
    return answer["Location"].removesuffix("firm/")


def walk(client: Client, **changed: str) -> tuple[str, Any]:
    """All three steps with these changes; the sign-up's address and the last answer."""
    at = begun(client)
    for step, fields in (("firm", FIRM), ("profile", PROFILE), ("account", ACCOUNT)):
        answer = client.post(f"{at}{step}/", {name: changed.get(name, value) for name, value in fields.items()})
        if answer.status_code != 302:
            break
    return at, answer


def words(answer: Any) -> str:
    return answer.content.decode()


def without(answer: Any, address: str) -> str:
    """The page without what differs from visitor to visitor: address, ids, tokens of forms."""
    text = words(answer).replace(address, "…")
    return re.sub(r'[0-9a-f-]{36}|value="[A-Za-z0-9]{64}"', "…", text)
