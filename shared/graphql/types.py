"""The value types that several subgraphs serve; all are shareable, so that they compose."""

from collections.abc import Callable
from typing import Generic, Self, TypeVar

import strawberry

from shared import money
from shared.pagination import Count, Page

Node = TypeVar("Node")
Row = TypeVar("Row")


@strawberry.federation.type(shareable=True, description="An amount of money in one currency.")
class Money:
    amount_minor: int = strawberry.field(
        description="The amount in the currency's smallest unit: 12050 is MXN 120.50."
    )
    currency: str = strawberry.field(description="The ISO 4217 code, such as `MXN`.")
    display: str = strawberry.field(description="The amount as people read it.")

    @classmethod
    def of(cls, value: money.Money) -> Self:
        return cls(amount_minor=value.amount_minor, currency=value.currency, display=value.display)


@strawberry.federation.type(shareable=True, description="What lies around a page of a connection.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether rows follow this page.")
    has_previous_page: bool = strawberry.field(description="Whether rows precede this page.")
    start_cursor: str | None = strawberry.field(description="The first row's cursor, if any.")
    end_cursor: str | None = strawberry.field(
        description="The last row's cursor: pass it as `after` for the next page."
    )


@strawberry.type(description="A row of a connection.")
class Edge(Generic[Node]):
    cursor: str = strawberry.field(description="Marks this row, for `after`.")
    node: Node = strawberry.field(description="The row itself.")


@strawberry.type(description="A page of a list, in Relay's form.")
class Connection(Generic[Node]):
    edges: list[Edge[Node]] = strawberry.field(description="The rows of this page, in order.")
    page_info: PageInfo = strawberry.field(description="What lies around this page.")
    count: strawberry.Private[Count]

    @strawberry.field(description="How many rows the whole list has.")
    async def total_count(self) -> int:
        return await self.count()

    @classmethod
    def of(cls, page: Page[Row], convert: Callable[[Row], Node]) -> Self:
        """The connection for `page`, with each row as a GraphQL type by `convert`."""
        return cls(
            edges=[
                Edge(cursor=cursor, node=convert(row))
                for cursor, row in zip(page.cursors, page.rows, strict=True)
            ],
            page_info=PageInfo(
                has_next_page=page.has_next,
                has_previous_page=page.has_previous,
                start_cursor=page.cursors[0] if page.cursors else None,
                end_cursor=page.cursors[-1] if page.cursors else None,
            ),
            count=page.count,
        )


@strawberry.interface(description="A refusal that a client can act on; nothing has changed.")
class UserError:
    code: str = strawberry.field(description="Stable and machine-readable.")
    message: str = strawberry.field(description="For people, in English.")


@strawberry.federation.type(shareable=True, description="One field of the input that fails.")
class FieldError:
    path: list[str] = strawberry.field(description="Where it is in the input.")
    code: str = strawberry.field(description="Which rule it breaks.")
    message: str = strawberry.field(description="What is wrong, for people.")


@strawberry.federation.type(
    shareable=True, description="The input breaks the rules; every failing field is named."
)
class InvalidInput(UserError):
    fields: list[FieldError] = strawberry.field(description="The fields that fail.")


@strawberry.federation.type(
    shareable=True, description="There is nothing by that id that the viewer may know of."
)
class NotFound(UserError):
    id: strawberry.ID = strawberry.field(description="The id that was asked for.")


@strawberry.federation.type(
    shareable=True,
    description="The same idempotency key came with other arguments, or its first call still runs.",
)
class IdempotencyConflict(UserError):
    pass
