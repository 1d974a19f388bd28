"""Holds that customers were promised, and when they certainly or possibly had their seats.

A customer records when a call was sent and when its answer came; the effect happened in between.
So a hold certainly existed from its first answer until the first call that may have ended it. It
possibly existed from its first call until an answer that reported its end.
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
    """A hold that a customer knows of, with each answer about it."""

    hold_id: str
    answers: Sequence[Call]

    @property
    def account(self) -> str:
        """Return the owner's account."""
        return self.answers[0].account

    @property
    def showtime_id(self) -> str:
        """Return the showtime's id."""
        return self.answers[0].answer["showtime"]["id"]

    @property
    def seats(self) -> Mapping[str, Document]:
        """Return the seats with their prices, by id."""
        return {seat["seatId"]: seat for seat in self.answers[0].answer["seats"]}

    @property
    def asked(self) -> datetime:
        """Return when the first call for it was sent."""
        return min(call.sent for call in self.answers)

    @property
    def since(self) -> datetime:
        """Return when its first answer came."""
        return min(call.received or NEVER for call in self.answers)

    def promised_until(self, before: datetime = NEVER) -> datetime:
        """Return the latest end that its owner had been promised by then."""
        answered = (call for call in self.answers if call.received and call.received <= before)
        return max((expires_at(call.answer) for call in answered), default=self.since)


def expires_at(hold: Mapping[str, str]) -> datetime:
    """Return the end of a hold in an answer."""
    return datetime.fromisoformat(hold["expiresAt"])


def promised_holds(records: Records) -> list[PromisedHold]:
    """Return every hold that a customer knows of."""
    answers: dict[str, list[Call]] = defaultdict(list)
    for call in records.calls:
        if call.kind == "SeatHold":
            answers[call.answer["id"]].append(call)
    return [PromisedHold(hold_id, calls) for hold_id, calls in answers.items()]


def released_from(records: Records, promise: PromisedHold) -> datetime:
    """Return when the owner may have released the hold, or deleted the account, at the earliest.

    NEVER when neither may have happened.
    """
    asked = records.calls_with("releaseHold", "id", promise.hold_id)
    released = (call.sent for call in asked if call.may_have_effect)
    return min((*released, records.deleted_accounts.get(promise.account, NEVER)))


def must_last_until(records: Records, promise: PromisedHold) -> datetime:
    """Return until when certainly no other customer can have had its seats.

    That is the hold's end, or, once it was bought, the time at which the booking may be cancelled.
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
    """Return when this hold had certainly set its seats free."""
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
    # A hold that is being paid for, or that an unanswered call may have extended, has no known end.
    paid_for = records.calls_with("bookHold", "holdId", promise.hold_id)
    extended = [
        call
        for call in records.calls_with("extendHold", "id", promise.hold_id)
        if call.kind != "SeatHold" and (call.may_have_effect or call.kind == "InvalidInput")
    ]
    return min((*ended, NEVER if paid_for or extended else promise.promised_until()))


def promised_holds_by_seat(records: Records) -> Mapping[tuple[str, str], Sequence[PromisedHold]]:
    """Return the promised holds by showtime and seat."""
    found: dict[tuple[str, str], list[PromisedHold]] = defaultdict(list)
    for promise in promised_holds(records):
        for seat_id in promise.seats:
            found[promise.showtime_id, seat_id].append(promise)
    return found


def overlaps(
    records: Records, of_one_seat: Sequence[PromisedHold]
) -> Iterator[tuple[PromisedHold, PromisedHold]]:
    """Yield the pairs of promised holds of one seat that certainly overlapped in time."""
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
