"""Pages have the size of the request, and a cursor of another list is refused."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import InvalidInput
from shared.pagination import PageRequest, counted, make_page


def _all_pages(rows: list[int], request: PageRequest) -> list[int]:
    """Return the rows of this page and of every page after it."""
    following = [row for row in rows if request.after is None or row > int(request.after[0])]
    page = make_page(
        following[: request.size + 1],
        request,
        sort_key=lambda row: (row,),
        count=counted(len(rows)),
    )
    if page.has_next:
        return [
            *page.rows,
            *_all_pages(rows, PageRequest.parse(request.size, page.cursors[-1], kinds=(int,))),
        ]
    return list(page.rows)


@given(st.sets(st.integers(0, 1000)), st.integers(1, 100))
def test_walking_all_pages_gives_each_row_once(rows: set[int], size: int) -> None:
    ordered = sorted(rows)
    assert _all_pages(ordered, PageRequest.parse(size, None)) == ordered


def test_a_page_says_whether_rows_lie_around_it() -> None:
    first = PageRequest.parse(2, None)
    page = make_page([1, 2, 3], first, sort_key=lambda row: (row,), count=counted(3))
    assert (page.has_previous, page.has_next, list(page.rows)) == (False, True, [1, 2])
    second = PageRequest.parse(2, page.cursors[-1], kinds=(int,))
    assert second.after == (2,)
    last = make_page([3], second, sort_key=lambda row: (row,), count=counted(3))
    assert (last.has_previous, last.has_next) == (True, False)


async def test_rows_are_counted_only_when_the_first_page_is_not_the_whole_list() -> None:
    counts: list[int] = []

    async def count() -> int:
        counts.append(17)
        return 17

    first = PageRequest.parse(2, None)
    whole = make_page([1, 2], first, sort_key=lambda row: (row,), count=count)
    assert await whole.count() == 2
    assert not counts
    page = make_page([1, 2, 3], first, sort_key=lambda row: (row,), count=count)
    assert not counts
    assert await page.count() == 17
    second = PageRequest.parse(2, page.cursors[-1], kinds=(int,))
    last = make_page([3], second, sort_key=lambda row: (row,), count=count)
    assert await last.count() == 17


def test_null_means_the_default_size() -> None:
    assert PageRequest.parse(None, None, default=50).size == 50


@pytest.mark.parametrize("size", [0, -1, 101, 2**31 - 1])
def test_sizes_out_of_range_are_refused(size: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        PageRequest.parse(size, None)
    assert refused.value.fields[0].path == ["first"]


def _cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        pytest.param("", id="empty"),
        pytest.param("?", id="not base64"),
        pytest.param("nonsense", id="not JSON"),
        pytest.param("é" * 10, id="not ASCII"),
        pytest.param(_cursor("{}"), id="an object"),
        pytest.param(_cursor('[{"$gt":""}]'), id="a query operator"),
        pytest.param(_cursor("[true]"), id="a boolean"),
        pytest.param(_cursor("[1]"), id="a number for a text"),
        pytest.param(_cursor('["a","b"]'), id="too many values"),
        pytest.param(_cursor('["\\ud800"]'), id="a lone surrogate"),
        pytest.param(_cursor("[" * 100_000), id="too deep"),
    ],
)
def test_a_cursor_that_the_list_did_not_issue_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        PageRequest.parse(10, cursor)
    assert refused.value.fields[0].path == ["after"]


@pytest.mark.parametrize(
    "number",
    [
        pytest.param("9" * 40, id="too large"),
        pytest.param("-9223372036854775808", id="too small"),
        pytest.param("1.5", id="a fraction"),
        pytest.param("true", id="a boolean"),
        pytest.param('"1"', id="a text"),
    ],
)
def test_a_number_that_no_list_sorts_by_is_refused(number: str) -> None:
    with pytest.raises(InvalidInput):
        PageRequest.parse(10, _cursor(f"[{number}]"), kinds=(int,))
