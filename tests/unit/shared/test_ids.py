"""Ids name their type and are recognised by their shape."""

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
        pytest.param("", id="empty"),
        pytest.param("acc_", id="prefix alone"),
        pytest.param("acc_01JD0000000000000000000000\n", id="line break"),
        pytest.param("mov_01JD0000000000000000000000", id="another type"),
        pytest.param("acc_01jd0000000000000000000000", id="lower case"),
        pytest.param("acc_81JD0000000000000000000000", id="too large"),
        pytest.param("acc_01JD000000000000000000000I", id="letter outside the alphabet"),
        pytest.param('{"$gt": ""}', id="query operator"),
    ],
)
def test_a_text_of_another_shape_is_not_an_id(text: str) -> None:
    assert not is_id("acc", text)
