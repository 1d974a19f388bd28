"""Checks and extends router/promised.graphql, the public contract, which only grows."""

from graphql import (
    build_client_schema,
    build_schema,
    find_breaking_changes,
    introspection_from_schema,
    lexicographic_sort_schema,
    print_schema,
)

_HEADER = """\
# The API that clients are promised: `make check` fails when router/api.graphql serves less.
# `python -m dev.generate --promise` adds what the API has gained since.

"""


def broken_promises(api: str, promised: str) -> list[str]:
    """Return a sentence for each change in `api` that breaks a client of `promised`."""
    changes = find_breaking_changes(build_schema(promised), build_schema(api))
    return [change.description for change in changes]


def promise_of(api: str) -> str:
    """Return the contract for all of `api`, without descriptions, which may change."""
    bare = introspection_from_schema(build_schema(api), descriptions=False)
    return f"{_HEADER}{print_schema(lexicographic_sort_schema(build_client_schema(bare)))}\n"
