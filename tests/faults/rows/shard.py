"""Shards of a row: each can run in its own testbed, at the same time as the others."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from tests.faults.testbed import Testbed

Result = TypeVar("Result")
Shard = Callable[[Testbed], Awaitable[Result]]
"""Runs the shard and returns its result; raises RowFailed when an expectation does not hold."""
