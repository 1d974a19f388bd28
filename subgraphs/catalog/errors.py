"""What catalog refuses.

::

    Refusal (shared)          InvalidInput, NotFound
    └── ImportRejected        the file's bad rows, each with its place and reason
"""

from shared.errors import FieldError, Refusal


class ImportRejected(Refusal):
    """An import file breaks the rules; nothing of it was written."""

    code = "IMPORT_REJECTED"

    def __init__(self, problems: list[FieldError]) -> None:
        super().__init__(f"{len(problems)} rows are not valid; nothing was written.")
        self.problems = problems
