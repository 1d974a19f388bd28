"""Which operations matter, by their root fields."""

import pytest
import strawberry

from shared.admission.priority import Priority
from shared.graphql.documents import LARGEST_KEPT
from shared.graphql.schema import build_schema
from shared.rates.rules import WRITES


@strawberry.type
class Person:
    ticket: str = "B"


@strawberry.type
class Query:
    @strawberry.field
    def name(self) -> str:
        return "A"

    @strawberry.field
    def ticket(self) -> str:
        return "B"

    @strawberry.field
    def me(self) -> Person:
        return Person()


@strawberry.type
class Mutation:
    @strawberry.mutation
    def pay(self) -> str:
        return "paid"

    @strawberry.mutation
    def hold(self) -> str:
        return "held"


FIELDS = {"pay": Priority.FIRST, "ticket": Priority.SECOND}


@pytest.mark.parametrize(
    ("query", "name", "priority", "kind"),
    [
        ("mutation { pay }", None, Priority.FIRST, "pay"),
        ("mutation { a: pay b: pay __typename }", None, Priority.FIRST, "pay"),
        ("mutation { pay hold }", None, Priority.THIRD, "pay"),
        ("{ name }", None, Priority.LAST, "name"),
        ("{ __typename }", None, Priority.LAST, "__typename"),
        ("{ me { ticket } }", None, Priority.LAST, "me"),
        # A field that matters does not carry others along.
        ("{ ticket name }", None, Priority.LAST, "ticket"),
        ("{ ... { ... on Query { ticket } } }", None, Priority.SECOND, "ticket"),
        ("{ ...F } fragment F on Query { ticket ...F }", None, Priority.SECOND, "ticket"),
        ("{ ticket ...F } fragment F on Query { name }", None, Priority.LAST, "ticket"),
        ("mutation A { pay } mutation B { hold }", "B", Priority.THIRD, "hold"),
        ("mutation A { pay } mutation B { hold }", None, Priority.LAST, "unknown"),
        ("mutation A { pay }", "C", Priority.LAST, "unknown"),
        ("fragment F on Query { ticket }", None, Priority.LAST, "unknown"),
        ("{ ...G }", None, Priority.LAST, "unknown"),
        ("mutation { pay", None, Priority.LAST, "unknown"),
        ("{ ticket" + " ticket" * 6_000 + " }", None, Priority.LAST, "unknown"),
        ("{ ticket" + " " * LARGEST_KEPT + "}", None, Priority.LAST, "unknown"),
        ("{" * 3_000, None, Priority.LAST, "unknown"),
    ],
)
def test_the_root_fields_decide(
    query: str, name: str | None, priority: Priority, kind: str
) -> None:
    schema = build_schema(
        query=Query,
        mutation=Mutation,
        mutation_classes={WRITES: ["pay", "hold"]},
        priorities=FIELDS,
    )
    for _ in range(2):  # from the text, and from the kept document
        assert schema.priorities.work(query, name) == (priority, kind)


async def test_a_kind_is_known_of_what_was_served() -> None:
    schema = build_schema(
        query=Query,
        mutation=Mutation,
        mutation_classes={WRITES: ["pay", "hold"]},
        priorities=FIELDS,
    )
    query = "query Q { ticket }"
    assert schema.priorities.kind(query, "Q") is None
    await schema.execute(query, operation_name="Q")
    assert schema.priorities.kind(query, "Q") == "ticket"
