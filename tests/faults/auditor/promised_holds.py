"""What was promised to somebody for a while, as far as it is certain.

Customers wrote down when they asked and when they were told; what happened did so in between. So
what must have been is from being told until somebody may have asked for its end; what can have
been is from asking until its end was told.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.faults.auditor.calls import Call, Document
from tests.faults.auditor.records import Records

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PromisedHold:
    """A hold that somebody was told of, by each of the answers that told of it."""

    hold_id: str
    answers: Sequence[Call]

    @property
    def account(self) -> str:
        """Whose it is."""
        return self.answers[0].account

    @property
    def showtime_id(self) -> str:
        """Of which showtime."""
        return self.answers[0].answer["showtime"]["id"]

    @property
    def seats(self) -> Mapping[str, Document]:
        """The seats, with what they were said to cost, by id."""
        return {seat["seatId"]: seat for seat in self.answers[0].answer["seats"]}

    @property
    def asked(self) -> datetime:
        """When it was first asked for."""
        return min(call.sent for call in self.answers)

    @property
    def since(self) -> datetime:
        """When it was first told."""
        return min(call.received or NEVER for call in self.answers)

    def promised_until(self, before: datetime = NEVER) -> datetime:
        """The latest end of which its owner had been told before then."""
        told = (call for call in self.answers if call.received and call.received <= before)
        return max((expires_at(call.answer) for call in told), default=self.since)


def expires_at(hold: Mapping[str, str]) -> datetime:
    """The end that a hold was said to have."""
    return datetime.fromisoformat(hold["expiresAt"])


def promised_holds(records: Records) -> list[PromisedHold]:
    """Every hold that somebody was told of."""
    answers: dict[str, list[Call]] = defaultdict(list)
    for call in records.calls:
        if call.kind == "SeatHold":
            answers[call.answer["id"]].append(call)
    return [PromisedHold(hold_id, calls) for hold_id, calls in answers.items()]


def released_from(records: Records, promise: PromisedHold) -> datetime:
    """When at the earliest the owner may have given the hold back, or be gone; else NEVER."""
    asked = records.calls_with("releaseHold", "id", promise.hold_id)
    released = (call.sent for call in asked if call.may_have_effect)
    return min((*released, records.deleted_accounts.get(promise.account, NEVER)))


def must_last_until(records: Records, promise: PromisedHold) -> datetime:
    """Until then its seats were certainly nobody else's, whatever the order of all that happened.

    Until its end was to come; or for good once it was paid for, until that may be cancelled.
    """
    bought = any(
        call.answer.get("status") == "CONFIRMED"
        for call in records.calls_with("bookHold", "holdId", promise.hold_id)
    )
    cancelled = (
        call.sent
        for booking in records.bookings_of.get(promise.hold_id, ())
        for call in records.calls_with("cancelBooking", "bookingId", booking["_id"])
        if call.may_have_effect
    )
    end = NEVER if bought else min(promise.promised_until(), released_from(records, promise))
    return min((end, records.changed_showtimes.get(promise.showtime_id, NEVER), *cancelled))


def can_last_until(records: Records, promise: PromisedHold) -> datetime:
    """After that its seats were certainly free again, as far as this hold goes."""
    ended = [
        call.received or NEVER
        for call in records.calls_with("releaseHold", "id", promise.hold_id)
        if call.succeeded
    ]
    for booking in records.bookings_of.get(promise.hold_id, ()):
        ended += [
            call.received or NEVER
            for call in records.calls_with("cancelBooking", "bookingId", booking["_id"])
            if call.answer.get("status") == "CANCELLED"
        ]
    # What is being paid for, and an extension that nobody was told of, lasts who knows how long.
    paid_for = records.calls_with("bookHold", "holdId", promise.hold_id)
    extended = [
        call
        for call in records.calls_with("extendHold", "id", promise.hold_id)
        if call.kind != "SeatHold" and (call.may_have_effect or call.kind == "InvalidInput")
    ]
    return min((*ended, NEVER if paid_for or extended else promise.promised_until()))


def promised_holds_by_seat(records: Records) -> Mapping[tuple[str, str], Sequence[PromisedHold]]:
    """The promises by showtime and seat."""
    found: dict[tuple[str, str], list[PromisedHold]] = defaultdict(list)
    for promise in promised_holds(records):
        for seat_id in promise.seats:
            found[promise.showtime_id, seat_id].append(promise)
    return found


def overlaps(
    records: Records, of_one_seat: Sequence[PromisedHold]
) -> Iterator[tuple[PromisedHold, PromisedHold]]:
    """The pairs of promises of one seat that certainly held at the same time."""
    certain = sorted(
        ((promise.since, must_last_until(records, promise), promise) for promise in of_one_seat),
        key=lambda each: each[0],
    )
    lasting: tuple[datetime, PromisedHold] | None = None
    for since, until, promise in certain:
        if since >= until:
            continue
        if lasting is not None and since < lasting[0]:
            yield lasting[1], promise
        if lasting is None or until > lasting[0]:
            lasting = until, promise
