"""Injects faults into the provider's calls on request; a seed makes them repeatable."""

from collections import Counter
from dataclasses import dataclass
from random import Random

from pydantic import BaseModel, Field


class Faults(BaseModel):
    """The shares, from 0 to 1, of changing calls that go wrong; none by default.

    The fate of a call depends on `seed`, on its operation and on the number of earlier calls of
    that operation. So a seed gives each operation the same sequence of fates, independent of ids.
    """

    seed: int = 0
    timeout_rate: float = Field(default=0, ge=0, le=1)
    """The call changes nothing and is not answered."""
    lost_rate: float = Field(default=0, ge=0, le=1)
    """The call has its effect and is not answered."""
    decline_rate: float = Field(default=0, ge=0, le=1)
    """A valid card is declined."""


@dataclass(frozen=True, slots=True)
class Fate:
    """The faults of one call."""

    times_out: bool = False
    is_lost: bool = False
    is_declined: bool = False


class FaultInjector:
    """Decides the fate of each call."""

    def __init__(self) -> None:
        self._faults = Faults()
        self._calls: Counter[str] = Counter()

    def set(self, faults: Faults) -> None:
        """Use these faults from now on, from the start of each operation's sequence."""
        self._faults = faults
        self._calls.clear()

    def fate(self, operation: str) -> Fate:
        """Return the fate of the next call of an operation, such as `capture`."""
        self._calls[operation] += 1
        faults = self._faults
        random = Random(f"{faults.seed}:{operation}:{self._calls[operation]}")
        draw = random.random()
        return Fate(
            times_out=draw < faults.timeout_rate,
            is_lost=faults.timeout_rate <= draw < faults.timeout_rate + faults.lost_rate,
            is_declined=random.random() < faults.decline_rate,
        )
