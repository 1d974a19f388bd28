"""A small schema with every kind of list, for the tests of operation cost."""

from typing import Annotated

import strawberry

from shared.graphql.paging import After, Connection, First
from shared.graphql.schema import build_schema
from shared.graphql.weights import PAGED, assumed, weighs
from shared.pagination import Page, counted


class Executions:
    """Counts the resolvers that ran."""

    count = 0


@strawberry.interface
class Named:
    name: str = "A name"


@strawberry.federation.type(keys=["id"])
class Thing(Named):
    id: strawberry.ID = strawberry.ID("thing")
    tags: list[str] = strawberry.field(default_factory=list[str], directives=[assumed(3)])

    @strawberry.field(directives=[PAGED])
    def parts(self, first: First = 20, after: After = None) -> Connection["Thing"]:
        Executions.count += 1
        return things()

    @strawberry.field(directives=[assumed(7)])
    def neighbours(self) -> list["Thing"]:
        Executions.count += 1
        return [Thing()]

    @strawberry.field
    def maker(self) -> "Maker":
        Executions.count += 1
        return Maker()

    @strawberry.field(directives=[weighs(50)])
    def drawing(self) -> str:
        Executions.count += 1
        return "a drawing"

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> "Thing":
        Executions.count += 1
        return cls(id=id)


@strawberry.federation.type(keys=["id"])
class Maker(Named):
    id: strawberry.ID = strawberry.ID("maker")

    @strawberry.field(directives=[assumed(5)])
    def things(self) -> list[Thing]:
        Executions.count += 1
        return [Thing()]

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> "Maker":
        Executions.count += 1
        return cls(id=id)


def things() -> Connection[Thing]:
    page = Page([Thing()], ["cursor"], False, False, counted(1))
    return Connection[Thing].of(page, lambda thing: thing)


Found = Annotated[Thing | Maker, strawberry.union("Found")]


@strawberry.type
class Query:
    @strawberry.field(directives=[PAGED])
    def things(self, first: First = 20, after: After = None) -> Connection[Thing]:
        Executions.count += 1
        return things()

    @strawberry.field
    def thing(self) -> Thing:
        Executions.count += 1
        return Thing()

    @strawberry.field
    def found(self) -> Found:
        Executions.count += 1
        return Maker()

    @strawberry.field
    def named(self) -> Named:
        Executions.count += 1
        return Maker()


@strawberry.type
class Mutation:
    @strawberry.mutation
    def make(self) -> Thing:
        Executions.count += 1
        return Thing()


schema = build_schema(
    query=Query,
    mutation=Mutation,
    mutation_classes={"writes": ["make"]},
    types=[Thing, Maker],
)
