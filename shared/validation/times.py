"""Fields with moments and days: values of the API's scalars, or a file's texts by their rule."""

from datetime import date, datetime
from typing import Annotated

from pydantic import PlainValidator
from pydantic_core import PydanticCustomError

from shared.rfc3339 import DAY_RULE, MOMENT_RULE, parse_day, parse_moment


def _moment(value: object) -> datetime:
    try:
        moment = parse_moment(value) if isinstance(value, str) else value
    except ValueError:
        moment = None
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise PydanticCustomError("invalid_moment", MOMENT_RULE)
    return moment


def _day(value: object) -> date:
    try:
        day = parse_day(value) if isinstance(value, str) else value
    except ValueError:
        day = None
    if not isinstance(day, date) or isinstance(day, datetime):
        raise PydanticCustomError("invalid_day", DAY_RULE)
    return day


AnyMoment = Annotated[datetime, PlainValidator(_moment)]
"""A moment with its offset."""

AnyDay = Annotated[date, PlainValidator(_day)]
"""A calendar day."""
