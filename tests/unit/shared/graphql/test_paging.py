"""Relay connections, made from pages."""

import strawberry

from shared.graphql.paging import Connection, PageInfo
from shared.pagination import Page, PageRequest, counted, make_page


@strawberry.type
class Row:
    name: str


def _page(numbers: list[int], request: PageRequest) -> Page[int]:
    return make_page(numbers, request, sort_key=lambda row: (row,), count=counted(7))


async def test_each_row_becomes_an_edge_with_its_cursor() -> None:
    page = _page([1, 2, 3], PageRequest.parse(2, None))
    connection = Connection[Row].of(page, lambda number: Row(name=f"row {number}"))
    assert [edge.node.name for edge in connection.edges] == ["row 1", "row 2"]
    assert [edge.cursor for edge in connection.edges] == list(page.cursors)
    assert await connection.count() == 7


def test_the_page_info_has_the_first_and_the_last_cursor() -> None:
    page = _page([1, 2, 3], PageRequest.parse(2, None))
    connection = Connection[Row].of(page, lambda number: Row(name=str(number)))
    assert connection.page_info == PageInfo(
        has_next_page=True,
        has_previous_page=False,
        start_cursor=page.cursors[0],
        end_cursor=page.cursors[1],
    )
    second = PageRequest.parse(2, page.cursors[1], kinds=(int,))
    last = Connection[Row].of(_page([3], second), lambda number: Row(name=str(number)))
    assert (last.page_info.has_next_page, last.page_info.has_previous_page) == (False, True)


def test_an_empty_page_has_no_cursors() -> None:
    page = _page([], PageRequest.parse(2, None))
    connection = Connection[Row].of(page, lambda number: Row(name=str(number)))
    assert connection.edges == []
    assert connection.page_info == PageInfo(
        has_next_page=False, has_previous_page=False, start_cursor=None, end_cursor=None
    )
