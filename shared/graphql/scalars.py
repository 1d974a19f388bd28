"""The custom scalars of the public API."""

from datetime import date, datetime

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition


def _parse_datetime(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise GraphQLError(
            "A DateTime is RFC 3339 with an offset, such as 2026-12-31T20:30:00-05:00."
        )
    return moment


def _parse_date(value: object) -> date:
    try:
        if isinstance(value, str):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise GraphQLError("A Date is a calendar day, such as 2026-12-31.")


SCALARS: dict[object, ScalarDefinition] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment, as RFC 3339 with an offset: `2026-12-31T20:30:00-05:00`.",
        serialize=datetime.isoformat,
        parse_value=_parse_datetime,
    ),
    date: strawberry.scalar(
        name="Date",
        description="A calendar day without time or zone: `2026-12-31`.",
        serialize=date.isoformat,
        parse_value=_parse_date,
    ),
}
