"""The provider's bad days, on request: chosen by a seed, so that they can be had again."""

from dataclasses import dataclass
from random import Random

from pydantic import BaseModel, Field


class Faults(BaseModel):
    """Shares, of 0 to 1, of calls that change something and go wrong; nothing does by default.

    What befalls a call depends on `seed`, on what it is about and on how often that was asked
    before: the same seed gives the same choices, in whatever order the calls come.
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
        self._asked: dict[str, int] = {}

    def set(self, faults: Faults) -> None:
        """From now on these; what was asked so far is forgotten."""
        self._faults = faults
        self._asked.clear()

    def fate(self, subject: str) -> Fate:
        """The fate of a call; `subject` is what it is about, such as `capture:pay_1`."""
        attempt = self._asked.get(subject, 0)
        self._asked[subject] = attempt + 1
        faults = self._faults
        random = Random(f"{faults.seed}:{subject}:{attempt}")
        draw = random.random()
        return Fate(
            times_out=draw < faults.timeout_rate,
            is_lost=faults.timeout_rate <= draw < faults.timeout_rate + faults.lost_rate,
            # A card is good or bad, however often it is asked.
            is_declined=Random(f"{faults.seed}:{subject}").random() < faults.decline_rate,
        )
