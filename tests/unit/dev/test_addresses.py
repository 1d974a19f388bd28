"""Ports, and whose they are."""

import os
import re
import socket
from dataclasses import astuple, replace
from pathlib import Path

import pytest

from dev.addresses import HOST, Ports, is_taken
from dev.errors import StackError
from dev.port_owner import describe_owner
from dev.stack import Stack


def test_free_ports_differ_and_are_free() -> None:
    ports = astuple(Ports.free())

    assert len(set(ports)) == len(ports)
    assert not any(map(is_taken, ports))


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
