"""Inputs for cinemas and their auditoriums."""

from typing import Annotated, Any

import strawberry
from pydantic import AfterValidator, Field
from strawberry import UNSET

from shared.validation.fields import NotNull
from shared.validation.inputs import ValidatedInput
from subgraphs.catalog.api.enums import ScreenFormat, SeatClass
from subgraphs.catalog.api.inputs.field_rules import (
    Formats,
    RowLabel,
    Text,
    TimeZone,
    few_enough_seats,
    unique_by,
)
from subgraphs.catalog.domain.places import SeatPosition, SeatRow


class ValidatedCinema(ValidatedInput):
    """A new cinema."""

    name: Text
    address: Text
    timezone: TimeZone

    def fields(self) -> dict[str, Any]:
        """Return the fields as the domain's Cinema has them, without ids."""
        return self.model_dump()


class ValidatedCinemaUpdate(ValidatedInput):
    """Changes to a cinema: these fields may change, and no others."""

    name: Annotated[Text | None, NotNull] = None
    address: Annotated[Text | None, NotNull] = None
    timezone: Annotated[TimeZone | None, NotNull] = None

    def fields(self) -> dict[str, Any]:
        """Return the fields that were given, as the domain's Cinema has them."""
        return self.model_dump(exclude_unset=True)


class ValidatedSeat(ValidatedInput):
    """A seat of a new auditorium."""

    number: Annotated[int, Field(ge=1, le=999)]
    column: Annotated[int, Field(ge=1, le=100)]
    seat_class: SeatClass


class ValidatedSeatRow(ValidatedInput):
    """A row of seats, with its gaps."""

    label: RowLabel
    seats: Annotated[
        list[ValidatedSeat],
        Field(min_length=1, max_length=100),
        AfterValidator(unique_by("number")),
        AfterValidator(unique_by("column")),
    ]

    @property
    def capacity(self) -> int:
        return len(self.seats)

    def value(self) -> SeatRow:
        seats = sorted(self.seats, key=lambda seat: seat.column)
        return SeatRow(
            self.label,
            tuple(SeatPosition(seat.number, seat.column, seat.seat_class) for seat in seats),
        )


class ValidatedAuditorium(ValidatedInput):
    """A new auditorium."""

    name: Text
    formats: Formats
    rows: Annotated[
        list[ValidatedSeatRow],
        Field(min_length=1, max_length=60),
        AfterValidator(unique_by("label")),
        AfterValidator(few_enough_seats),
    ]

    def fields(self) -> dict[str, Any]:
        """Return the fields as the domain's Auditorium has them, without ids."""
        return {
            "name": self.name,
            "formats": frozenset(self.formats),
            "rows": tuple(row.value() for row in self.rows),
        }


@strawberry.input(description="A new cinema.")
class CreateCinemaInput:
    city_id: strawberry.ID = strawberry.field(description="Its city.")
    name: str = strawberry.field(description="The name, unique in its city: 1 to 200 characters.")
    address: str = strawberry.field(description="Street and number.")
    timezone: str = strawberry.field(description="IANA name, such as `America/Bogota`.")


@strawberry.input(description="Changes to a cinema: fields that are left out stay as they are.")
class UpdateCinemaInput:
    id: strawberry.ID = strawberry.field(description="The cinema.")
    name: str | None = strawberry.field(default=UNSET, description="The name, unique in its city.")
    address: str | None = strawberry.field(default=UNSET, description="Street and number.")
    timezone: str | None = strawberry.field(
        default=UNSET, description="IANA name; fixed while showtimes are in the schedule."
    )


@strawberry.input(description="A seat's place in its row.")
class SeatPositionInput:
    number: int = strawberry.field(description="The number printed on the seat; unique in the row.")
    column: int = strawberry.field(
        description="Its position, 1 to 100; columns that are left out are gaps."
    )
    seat_class: SeatClass = strawberry.field(
        default=SeatClass.STANDARD, description="What kind of seat it is."
    )


@strawberry.input(description="A row of seats.")
class SeatRowInput:
    label: str = strawberry.field(description="One or two capital letters, such as `C`.")
    seats: list[SeatPositionInput] = strawberry.field(description="1 to 100 seats, in any order.")


@strawberry.input(description="A new auditorium.")
class CreateAuditoriumInput:
    cinema_id: strawberry.ID = strawberry.field(description="The cinema.")
    name: str = strawberry.field(description="The name, unique in its cinema.")
    formats: list[ScreenFormat] = strawberry.field(description="The formats that it can show.")
    rows: list[SeatRowInput] = strawberry.field(
        description="The rows, from the screen to the back; at most 600 seats in all."
    )
