"""The provider's bad days, on request: chosen by a seed, so that they can be had again."""

from collections import Counter
from dataclasses import dataclass
from random import Random

from pydantic import BaseModel, Field


class Faults(BaseModel):
    """Shares, of 0 to 1, of calls that change something and go wrong; nothing does by default.

    What befalls a call depends on `seed`, on its operation and on how many calls of that operation
    came before it: the same seed gives each operation the same sequence of fates, whatever the ids.
    """

    seed: int = 0
    timeout_rate: float = Field(default=0, ge=0, le=1)
    """Nothing is done, and no answer comes."""
    lost_rate: float = Field(default=0, ge=0, le=1)
    """It is done, and the answer never comes."""
    decline_rate: float = Field(default=0, ge=0, le=1)
    """A good card is declined."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What befalls one call."""

    times_out: bool = False
    is_lost: bool = False
    is_declined: bool = False


class FaultInjector:
    """Decides what befalls each call."""

    def __init__(self) -> None:
        self._faults = Faults()
        self._calls: Counter[str] = Counter()

    def set(self, faults: Faults) -> None:
        """From now on these, from the first of each operation's fates."""
        self._faults = faults
        self._calls.clear()

    def fate(self, operation: str) -> Fate:
        """The fate of the next call of an operation, such as `capture`."""
        self._calls[operation] += 1
        faults = self._faults
        random = Random(f"{faults.seed}:{operation}:{self._calls[operation]}")
        draw = random.random()
        return Fate(
            times_out=draw < faults.timeout_rate,
            is_lost=faults.timeout_rate <= draw < faults.timeout_rate + faults.lost_rate,
            is_declined=random.random() < faults.decline_rate,
        )
