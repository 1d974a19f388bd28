"""Fields with moments and days take what the API's scalars take, and nothing else."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared.errors import FieldError, InvalidInput
from shared.rfc3339 import DAY_RULE, MOMENT_RULE
from shared.validation.inputs import ValidatedInput, validated
from shared.validation.times import AnyDay, AnyMoment


class ValidatedTimes(ValidatedInput):
    moment: AnyMoment = datetime(2026, 1, 1, tzinfo=UTC)
    day: AnyDay = date(2026, 1, 1)


@pytest.mark.parametrize(
    "moment", ["2026-12-31t20:30:00z", datetime(2026, 12, 31, 20, 30, tzinfo=UTC)]
)
def test_a_moment_is_a_text_or_a_value(moment: object) -> None:
    read = validated(ValidatedTimes, {"moment": moment}).moment
    assert read == datetime(2026, 12, 31, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize("day", ["2026-12-31", date(2026, 12, 31)])
def test_a_day_is_a_text_or_a_value(day: object) -> None:
    assert validated(ValidatedTimes, {"day": day}).day == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("field", "value", "code", "message"),
    [
        *(
            ("moment", value, "INVALID_MOMENT", MOMENT_RULE)
            for value in (
                *("2026-W51-7T20:00Z", "2026-12-31 20:30:00Z", "1798749000", "", True, 1798749000),
                *(1798749000.5, None, date(2026, 1, 1), datetime(2026, 1, 1)),  # noqa: DTZ001 - refused
            )
        ),
        *(
            ("day", value, "INVALID_DAY", DAY_RULE)
            for value in (
                *("2026-W49-1", "2026-12-31T00:00:00", "20261231", "", False, 20454, 0.0, None),
                datetime(2026, 1, 1, tzinfo=UTC),
            )
        ),
    ],
)
def test_another_value_is_refused(field: str, value: Any, code: str, message: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        validated(ValidatedTimes, {field: value})
    assert refused.value.fields == [FieldError([field], code, message)]
