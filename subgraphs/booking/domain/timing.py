"""How long a booking is left to the call or the worker that handles it."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Timing:
    """`call` is how long one call of the payment service may take.

    Safety does not depend on these times: a writer that comes too early or too late finds another
    version.
    """

    call: timedelta

    @property
    def lease(self) -> timedelta:
        """How long a booking is left to the customer's call, or to the worker, that handles it."""
        return self.call + timedelta(seconds=3)

    @property
    def patience(self) -> timedelta:
        """How old a booking is when a payment that never arrived is given up.

        Payment refuses the payment if it arrives later.
        """
        return self.lease + timedelta(seconds=5)
