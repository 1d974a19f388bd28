"""Auditoriums and their seats."""

from typing import Self

import strawberry

from shared.graphql.weights import assumed
from subgraphs.catalog.api.enums import ScreenFormat, SeatClass
from subgraphs.catalog.domain import places


@strawberry.type(description="A seat's place in its row.")
class SeatPosition:
    id: strawberry.ID = strawberry.field(description="The row label and number, such as `C7`.")
    number: int = strawberry.field(description="The number printed on the seat.")
    column: int = strawberry.field(description="Its position in the row; rows may have gaps.")
    seat_class: SeatClass = strawberry.field(description="What kind of seat it is.")


@strawberry.type(description="A row of seats.")
class SeatRow:
    label: str = strawberry.field(description="The row's label, such as `C`.")
    seats: list[SeatPosition] = strawberry.field(
        directives=[assumed(20)], description="Its seats, from the left."
    )

    @classmethod
    def of(cls, row: places.SeatRow) -> Self:
        return cls(
            label=row.label,
            seats=[
                SeatPosition(
                    id=strawberry.ID(f"{row.label}{seat.number}"),
                    number=seat.number,
                    column=seat.column,
                    seat_class=seat.seat_class,
                )
                for seat in row.seats
            ],
        )


@strawberry.type(description="An auditorium of a cinema.")
class Auditorium:
    id: strawberry.ID = strawberry.field(description="`aud_` and a ULID.")
    name: str = strawberry.field(description="The name on its sign.")
    formats: list[ScreenFormat] = strawberry.field(
        directives=[assumed(5)], description="The formats that it can show."
    )
    capacity: int = strawberry.field(description="How many seats it has.")
    auditorium: strawberry.Private[places.Auditorium]

    @strawberry.field(
        directives=[assumed(15)], description="Its rows, from the screen to the back."
    )
    def rows(self) -> list[SeatRow]:
        return [SeatRow.of(row) for row in self.auditorium.rows]

    @classmethod
    def of(cls, auditorium: places.Auditorium) -> Self:
        return cls(
            id=strawberry.ID(auditorium.id),
            name=auditorium.name,
            formats=sorted(auditorium.formats),
            capacity=auditorium.capacity,
            auditorium=auditorium,
        )
