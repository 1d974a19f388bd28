"""The error of the embedded stack."""


class StackError(Exception):
    """One sentence that says what is wrong and what to do about it."""
