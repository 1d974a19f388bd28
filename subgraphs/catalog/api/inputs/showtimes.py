"""Inputs for the schedule."""

import datetime
from typing import Annotated

import strawberry
from pydantic import Field

from shared.money import Money
from shared.validation.inputs import ValidatedInput
from subgraphs.catalog.api.enums import ScreenFormat, SeatClass, TicketCategory
from subgraphs.catalog.api.inputs.field_rules import Currency, LanguageTag, Moment, WeekStart
from subgraphs.catalog.domain.rules import ShowtimePlan
from subgraphs.catalog.domain.showtimes import TicketPrice


class ValidatedTicketPrice(ValidatedInput):
    """A price of a new showtime."""

    category: TicketCategory
    seat_class: SeatClass
    amount_minor: Annotated[int, Field(ge=0)]
    currency: Currency


class ValidatedShowtime(ValidatedInput):
    """A new showtime; movie, auditorium and the schedule are checked when it is planned."""

    movie_id: str
    auditorium_id: str
    starts_at: Moment
    format: ScreenFormat
    audio_language: LanguageTag
    subtitle_language: LanguageTag | None
    prices: Annotated[list[ValidatedTicketPrice], Field(min_length=1, max_length=50)]

    def plan(self) -> ShowtimePlan:
        return ShowtimePlan(
            self.movie_id,
            self.auditorium_id,
            self.starts_at,
            self.format,
            self.audio_language,
            self.subtitle_language,
            tuple(
                TicketPrice(each.category, each.seat_class, Money(each.amount_minor, each.currency))
                for each in self.prices
            ),
        )


class ValidatedMove(ValidatedInput):
    """Where a showtime moves."""

    starts_at: Moment | None
    auditorium_id: str | None


class ValidatedWeek(ValidatedInput):
    """Which week is copied."""

    first_day: WeekStart


@strawberry.input(description="What a ticket costs.")
class TicketPriceInput:
    category: TicketCategory = strawberry.field(description="Who the ticket is for.")
    seat_class: SeatClass = strawberry.field(description="The kind of seat.")
    amount_minor: int = strawberry.field(
        description="The price with taxes, in the currency's smallest unit: 0 to 214,748,364. "
        "At 0 the ticket costs nothing."
    )
    currency: str = strawberry.field(description="ISO 4217 code; one for the whole showtime.")


@strawberry.input(description="A new showtime.")
class ScheduleShowtimeInput:
    movie_id: strawberry.ID = strawberry.field(description="The movie.")
    auditorium_id: strawberry.ID = strawberry.field(description="The auditorium.")
    starts_at: datetime.datetime = strawberry.field(
        description="When the trailers begin; the auditorium is taken until it is cleaned."
    )
    format: ScreenFormat = strawberry.field(description="How the movie is shown.")
    audio_language: str = strawberry.field(description="The language of the sound: a BCP 47 tag.")
    subtitle_language: str | None = strawberry.field(
        default=None, description="The language of the subtitles, if any: a BCP 47 tag."
    )
    prices: list[TicketPriceInput] = strawberry.field(
        description="At least one price for each class of seats in the auditorium."
    )


@strawberry.input(description="Where a showtime moves: fields that are left out stay as they are.")
class MoveShowtimeInput:
    id: strawberry.ID = strawberry.field(description="The showtime.")
    starts_at: datetime.datetime | None = strawberry.field(
        default=None, description="When the trailers begin."
    )
    auditorium_id: strawberry.ID | None = strawberry.field(
        default=None, description="Another auditorium of the same cinema."
    )


@strawberry.input(description="The week to copy.")
class CopyWeekInput:
    cinema_id: strawberry.ID = strawberry.field(description="The cinema.")
    first_day: datetime.date = strawberry.field(
        description="The first of the seven business days that are copied to the next seven."
    )
