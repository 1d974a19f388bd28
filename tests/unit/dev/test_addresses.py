"""Ports, and whose they are."""

import os
import re
import socket
import subprocess
import sys
from dataclasses import astuple, replace
from pathlib import Path

import pytest

from dev.addresses import HOST, ROOT, Ports, is_taken
from dev.errors import StackError
from dev.port_owner import describe_owner
from dev.stack import Stack


def test_free_ports_differ_and_are_free() -> None:
    ports = astuple(Ports.free())

    assert len(set(ports)) == len(ports)
    assert not any(map(is_taken, ports))


def test_no_port_is_given_twice() -> None:
    """Nothing listens yet on those that were given before: of 60 by chance, some would meet."""
    given = [port for _ in range(60) for port in astuple(Ports.free())]

    assert len(set(given)) == len(given)


def test_ports_are_given_to_one_process_at_a_time() -> None:
    ours = {port for _ in range(60) for port in astuple(Ports.free())}
    many = "from dev.addresses import Ports\nfor _ in range(60): print(Ports.free().router)"

    told = subprocess.run(
        [sys.executable, "-c", many], check=True, capture_output=True, text=True, cwd=ROOT
    )

    theirs = {int(line) for line in told.stdout.split()}
    assert len(theirs) == 60
    assert not ours & theirs


async def test_a_taken_port_is_told_with_its_owner(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as server:
        taken = server.getsockname()[1]
        owner = describe_owner(taken)
        stack = Stack(tmp_path, replace(Ports.free(), catalog=taken))
        with pytest.raises(StackError) as refused:
            async with stack:
                pytest.fail("it must not start")

    assert f"process {os.getpid()}" in owner
    assert str(refused.value) == (
        f"Port {taken}, which catalog needs, is taken by {owner}: stop that and try again."
    )
    assert not stack.processes


def test_an_owner_that_cannot_be_seen_has_a_name_too() -> None:
    assert re.fullmatch("another program", describe_owner(Ports.free().router))
