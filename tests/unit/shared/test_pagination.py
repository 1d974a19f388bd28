"""Pages are cut where the request says, and cursors that the list did not give out are refused."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import InvalidInput
from shared.pagination import PageRequest, counted, make_page


def _page(rows: list[int], request: PageRequest) -> list[int]:
    behind = [row for row in rows if request.after is None or row > int(request.after[0])]
    page = make_page(
        behind[: request.size + 1],
        request,
        sort_key=lambda row: (row,),
        count=counted(len(rows)),
    )
    if page.has_next:
        return [
            *page.rows,
            *_page(rows, PageRequest.parse(request.size, page.cursors[-1], kinds=(int,))),
        ]
    return list(page.rows)


@given(st.sets(st.integers(0, 1000)), st.integers(1, 100))
def test_walking_all_pages_gives_each_row_once(rows: set[int], size: int) -> None:
    ordered = sorted(rows)
    assert _page(ordered, PageRequest.parse(size, None)) == ordered


def test_what_lies_around_a_page() -> None:
    first = PageRequest.parse(2, None)
    page = make_page([1, 2, 3], first, sort_key=lambda row: (row,), count=counted(3))
    assert (page.has_previous, page.has_next, list(page.rows)) == (False, True, [1, 2])
    second = PageRequest.parse(2, page.cursors[-1], kinds=(int,))
    assert second.after == (2,)
    last = make_page([3], second, sort_key=lambda row: (row,), count=counted(3))
    assert (last.has_previous, last.has_next) == (True, False)


async def test_rows_are_counted_only_when_there_are_more_than_were_fetched() -> None:
    asked: list[int] = []

    async def count() -> int:
        asked.append(1)
        return 17

    first = PageRequest.parse(2, None)
    whole = make_page([1, 2], first, sort_key=lambda row: (row,), count=count)
    assert await whole.count() == 2
    assert not asked
    page = make_page([1, 2, 3], first, sort_key=lambda row: (row,), count=count)
    assert not asked
    assert await page.count() == 17
    behind = PageRequest.parse(2, page.cursors[-1], kinds=(int,))
    last = make_page([3], behind, sort_key=lambda row: (row,), count=count)
    assert await last.count() == 17


def test_null_means_the_default_size() -> None:
    assert PageRequest.parse(None, None, default=50).size == 50


@pytest.mark.parametrize("size", [0, -1, 101, 2**31 - 1])
def test_sizes_out_of_range_are_refused(size: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        PageRequest.parse(size, None)
    assert refused.value.fields[0].path == ["first"]


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "?",
        "nonsense",
        base64.urlsafe_b64encode(b"{}").decode(),
        base64.urlsafe_b64encode(b'[{"$gt":""}]').decode(),
        base64.urlsafe_b64encode(b"[true]").decode(),
        base64.urlsafe_b64encode(b"[1]").decode(),
        base64.urlsafe_b64encode(b'["a","b"]').decode(),
        base64.urlsafe_b64encode(b'["\\ud800"]').decode(),
        base64.urlsafe_b64encode(b"[" * 100_000).decode(),
        "é" * 10,
    ],
)
def test_foreign_cursors_are_refused(cursor: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        PageRequest.parse(10, cursor)
    assert refused.value.fields[0].path == ["after"]


@pytest.mark.parametrize("number", ["9" * 40, "-9223372036854775808", "1.5", "true", '"1"'])
def test_numbers_that_no_list_sorts_by_are_refused(number: str) -> None:
    cursor = base64.urlsafe_b64encode(f"[{number}]".encode()).decode()
    with pytest.raises(InvalidInput):
        PageRequest.parse(10, cursor, kinds=(int,))
