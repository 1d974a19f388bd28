"""A call that must have its effect once."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One call that must have its effect once.

    `actor` calls `operation`. `key` is the caller's own name for this call (1 to 100 characters),
    `arguments` is the rest of the input (JSON values).
    """

    actor: str
    operation: str
    key: str
    arguments: Mapping[str, Any]

    @property
    def record_id(self) -> str:
        """The id of the call's record: the same for every repetition."""
        return _digest([self.actor, self.operation, self.key])

    @property
    def arguments_hash(self) -> str:
        return _digest(self.arguments)


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()
