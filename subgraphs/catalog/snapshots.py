"""What other services are told of a showing."""

from subgraphs.catalog.domain import Auditorium, Cinema, Movie, Showtime
from subgraphs.catalog.events import PriceSnapshot, SeatSnapshot, ShowtimeScheduled
from subgraphs.catalog.ports import CatalogData


def scheduled_event(showtime: Showtime, data: CatalogData) -> ShowtimeScheduled:
    """The event for a showing whose film, cinema and hall are in `data`."""
    movie = next(each for each in data.movies if each.id == showtime.movie_id)
    cinema = next(each for each in data.cinemas if each.id == showtime.cinema_id)
    hall = next(each for each in data.auditoriums if each.id == showtime.auditorium_id)
    return snapshot(showtime, movie, cinema, hall)


def snapshot(
    showtime: Showtime, movie: Movie, cinema: Cinema, auditorium: Auditorium
) -> ShowtimeScheduled:
    """Everything from which a seat inventory is built."""
    return ShowtimeScheduled(
        showtime_id=showtime.id,
        movie_title=movie.title,
        cinema_name=cinema.name,
        auditorium_name=auditorium.name,
        timezone=cinema.timezone,
        starts_at=showtime.starts_at,
        ends_at=showtime.ends_at,
        business_date=showtime.business_date,
        seats=tuple(
            SeatSnapshot(
                id=f"{row.label}{seat.number}",
                row=row.label,
                number=seat.number,
                column=seat.column,
                seat_class=seat.seat_class,
            )
            for row in auditorium.rows
            for seat in row.seats
        ),
        prices=tuple(
            PriceSnapshot(
                category=each.category,
                seat_class=each.seat_class,
                amount_minor=each.price.amount_minor,
                currency=each.price.currency,
            )
            for each in showtime.prices
        ),
    )
