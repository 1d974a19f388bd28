"""When and where a showtime takes place."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Schedule:
    """What catalog has planned for a showtime; `cancelled` when it does not take place."""

    starts_at: datetime
    auditorium_id: str
    cancelled: bool
