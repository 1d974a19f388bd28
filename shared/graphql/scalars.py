"""The custom scalars of the public API."""

from datetime import date, datetime

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from shared.rfc3339 import DAY_RULE, MOMENT_RULE, parse_day, parse_moment


def _parse_datetime(value: object) -> datetime:
    try:
        if isinstance(value, str):
            return parse_moment(value)
    except ValueError:
        pass
    raise GraphQLError(MOMENT_RULE)


def _parse_date(value: object) -> date:
    try:
        if isinstance(value, str):
            return parse_day(value)
    except ValueError:
        pass
    raise GraphQLError(DAY_RULE)


SCALARS: dict[object, ScalarDefinition] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment, as RFC 3339 with an offset: `2026-12-31T20:30:00-05:00`. Inputs "
        "have seconds and a `T`, which may be lower case like `Z`. Digits after the sixth of a "
        "fraction are dropped. A leap second (`23:59:60Z` at the end of a month) is taken as the "
        "second after it. Years are 0001 to 9999 in UTC.",
        serialize=datetime.isoformat,
        parse_value=_parse_datetime,
    ),
    date: strawberry.scalar(
        name="Date",
        description="A calendar day without time or zone, in the one form `2026-12-31`.",
        serialize=date.isoformat,
        parse_value=_parse_date,
    ),
}
