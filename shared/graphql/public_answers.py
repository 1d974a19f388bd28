"""What a subgraph says about an answer that is the same for every caller.

Caches outside keep it for `max-age` of Cache-Control and ask nobody. Caches that stand in front of
the subgraph keep it longer: as long as the subgraph's version is the one of the answer, and for at
most `max-age` of Surrogate-Control.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from starlette.datastructures import Headers, MutableHeaders

_CACHE_CONTROL = "cache-control"
_SURROGATE_CONTROL = "surrogate-control"
_VERSION = "answer-version"
_MAX_AGE = re.compile(r"max-age=(\d+)")


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """How long caches outside may keep the answer, and how long those that know its version."""

    max_age: timedelta
    kept_for: timedelta
    version: int

    def tell(self, headers: MutableHeaders) -> None:
        """Write it into an answer's headers; times are rounded down to seconds."""
        headers[_CACHE_CONTROL] = f"public, max-age={int(self.max_age.total_seconds())}"
        headers[_SURROGATE_CONTROL] = f"max-age={int(self.kept_for.total_seconds())}"
        headers[_VERSION] = str(self.version)

    @classmethod
    def told(cls, headers: Headers) -> Self | None:
        """Read it from an answer's headers; None for an answer that depends on its caller."""
        if _VERSION not in headers or "set-cookie" in headers:
            return None
        max_age = _seconds(headers[_CACHE_CONTROL])
        return cls(max_age, _seconds(headers[_SURROGATE_CONTROL]), int(headers[_VERSION]))


def _seconds(header: str) -> timedelta:
    found = _MAX_AGE.search(header)
    return timedelta(seconds=int(found[1]) if found else 0)
