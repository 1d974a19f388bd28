"""Makes ids that are the same at every seeding, so that seeding again finds its own data."""

import hashlib

from ulid import ULID


def stable_id(prefix: str, *names: object) -> str:
    """Return the id with this prefix for the thing that `names` identify."""
    digest = hashlib.sha256("\0".join(map(str, (prefix, *names))).encode()).digest()
    return f"{prefix}_{ULID.from_bytes(digest[:16])}"
