"""Typed clients for calls between subgraphs, by ariadne-codegen.

A subgraph that calls another has a folder `adapters/<other>_operations` of GraphQL files. From them
and the other's SDL comes the package `adapters/<other>_client`, whose base class is in the caller's
`adapters/graphql_client.py`.
ariadne-codegen pins an older graphql-core than ours, so it runs in an environment of its own.
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
    """The client could not be generated; the message says why."""


def client_package(called: str, sdl: str, operations: Path) -> dict[str, str]:
    """The files of `<called>_client` by name, from `called`'s SDL and a folder of operations."""
    package = f"{called}_client"
    with TemporaryDirectory() as folder:
        place = Path(folder)
        client = f"{called.title()}Client"
        config = _CONFIG.format(operations=operations, package=package, client=client)
        (place / "pyproject.toml").write_text(config)
        (place / "schema.graphql").write_text(_without_federation(sdl))
        (place / "base_client.py").write_text("class GraphqlClient: ...\n")
        _run(install_codegen() / "bin" / "ariadne-codegen", "client", cwd=place)
        (place / package / "base_client.py").unlink()
        return {
            file.name: HEADER + file.read_text().replace(_COPIED_BASE, _IMPORTED_BASE)
            for file in sorted((place / package).glob("*.py"))
        }


def _without_federation(sdl: str) -> str:
    """The SDL without the directives that only a composer knows."""

    class DropForeignDirectives(Visitor):
        def enter_directive(self, node: DirectiveNode, *_: Any) -> VisitorAction:
            known = {directive.name for directive in specified_directives}
            return None if node.name.value in known else REMOVE

    document: Node = visit(parse(sdl), DropForeignDirectives())
    return print_ast(document)


def install_codegen() -> Path:
    """The generator's environment, made when missing or when its lock file has changed."""
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
