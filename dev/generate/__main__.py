"""Writes the generated files, or checks that the committed ones are fresh."""

import argparse
import sys
from collections.abc import Iterator, Set
from pathlib import Path

from dev.addresses import ROOT
from dev.generate.clients import CodegenError, client_package
from dev.generate.composition import compose
from dev.generate.documents import DocumentError, trusted_documents
from dev.generate.promise import broken_promises, promise_of
from dev.generate.saga import saga_page
from dev.generate.schemas import operations_of, sdl, subgraphs
from dev.node import NodeError

_API = Path("router/api.graphql")
_PROMISED = Path("router/promised.graphql")


def main() -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m dev.generate", description=__doc__)
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="write nothing; exit 1 if any is stale")
    mode.add_argument("--promise", action="store_true", help="add new names to the public contract")
    arguments = parser.parse_args()
    try:
        if arguments.check:
            return _report(_stale_files() + _breaks())
        if arguments.promise:
            return _report(_breaks()) or _promise()
        _write_all()
    except (NodeError, CodegenError, DocumentError) as error:
        return _report([str(error)])
    return 0


def generated_files() -> Iterator[tuple[Path, str]]:
    """Yield the path in the project and the content of each generated file.

    Write each file before you ask for the next one: a subgraph's schema imports the clients that
    were generated just before it.
    """
    schemas: dict[str, str] = {}
    for name in subgraphs():
        for called, operations in operations_of(name).items():
            package = client_package(called, schemas[called], operations)
            for file, content in package.items():
                yield Path("subgraphs", name, "adapters", f"{called}_client", file), content
        schemas[name] = sdl(name)
        yield Path("subgraphs", name, "schema.graphql"), schemas[name]
    composition = compose(schemas)
    yield Path("router/supergraph.graphql"), composition.supergraph
    yield _API, composition.api
    yield Path("router/trusted-documents.json"), trusted_documents(composition.api)
    yield Path("docs/saga.md"), saga_page()


def _write_all() -> None:
    written: set[Path] = set()
    for path, content in generated_files():
        _write(path, content)
        written.add(path)
    for orphan in _orphans(written):
        (ROOT / orphan).unlink()
        print(f"removed {orphan}")


def _stale_files() -> list[str]:
    fresh = dict(generated_files())
    changed = [path for path, content in fresh.items() if _read(path) != content]
    return [
        f"{path} is stale: run `make generate` and commit what it writes."
        for path in [*changed, *_orphans(fresh.keys())]
    ]


def _orphans(generated: Set[Path]) -> list[Path]:
    """Return the files of generated clients that are no longer generated."""
    files = (path.relative_to(ROOT) for path in ROOT.glob("subgraphs/*/adapters/*_client/*.py"))
    return sorted(path for path in files if path not in generated)


def _breaks() -> list[str]:
    return [
        f"{_API} breaks what {_PROMISED} promises to clients: {broken}"
        for broken in broken_promises(_read(_API), _read(_PROMISED))
    ]


def _promise() -> int:
    _write(_PROMISED, promise_of(_read(_API)))
    return 0


def _read(path: Path) -> str:
    file = ROOT / path
    return file.read_text() if file.exists() else ""


def _write(path: Path, content: str) -> None:
    if _read(path) == content:
        return
    (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
    (ROOT / path).write_text(content)
    print(f"wrote {path}")


def _report(problems: list[str]) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
