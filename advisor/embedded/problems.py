"""What goes wrong with the ground, in one sentence for the person at the keyboard."""


class GroundProblem(Exception):
    """The ground cannot be laid; the text says what to do."""
