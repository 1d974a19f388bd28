"""router/trusted-documents.json: the operations of our own clients, each by its hash."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from graphql import build_schema, parse, validate

from dev.addresses import ROOT

_SOURCES = ("router/graphiql/*.graphql", "dev/operations/*.graphql")
STOREFRONT = "storefront/src/**/gql/persisted-documents.json"
"""The storefront's operations by their ids, as its own code generator wrote them."""


class DocumentError(Exception):
    """A client's own operation does not fit the API; the message says which and why."""


def trusted_documents(api: str) -> str:
    """Return the manifest: the SHA-256 of each document, and the document as its file has it."""
    schema = build_schema(api)
    documents: dict[str, str] = {}
    for file, document in _own_documents():
        for error in validate(schema, parse(document)):
            raise DocumentError(f"{file}: {error.message}")
        documents[hashlib.sha256(document.encode()).hexdigest()] = document
    return f"{json.dumps(documents, indent=2, sort_keys=True, ensure_ascii=False)}\n"


def _own_documents() -> Iterator[tuple[Path, str]]:
    for file in (file for source in _SOURCES for file in ROOT.glob(source)):
        yield file.relative_to(ROOT), file.read_text()
    for file in ROOT.glob(STOREFRONT):
        for id, document in json.loads(file.read_text()).items():
            name = file.relative_to(ROOT)
            if hashlib.sha256(document.encode()).hexdigest() != id:
                raise DocumentError(f"{name}: {id} is not the SHA-256 of its document.")
            yield name, document
