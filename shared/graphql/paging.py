"""The arguments and types of Relay connections."""

from collections.abc import Callable
from typing import Annotated, Generic, Self, TypeVar

import strawberry

from shared.graphql.weights import QUERY, assumed, weighs
from shared.pagination import MAX_PAGE_SIZE, Count, Page

Node = TypeVar("Node")
Item = TypeVar("Item")

First = Annotated[int | None, strawberry.argument(description="How many rows, 1 to 100.")]
After = Annotated[str | None, strawberry.argument(description="The cursor to start after.")]


@strawberry.federation.type(shareable=True, description="The position of a page in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether rows follow this page.")
    has_previous_page: bool = strawberry.field(description="Whether rows precede this page.")
    start_cursor: str | None = strawberry.field(description="The first row's cursor, if any.")
    end_cursor: str | None = strawberry.field(
        description="The last row's cursor: pass it as `after` for the next page."
    )


@strawberry.type(description="A row of a connection.")
class Edge(Generic[Node]):
    cursor: str = strawberry.field(
        description="The row's cursor: pass it as `after` to read on from here."
    )
    node: Node = strawberry.field(description="The row itself.")


@strawberry.type(description="A page of a list: a Relay connection.")
class Connection(Generic[Node]):
    edges: list[Edge[Node]] = strawberry.field(
        directives=[assumed(MAX_PAGE_SIZE)], description="The rows of this page, in order."
    )
    page_info: PageInfo = strawberry.field(description="The position of this page in the list.")
    count: strawberry.Private[Count]

    @strawberry.field(directives=[weighs(QUERY)], description="How many rows the whole list has.")
    async def total_count(self) -> int:
        return await self.count()

    @classmethod
    def of(cls, page: Page[Item], convert: Callable[[Item], Node]) -> Self:
        """Return the connection for `page`; `convert` makes each row's GraphQL type."""
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
