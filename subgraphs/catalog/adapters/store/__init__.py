"""Catalog's MongoDB adapter: collections, queries with their indexes, and the one write."""

from subgraphs.catalog.adapters.store.collections import COLLECTIONS as _CATALOG_COLLECTIONS
from subgraphs.catalog.adapters.store.large_commits import CHUNKS, COMMITS
from subgraphs.catalog.adapters.store.writing import MongoCatalogStore

COLLECTIONS = (*_CATALOG_COLLECTIONS, COMMITS, CHUNKS)

__all__ = ["COLLECTIONS", "MongoCatalogStore"]
