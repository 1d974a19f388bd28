"""The reason of a cancelled booking is text that people can read."""

import pytest

from shared.errors import InvalidInput
from shared.validation.inputs import validated
from subgraphs.booking.api.inputs import ValidatedCancellation


@pytest.mark.parametrize("reason", [None, "", "ill", "two\nlines"])
def test_a_reason_is_kept(reason: str | None) -> None:
    assert validated(ValidatedCancellation, {"reason": reason}).reason == reason


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("a\x00b", "CONTROL_CHARACTER"),
        ("a\uffffb", "NOT_A_CHARACTER"),
        ("a\u202eb", "DIRECTION_CONTROL"),
        ("\u200b", "NOTHING_VISIBLE"),
    ],
)
def test_a_reason_that_nobody_can_read_is_refused(reason: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        validated(ValidatedCancellation, {"reason": reason})
    assert [(field.path, field.code) for field in refused.value.fields] == [(["reason"], code)]
