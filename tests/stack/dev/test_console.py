"""A subgraph's own command is run with that subgraph's settings."""

import json
import os
import subprocess
import sys

import pytest

from dev import console
from dev.stack import Stack


class _Became(Exception):
    """What the console's process was replaced by, were this not the tests' own."""

    def __init__(self, path: str, argv: list[str], env: dict[str, str]) -> None:
        self.argv, self.env = [path, *argv[1:]], env


def _become(path: str, argv: list[str], env: dict[str, str]) -> None:
    raise _Became(path, argv, env)


def test_a_command_is_run_with_its_subgraphs_settings(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "Stack", lambda: stack)
    monkeypatch.setattr(os, "execve", _become)
    monkeypatch.setattr(sys, "argv", ["console", "booking", "ticket-keys"])
    with pytest.raises(_Became) as became:
        console.main()
    ran = subprocess.run(
        became.value.argv, env=became.value.env, capture_output=True, text=True, check=True
    )
    keys: dict[str, str] = json.loads(ran.stdout)
    assert keys
    assert all(key.startswith("-----BEGIN PUBLIC KEY-----") for key in keys.values())


@pytest.mark.parametrize("arguments", [[], ["booking"], ["cinema", "ticket-keys"]])
def test_anything_else_is_told_how_to_use_it(arguments: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "dev.console", *arguments], capture_output=True, text=True
    )
    assert ran.returncode == 1
    assert ran.stderr == (
        "Usage: python -m dev.console account|catalog|booking|payment COMMAND [ARGUMENTS]\n"
    )
