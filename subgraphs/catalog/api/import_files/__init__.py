"""Import files: what their rows look like, and how they are read."""

from subgraphs.catalog.api.import_files.files import read

__all__ = ["read"]
