"""Inputs that describe cinemas and their auditoriums."""

from typing import Annotated, Any

import strawberry
from pydantic import AfterValidator, Field
from strawberry import UNSET

from shared.graphql.validation import InputRules, checked
from subgraphs.catalog import domain
from subgraphs.catalog.api.enums import ScreenFormat, SeatClass
from subgraphs.catalog.api.inputs.field_rules import (
    Formats,
    Present,
    RowLabel,
    Text,
    TimeZone,
    few_enough_seats,
    unique_by,
)


class CinemaRules(InputRules):
    """What a new cinema needs."""

    name: Text
    address: Text
    timezone: TimeZone


class UpdateCinemaRules(InputRules):
    """What of a cinema may change."""

    name: Annotated[Text | None, Present] = None
    address: Annotated[Text | None, Present] = None
    timezone: Annotated[TimeZone | None, Present] = None


class SeatPositionRules(InputRules):
    """A seat."""

    number: Annotated[int, Field(ge=1, le=999)]
    column: Annotated[int, Field(ge=1, le=100)]
    seat_class: SeatClass


class SeatRowRules(InputRules):
    """A row of seats, with its gaps."""

    label: RowLabel
    seats: Annotated[
        list[SeatPositionRules],
        Field(min_length=1, max_length=100),
        AfterValidator(unique_by("number")),
        AfterValidator(unique_by("column")),
    ]

    @property
    def capacity(self) -> int:
        return len(self.seats)


class AuditoriumRules(InputRules):
    """What a new auditorium needs."""

    name: Text
    formats: Formats
    rows: Annotated[
        list[SeatRowRules],
        Field(min_length=1, max_length=60),
        AfterValidator(unique_by("label")),
        AfterValidator(few_enough_seats),
    ]


@strawberry.input(description="A new cinema.")
class CreateCinemaInput:
    city_id: strawberry.ID = strawberry.field(description="Where it is.")
    name: str = strawberry.field(description="Unique within its city: 1 to 200 characters.")
    address: str = strawberry.field(description="Street and number.")
    timezone: str = strawberry.field(description="IANA name, such as `America/Bogota`.")

    def details(self) -> dict[str, Any]:
        """The cinema's fields; InvalidInput for those that break a rule."""
        return checked(CinemaRules, vars(self)).model_dump()


@strawberry.input(description="Changes to a cinema: what is left out stays as it is.")
class UpdateCinemaInput:
    id: strawberry.ID = strawberry.field(description="The cinema.")
    name: str | None = strawberry.field(default=UNSET, description="Unique within its city.")
    address: str | None = strawberry.field(default=UNSET, description="Street and number.")
    timezone: str | None = strawberry.field(
        default=UNSET, description="IANA name; fixed while showtimes are in the schedule."
    )

    def changes(self) -> dict[str, Any]:
        """The fields that change; InvalidInput for those that break a rule."""
        given = {name: value for name, value in vars(self).items() if value is not UNSET}
        return checked(UpdateCinemaRules, given).model_dump(exclude_unset=True)


@strawberry.input(description="A seat's place in its row.")
class SeatPositionInput:
    number: int = strawberry.field(description="As printed on the seat; unique in the row.")
    column: int = strawberry.field(
        description="Where it stands, 1 to 100; columns that are left out are gaps."
    )
    seat_class: SeatClass = strawberry.field(
        default=SeatClass.STANDARD, description="What kind of seat it is."
    )


@strawberry.input(description="A row of seats.")
class SeatRowInput:
    label: str = strawberry.field(description="One or two capital letters, such as `C`.")
    seats: list[SeatPositionInput] = strawberry.field(description="1 to 100, in any order.")


@strawberry.input(description="A new auditorium.")
class CreateAuditoriumInput:
    cinema_id: strawberry.ID = strawberry.field(description="Of which cinema.")
    name: str = strawberry.field(description="Unique within its cinema.")
    formats: list[ScreenFormat] = strawberry.field(description="What it can show.")
    rows: list[SeatRowInput] = strawberry.field(
        description="From the screen backwards; at most 600 seats in all."
    )

    def details(self) -> dict[str, Any]:
        """The auditorium's fields; InvalidInput for those that break a rule."""
        rules = checked(AuditoriumRules, strawberry.asdict(self))
        return {
            "name": rules.name,
            "formats": frozenset(rules.formats),
            "rows": tuple(_row(row) for row in rules.rows),
        }


def _row(row: SeatRowRules) -> domain.SeatRow:
    seats = sorted(row.seats, key=lambda seat: seat.column)
    return domain.SeatRow(
        row.label,
        tuple(domain.SeatPosition(seat.number, seat.column, seat.seat_class) for seat in seats),
    )
