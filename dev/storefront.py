"""Builds the storefront, unless its sources are unchanged: `python -m dev.storefront`.

`python -m dev.storefront check` runs its checks, and `generate` writes its generated files.
"""

import argparse
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from dev.addresses import ROOT
from dev.node import NodeError, install_packages, run_npm

FOLDER = ROOT / "storefront"
BUILT = FOLDER / "dist"
_CHECKS = (
    ("run", "generate", "--", "--check"),
    ("run", "types"),
    ("run", "lint"),
    ("run", "unused"),
    ("test",),
)
_SOURCES = (
    "package-lock.json",
    "index.html",
    "vite.config.ts",
    "build/*",
    "public/**/*",
    "src/**/*",
)


def build() -> None:
    """Build what is out of date; NodeError when that fails."""
    fresh, built = _digest(), BUILT / ".digest"
    if built.exists() and built.read_text() == fresh:
        return
    install_packages(FOLDER, to_run_only=True)
    run_npm(FOLDER, "run", "build")
    built.write_text(fresh)


def check() -> None:
    """Run the storefront's own checks on what was built; NodeError with what is wrong."""
    install_packages(FOLDER)
    build()
    for arguments in _CHECKS:
        run_npm(FOLDER, *arguments)


def generate() -> None:
    """Write the types and ids of its operations; NodeError when one does not fit the API."""
    install_packages(FOLDER)
    run_npm(FOLDER, "run", "generate")


def _digest() -> str:
    """Return the SHA-256 over the names and contents of all that the build reads."""
    digest = hashlib.sha256()
    for file in _files():
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{file.relative_to(FOLDER)} {content}\n".encode())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    found = (file for pattern in _SOURCES for file in FOLDER.glob(pattern))
    yield from sorted(file for file in found if file.is_file())


def main() -> None:
    commands = {"build": build, "check": check, "generate": generate}
    parser = argparse.ArgumentParser(prog="python -m dev.storefront")
    parser.add_argument("command", nargs="?", choices=commands, default="build")
    try:
        commands[parser.parse_args().command]()
    except NodeError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
