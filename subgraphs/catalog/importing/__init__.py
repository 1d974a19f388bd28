"""Import files: what their rows look like, and how they are read."""

from subgraphs.catalog.importing.files import read

__all__ = ["read"]
