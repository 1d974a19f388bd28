"""Catalog's MongoDB adapter: the collections, the queries with their indexes, the one write."""

from subgraphs.catalog.store.collections import COLLECTIONS as _LASTING
from subgraphs.catalog.store.large_commits import CHUNKS, COMMITS
from subgraphs.catalog.store.writing import MongoCatalogStore

COLLECTIONS = (*_LASTING, COMMITS, CHUNKS)

__all__ = ["COLLECTIONS", "MongoCatalogStore"]
