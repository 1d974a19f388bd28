"""What the embedded stack says when it cannot go on."""


class StackError(Exception):
    """One sentence that says what is wrong and what to do about it."""
