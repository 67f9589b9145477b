"""What an action says when a rule forbids it."""


class Refused(Exception):
    """A rule said no, in words for the person who asked.

    `field` names the form field that the sentence belongs to, when it belongs to one.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
