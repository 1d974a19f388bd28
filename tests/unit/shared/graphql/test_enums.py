"""Enumerations of the domain, described for GraphQL."""

from enum import Enum

import pytest
import strawberry

from shared.graphql.enums import describe_enum
from shared.graphql.schema import build_schema


class Colour(Enum):
    RED = "RED"
    BLUE = "BLUE"


def test_every_member_has_its_description() -> None:
    describe_enum(Colour, "What colour it has.", RED="Like blood.", BLUE="Like the sky.")

    @strawberry.type
    class Query:
        colour: Colour

    sdl = build_schema(query=Query).as_str()
    for description in ("What colour it has.", "Like blood.", "Like the sky."):
        assert description in sdl


@pytest.mark.parametrize(
    "values",
    [{"RED": "r"}, {"RED": "r", "BLUE": "b", "GREEN": "g"}],
    ids=["one missing", "one too many"],
)
def test_descriptions_of_other_members_are_refused(values: dict[str, str]) -> None:
    with pytest.raises(TypeError, match="Colour has the members"):
        describe_enum(Colour, "What colour it has.", **values)
