"""Whole public answers, as they are cached."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

Answer = dict[str, Any]
"""The data of a GraphQL answer."""
ANSWER_LIFETIME = timedelta(seconds=30)
"""Answers depend on the present ("still to be shown"), so none is cached for long."""


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """An answer that no cache returns from `until` on."""

    answer: Answer
    until: datetime
