"""Parts of a row: each can be run in a house of its own, beside the others."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from tests.faults.house import House

Came = TypeVar("Came")
Part = Callable[[House], Awaitable[Came]]
"""Runs the part, and tells what it came to; Red when that is not as it must be."""
