"""Whole public answers, as they are cached."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

Answer = dict[str, Any]
"""The data of a GraphQL answer."""
ANSWER_LIFETIME = timedelta(seconds=30)
"""Answers depend on the present ("still to be shown"), so none is cached for long."""

MAX_AGE = timedelta(seconds=1)
"""For so long a cache outside may keep an answer: it never learns of the catalog's versions."""


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """An answer that no cache returns from `until` on."""

    answer: Answer
    until: datetime


@dataclass(frozen=True, slots=True)
class EncodedAnswer:
    """An answer as JSON in ASCII, as processes share it."""

    text: str
    until: datetime

    @classmethod
    def of(cls, answer: Answer, until: datetime) -> Self:
        return cls(json.dumps(answer, separators=(",", ":")), until)
