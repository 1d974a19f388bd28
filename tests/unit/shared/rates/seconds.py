"""A clock of seconds that a test moves."""


class Seconds:
    def __init__(self) -> None:
        self.present = 1_000.0

    def now(self) -> float:
        return self.present
