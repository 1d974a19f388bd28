"""The console runs a subgraph's command with that subgraph's settings."""

import json
import os
import subprocess
import sys

import pytest

from dev import console
from dev.stack import Stack


class _Replaced(Exception):
    """Raised instead of replacing the process of the tests by `argv` with `env`."""

    def __init__(self, path: str, argv: list[str], env: dict[str, str]) -> None:
        self.argv, self.env = [path, *argv[1:]], env


def _replace(path: str, argv: list[str], env: dict[str, str]) -> None:
    raise _Replaced(path, argv, env)


def test_a_command_runs_with_its_subgraphs_settings(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "Stack", lambda: stack)
    monkeypatch.setattr(os, "execve", _replace)
    monkeypatch.setattr(sys, "argv", ["console", "booking", "ticket-keys"])
    with pytest.raises(_Replaced) as replaced:
        console.main()
    ran = subprocess.run(
        replaced.value.argv, env=replaced.value.env, capture_output=True, text=True, check=True
    )
    keys: dict[str, str] = json.loads(ran.stdout)
    assert keys
    assert all(key.startswith("-----BEGIN PUBLIC KEY-----") for key in keys.values())


@pytest.mark.parametrize("arguments", [[], ["booking"], ["cinema", "ticket-keys"]])
def test_other_arguments_get_the_usage(arguments: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "dev.console", *arguments], capture_output=True, text=True
    )
    assert ran.returncode == 1
    assert ran.stderr == (
        "Usage: python -m dev.console account|catalog|booking|payment COMMAND [ARGUMENTS]\n"
    )
