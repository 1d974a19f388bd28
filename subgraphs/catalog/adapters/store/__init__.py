"""Catalog's MongoDB adapter: the collections, the queries with their indexes, the one write."""

from subgraphs.catalog.adapters.store.collections import COLLECTIONS as _LASTING
from subgraphs.catalog.adapters.store.large_commits import CHUNKS, COMMITS
from subgraphs.catalog.adapters.store.writing import MongoCatalogStore

COLLECTIONS = (*_LASTING, COMMITS, CHUNKS)

__all__ = ["COLLECTIONS", "MongoCatalogStore"]
