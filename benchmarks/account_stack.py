"""Account with its own parts and nothing else, for measurements that the rest would blur."""

from collections.abc import Mapping
from pathlib import Path

from dev.addresses import Ports
from dev.stack import Stack


def account_stack(folder: Path, overrides: Mapping[str, str] | None = None) -> Stack:
    """The parts and account on free ports; `overrides` are account's settings."""
    return Stack(
        folder, Ports.free(), services=("account",), overrides={"account": overrides or {}}
    )
