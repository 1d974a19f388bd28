"""Installs everything the project needs into `.venv`, unless the lock files are unchanged.

It uses the standard library only, because it runs before anything is installed.
"""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements-dev.lock"
INSTALLED = VENV / "installed.lock"
WANTED = (3, 11)


def main() -> None:
    """Install what is missing; exit with one sentence when that fails."""
    if sys.version_info[:2] != WANTED:
        stop(
            f"Python {WANTED[0]}.{WANTED[1]} is needed and this is {sys.version.split()[0]}: "
            "install it and run `make PYTHON=/path/to/python3.11 up`."
        )
    if INSTALLED.exists() and INSTALLED.read_bytes() == LOCK.read_bytes():
        install_node_packages(VENV / "bin" / "python")
    elif shutil.which("node") and shutil.which("npm"):
        # Both wait for the network most of the time.
        with ThreadPoolExecutor() as both:
            node = both.submit(install_node_packages, Path(sys.executable))
            install_python_packages()
            node.result()
    else:
        install_python_packages()
        install_node_packages(VENV / "bin" / "python")


def install_python_packages() -> None:
    print("Installing the Python packages of requirements-dev.lock (a minute or so) …", flush=True)
    if not (VENV / "bin" / "python").exists():
        shutil.rmtree(VENV, ignore_errors=True)
        run(
            [sys.executable, "-m", "venv", str(VENV)],
            "Python could not make .venv: install its venv module "
            "(on Debian: apt-get install python3.11-venv) and try again.",
        )
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    run(
        [*pip, "--disable-pip-version-check", "--require-hashes", "--requirement", str(LOCK)],
        "The Python packages could not be fetched: check the network (and pip's proxy or index "
        "settings) and try again.",
    )
    shutil.copyfile(LOCK, INSTALLED)


def install_node_packages(python: Path) -> None:
    """Install the packages of the router and the composers, and build the storefront.

    Node.js comes from PATH, or from its wheel beside `python`.
    """
    run(
        [str(python), "-m", "dev.node", "router/gateway", "router/compose"],
        "The router's npm packages could not be fetched: check the network (and npm's proxy or "
        "registry settings) and try again.",
    )
    run(
        [str(python), "-m", "dev.storefront"],
        "The storefront could not be built. When its packages could not be fetched, check the "
        "network (and npm's proxy or registry settings) and try again.",
    )


def run(command: list[str], otherwise: str) -> None:
    """Run `command`; when it fails, print the end of its output and exit with `otherwise`."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        print(*done.stdout.splitlines()[-3:], sep="\n", file=sys.stderr)
        stop(otherwise)


def stop(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    sys.exit(1)


if __name__ == "__main__":
    main()
