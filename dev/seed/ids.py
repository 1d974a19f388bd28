"""Ids that are the same at every seeding, so that it can tell what is there already."""

import hashlib

from ulid import ULID


def stable_id(prefix: str, *names: object) -> str:
    """The id of the thing that `names` single out among those with this prefix."""
    digest = hashlib.sha256("\0".join(map(str, (prefix, *names))).encode()).digest()
    return f"{prefix}_{ULID.from_bytes(digest[:16])}"
