"""Reading the post: whatever is due is really posted, as files, and read back from them."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from advisor.mail.preview import Posted, read
from advisor.mail.relay import post_due


class Post:
    """`post.to("ivy@smithcpa.com")` posts what is due and gives the newest letter to that address."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._read = 0

    def all(self) -> list[Posted]:
        """Every letter posted in this test, oldest first."""
        post_due()
        return [read(file) for file in sorted(self.directory.glob("[!.]*.eml"))]

    def to(self, address: str) -> Posted:
        """The newest letter to this address."""
        found = [letter for letter in self.all() if letter.to == address]
        assert found, f"no letter to {address}; letters went to {[letter.to for letter in self.all()]}"
        return found[-1]

    def news(self) -> dict[str, Posted]:
        """What came since the last call, by address: nobody gets two letters about one act."""
        letters = self.all()
        new, self._read = letters[self._read :], len(letters)
        found = {letter.to: letter for letter in new}
        assert len(found) == len(new), [(letter.to, letter.subject) for letter in new]
        return found

    def subjects(self, address: str) -> list[str]:
        return [letter.subject for letter in self.all() if letter.to == address]


def link_in(letter: Posted, holding: str = "/") -> str:
    """The path of the first link of the text part whose address holds these words."""
    links = [link.rstrip(".,)") for link in re.findall(r"https?://\S+", letter.text)]
    return urlsplit(next(link for link in links if holding in link)).path


def code_in(letter: Posted) -> str:
    """The six digits of a confirmation letter."""
    found = re.search(r"\b\d{6}\b", letter.text)
    assert found, letter.text
    return found.group()
