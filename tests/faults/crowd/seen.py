"""What clients saw of a busy stack."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Seen:
    """Milliseconds until each right answer, by its kind, and until each refusal of a busy service.

    `failures` counts what was neither.
    """

    answered: dict[str, list[float]] = field(default_factory=dict[str, list[float]])
    shed: list[float] = field(default_factory=list[float])
    failures: Counter[str] = field(default_factory=Counter[str])

    def answer(self, kind: str, milliseconds: float) -> None:
        """Count a right answer."""
        self.answered.setdefault(kind, []).append(milliseconds)
