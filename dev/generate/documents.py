"""router/trusted-documents.json: the operations of our own clients, each by its hash."""

import hashlib
import json

from graphql import build_schema, parse, validate

from dev.addresses import ROOT

_SOURCES = ("router/graphiql/*.graphql", "dev/operations/*.graphql")


class DocumentError(Exception):
    """A client's own operation does not fit the API; the message says which and why."""


def trusted_documents(api: str) -> str:
    """Return the manifest: the SHA-256 of each document, and the document as its file has it."""
    schema = build_schema(api)
    documents: dict[str, str] = {}
    for file in (file for source in _SOURCES for file in ROOT.glob(source)):
        document = file.read_text()
        for error in validate(schema, parse(document)):
            raise DocumentError(f"{file.relative_to(ROOT)}: {error.message}")
        documents[hashlib.sha256(document.encode()).hexdigest()] = document
    return f"{json.dumps(documents, indent=2, sort_keys=True, ensure_ascii=False)}\n"
