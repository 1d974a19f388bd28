"""Runs account with its parts only, so that nothing else disturbs a measurement."""

from collections.abc import Mapping
from pathlib import Path

from dev.addresses import Ports
from dev.stack import Stack


def account_stack(folder: Path, overrides: Mapping[str, str] | None = None) -> Stack:
    """Return a stack of the parts and account on free ports; `overrides` are account's settings."""
    return Stack(
        folder, Ports.free(), services=("account",), overrides={"account": overrides or {}}
    )
