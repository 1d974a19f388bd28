"""Catalog's MongoDB adapter: the collections, the queries with their indexes, the one write."""

from subgraphs.catalog.store.collections import COLLECTIONS as _LASTING
from subgraphs.catalog.store.staging import COMMITS
from subgraphs.catalog.store.writing import MongoCatalogStore

COLLECTIONS = (*_LASTING, COMMITS)

__all__ = ["COLLECTIONS", "MongoCatalogStore"]
