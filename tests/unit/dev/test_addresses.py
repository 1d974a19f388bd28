"""Free ports are unique, and a taken port is reported with its owner."""

import os
import socket
import subprocess
import sys
from dataclasses import astuple, replace
from pathlib import Path
from types import SimpleNamespace

import psutil
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
    """Nothing listens on the ports yet; of 60 random choices, some would collide."""
    given = [port for _ in range(60) for port in astuple(Ports.free())]

    assert len(set(given)) == len(given)


def test_ports_are_given_to_one_process_at_a_time() -> None:
    ours = {port for _ in range(60) for port in astuple(Ports.free())}
    many = "from dev.addresses import Ports\nfor _ in range(60): print(Ports.free().router)"

    other = subprocess.run(
        [sys.executable, "-c", many], check=True, capture_output=True, text=True, cwd=ROOT
    )

    theirs = {int(line) for line in other.stdout.split()}
    assert len(theirs) == 60
    assert not ours & theirs


async def test_a_taken_port_is_reported_with_its_owner(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as server:
        taken = server.getsockname()[1]
        owner = describe_owner(taken)
        stack = Stack(tmp_path, replace(Ports.free(), catalog=taken))
        with pytest.raises(StackError) as refused:
            async with stack:
                pytest.fail("it must not start")

    assert owner == f"{psutil.Process().name()} (process {os.getpid()})"
    assert str(refused.value) == (
        f"Port {taken}, which catalog needs, is taken by {owner}: stop that and try again."
    )
    assert not stack.processes


def test_the_owner_behind_an_ipv6_address_is_found() -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:
        owner = describe_owner(server.getsockname()[1])

    assert f"process {os.getpid()}" in owner


def test_a_client_of_a_port_is_not_its_owner() -> None:
    with socket.create_server((HOST, 0)) as server:
        address = server.getsockname()
        with socket.create_connection(address) as client:
            own_port = client.getsockname()[1]
            assert describe_owner(own_port) == "another program"


def test_an_owner_that_ended_or_is_hidden_is_another_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As root, the tests cannot have a socket whose process is hidden."""
    port = Ports.free().router
    assert describe_owner(port) == "another program"

    def listed(_kind: str) -> list[SimpleNamespace]:
        place = SimpleNamespace(ip=HOST, port=port)
        return [SimpleNamespace(status=psutil.CONN_LISTEN, laddr=place, pid=None)]

    monkeypatch.setattr(psutil, "net_connections", listed)
    assert describe_owner(port) == "another program"
