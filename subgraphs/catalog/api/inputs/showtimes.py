"""Inputs that describe the schedule."""

import datetime
from typing import Annotated

import strawberry
from pydantic import Field

from shared import money
from shared.graphql.validation import InputRules, checked
from subgraphs.catalog.api.enums import ScreenFormat, SeatClass, TicketCategory
from subgraphs.catalog.api.inputs.field_rules import Currency, LanguageTag, Moment, WeekStart
from subgraphs.catalog.domain import ShowtimePlan, TicketPrice


class TicketPriceRules(InputRules):
    """A price."""

    category: TicketCategory
    seat_class: SeatClass
    amount_minor: Annotated[int, Field(gt=0)]
    currency: Currency


class ScheduleShowtimeRules(InputRules):
    """What a new showtime needs, apart from movie, auditorium and the rest of the schedule."""

    movie_id: str
    auditorium_id: str
    starts_at: Moment
    format: ScreenFormat
    audio_language: LanguageTag
    subtitle_language: LanguageTag | None
    prices: Annotated[list[TicketPriceRules], Field(min_length=1, max_length=50)]


class MoveShowtimeRules(InputRules):
    """Where a showtime goes."""

    starts_at: Moment | None
    auditorium_id: str | None


class CopyWeekRules(InputRules):
    """Which week."""

    first_day: WeekStart


@strawberry.input(description="What a ticket costs.")
class TicketPriceInput:
    category: TicketCategory = strawberry.field(description="Who it is for.")
    seat_class: SeatClass = strawberry.field(description="Where they sit.")
    amount_minor: int = strawberry.field(
        description="Taxes included, in the currency's smallest unit; more than 0."
    )
    currency: str = strawberry.field(description="ISO 4217 code; one for the whole showtime.")


@strawberry.input(description="A new showtime.")
class ScheduleShowtimeInput:
    movie_id: strawberry.ID = strawberry.field(description="What is shown.")
    auditorium_id: strawberry.ID = strawberry.field(description="In which auditorium.")
    starts_at: datetime.datetime = strawberry.field(
        description="When the trailers begin; the auditorium is taken until it is cleaned."
    )
    format: ScreenFormat = strawberry.field(description="How the movie is shown.")
    audio_language: str = strawberry.field(description="BCP 47 tag of the sound.")
    subtitle_language: str | None = strawberry.field(
        default=None, description="BCP 47 tag, if any."
    )
    prices: list[TicketPriceInput] = strawberry.field(
        description="At least one for each class of seats that the auditorium has."
    )

    def plan(self) -> ShowtimePlan:
        """InvalidInput for every field that breaks a rule."""
        rules = checked(ScheduleShowtimeRules, strawberry.asdict(self))
        return ShowtimePlan(
            rules.movie_id,
            rules.auditorium_id,
            rules.starts_at,
            rules.format,
            rules.audio_language,
            rules.subtitle_language,
            tuple(
                TicketPrice(
                    each.category, each.seat_class, money.Money(each.amount_minor, each.currency)
                )
                for each in rules.prices
            ),
        )


@strawberry.input(description="Where a showtime goes: what is left out stays as it is.")
class MoveShowtimeInput:
    id: strawberry.ID = strawberry.field(description="The showtime.")
    starts_at: datetime.datetime | None = strawberry.field(
        default=None, description="When the trailers begin."
    )
    auditorium_id: strawberry.ID | None = strawberry.field(
        default=None, description="Another auditorium of the same cinema."
    )

    def checked(self) -> MoveShowtimeRules:
        return checked(MoveShowtimeRules, vars(self))


@strawberry.input(description="A week's schedule that is to be repeated.")
class CopyWeekInput:
    cinema_id: strawberry.ID = strawberry.field(description="Of which cinema.")
    first_day: datetime.date = strawberry.field(
        description="The first of the seven business days that are copied to the next seven."
    )

    def checked(self) -> CopyWeekRules:
        return checked(CopyWeekRules, vars(self))
