"""Only administrators may plan."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from shared.auth.viewer import Role
from subgraphs.catalog.api.schema import schema
from tests.stack.catalog.inputs import MUTATIONS, post, stored
from tests.stack.catalog.programme import Programme, logged_in


@pytest.fixture(scope="module")
async def tokens(programme: Programme) -> Mapping[Role | None, str | None]:
    """The token of a session of each role, and None for no session."""
    catalog = programme.catalog
    return {None: None} | {role: await logged_in(catalog, role) for role in Role}


NOT_FOR = [
    (None, "UNAUTHENTICATED"),
    (Role.CUSTOMER, "FORBIDDEN"),
    (Role.STAFF, "FORBIDDEN"),
]
BY_ID = {"archiveMovie": "change", "restoreMovie": "change", "cancelShowtime": "move"}
"""The mutations that take only an id, and the kind of input that has one."""


@pytest.mark.parametrize("name", [*MUTATIONS, *BY_ID])
@pytest.mark.parametrize(("role", "code"), NOT_FOR)
async def test_planning_is_for_administrators(
    programme: Programme,
    good: Mapping[str, dict[str, Any]],
    tokens: Mapping[Role | None, str | None],
    name: str,
    role: Role | None,
    code: str,
) -> None:
    if name in BY_ID:
        query = f"mutation($id: ID!) {{ {name}(id: $id) {{ __typename }} }}"
        variables = {"id": good[BY_ID[name]]["id"]}
    else:
        query, variables = MUTATIONS[name], {"input": good[name]}
    before = await stored(programme)
    answer = await post(programme, query, variables, tokens[role])
    assert answer["data"] is None
    assert [each["extensions"]["code"] for each in answer["errors"]] == [code]
    assert await stored(programme) == before


def test_every_mutation_is_tested() -> None:
    mutations = schema.as_str().partition("type Mutation {")[2].partition("\n}")[0]
    names = set(re.findall(r"^  (\w+)\(", mutations, re.MULTILINE))
    tested = {re.findall(r"{ (\w+)\(", query)[0] for query in MUTATIONS.values()}
    assert names == tested | BY_ID.keys()
