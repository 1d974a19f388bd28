"""Ids name their type, sort by age and are recognised by their shape."""

import pytest

from shared.ids import UlidSource, is_id


def test_new_ids_have_their_shape_and_differ() -> None:
    source = UlidSource()
    ids = {source.new("acc") for _ in range(1000)}
    assert len(ids) == 1000
    assert all(is_id("acc", id) for id in ids)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "acc_",
        "acc_01JD0000000000000000000000\n",
        "mov_01JD0000000000000000000000",
        "acc_01jd0000000000000000000000",
        "acc_81JD0000000000000000000000",
        "acc_01JD000000000000000000000I",
        '{"$gt": ""}',
    ],
)
def test_other_shapes_are_no_ids(text: str) -> None:
    assert not is_id("acc", text)
