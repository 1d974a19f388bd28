"""Parts of a row: each can be run in a testbed of its own, beside the others."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from tests.faults.testbed import Testbed

Result = TypeVar("Result")
Shard = Callable[[Testbed], Awaitable[Result]]
"""Runs the part, and tells what it came to; Red when that is not as it must be."""
