"""Generates typed clients for calls between subgraphs, with ariadne-codegen.

A subgraph that calls another has GraphQL files in its folder `adapters/<other>_operations`. From
those files and the other's SDL, the generator makes the package `adapters/<other>_client`. Its base
class is in the caller's `adapters/graphql_client.py`.
ariadne-codegen pins an older graphql-core than ours, so it runs in its own environment.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from graphql import DirectiveNode, Node, parse, print_ast, specified_directives
from graphql.language import REMOVE, Visitor, VisitorAction, visit

from dev.addresses import ROOT
from dev.generate.schemas import HEADER

_LOCK = ROOT / "dev" / "codegen-requirements.lock"
_ENVIRONMENT = ROOT / ".stack" / "codegen"
_CONFIG = """
[tool.ariadne-codegen]
schema_path = "schema.graphql"
queries_path = "{operations}"
target_package_name = "{package}"
client_name = "{client}"
client_file_name = "{package}"
base_client_name = "GraphqlClient"
base_client_file_path = "base_client.py"
multipart_uploads = false
include_comments = "none"
include_all_inputs = false
include_all_enums = false

[tool.ariadne-codegen.scalars.DateTime]
type = "datetime.datetime"

[tool.ariadne-codegen.scalars.Date]
type = "datetime.date"
"""
# ariadne-codegen copies the base class into every package; an import replaces the copy.
_COPIED_BASE = "from .base_client import GraphqlClient"
_IMPORTED_BASE = "from ..graphql_client import GraphqlClient"


class CodegenError(Exception):
    """A client could not be generated; the message gives the reason."""


def client_package(called: str, sdl: str, operations: Path) -> dict[str, str]:
    """Generate the files of `<called>_client`, by name, from `called`'s SDL and the operations."""
    package = f"{called}_client"
    with TemporaryDirectory() as folder:
        project = Path(folder)
        client = f"{called.title()}Client"
        config = _CONFIG.format(operations=operations, package=package, client=client)
        (project / "pyproject.toml").write_text(config)
        (project / "schema.graphql").write_text(_without_federation(sdl))
        (project / "base_client.py").write_text("class GraphqlClient: ...\n")
        _run(install_codegen() / "bin" / "ariadne-codegen", "client", cwd=project)
        (project / package / "base_client.py").unlink()
        return {
            file.name: HEADER + file.read_text().replace(_COPIED_BASE, _IMPORTED_BASE)
            for file in sorted((project / package).glob("*.py"))
        }


def _without_federation(sdl: str) -> str:
    """Return the SDL without the directives that only a composer knows."""

    class DropForeignDirectives(Visitor):
        def enter_directive(self, node: DirectiveNode, *_: Any) -> VisitorAction:
            known = {directive.name for directive in specified_directives}
            return None if node.name.value in known else REMOVE

    document: Node = visit(parse(sdl), DropForeignDirectives())
    return print_ast(document)


def install_codegen() -> Path:
    """Install the generator's environment unless its lock file is unchanged; return its folder."""
    installed = _ENVIRONMENT / "installed.lock"
    if not installed.exists() or installed.read_bytes() != _LOCK.read_bytes():
        _run(Path(sys.executable), "-m", "venv", "--clear", str(_ENVIRONMENT))
        pip = [str(_ENVIRONMENT / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        _run(*map(Path, pip), "--disable-pip-version-check", "--require-hashes", "-r", str(_LOCK))
        shutil.copyfile(_LOCK, installed)
    return _ENVIRONMENT


def _run(*command: Path | str, cwd: Path | None = None) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CodegenError((done.stderr or done.stdout).strip())
