"""A showtime with all that it refers to, and the events that describe it to other services."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from subgraphs.catalog.domain.movies import Movie
from subgraphs.catalog.domain.places import Auditorium, Cinema
from subgraphs.catalog.domain.showtimes import Showtime
from subgraphs.catalog.events import (
    PriceSnapshot,
    SeatSnapshot,
    ShowtimeMoved,
    ShowtimeScheduled,
)


@dataclass(frozen=True, slots=True)
class ShowtimeDetails:
    """A showtime with its movie, cinema and auditorium."""

    showtime: Showtime
    movie: Movie
    cinema: Cinema
    auditorium: Auditorium

    def scheduled_event(self) -> ShowtimeScheduled:
        """Make the event that the showtime can be booked."""
        return ShowtimeScheduled(**self._snapshot())

    def moved_event(self, moved_from: datetime) -> ShowtimeMoved:
        """Make the event that the showtime has moved; it began at `moved_from` before."""
        return ShowtimeMoved(**self._snapshot(), moved_from=moved_from)

    def _snapshot(self) -> dict[str, Any]:
        showtime = self.showtime
        return {
            "showtime_id": showtime.id,
            "movie_id": self.movie.id,
            "movie_title": self.movie.title,
            "cinema_id": self.cinema.id,
            "cinema_name": self.cinema.name,
            "auditorium_id": self.auditorium.id,
            "auditorium_name": self.auditorium.name,
            "timezone": self.cinema.timezone,
            "starts_at": showtime.starts_at,
            "ends_at": showtime.ends_at,
            "business_date": showtime.business_date,
            "status": showtime.status,
            "seats": tuple(
                SeatSnapshot(
                    f"{row.label}{seat.number}",
                    row.label,
                    seat.number,
                    seat.column,
                    seat.seat_class,
                )
                for row in self.auditorium.rows
                for seat in row.seats
            ),
            "prices": tuple(
                PriceSnapshot(
                    each.category, each.seat_class, each.price.amount_minor, each.price.currency
                )
                for each in showtime.prices
            ),
        }
