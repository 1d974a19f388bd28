"""The customers' calls and answers, read from their own record."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Document = dict[str, Any]

DONE = {
    "Account",
    "AccountDeleted",
    "Booking",
    "HoldReleased",
    "LoginSuccess",
    "SeatHold",
    "Showtime",
    "TicketAccepted",
}
"""Types of successful answers; every other type is a refusal."""
_WITHOUT_EFFECT = {"UNAUTHENTICATED"}


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a customer, with all its attempts.

    `sent` is the time of the first attempt, `received` that of the answer; None without an answer.
    """

    operation: str
    account: str
    given: Mapping[str, Any]
    sent: datetime
    received: datetime | None
    answer: Mapping[str, Any]
    errors: Sequence[Document]

    @property
    def kind(self) -> str:
        """Return the answer's type; empty if there is no answer."""
        return self.answer.get("__typename", "")

    @property
    def succeeded(self) -> bool:
        """Return whether the answer reports success."""
        return self.kind in DONE

    @property
    def lost_an_answer(self) -> bool:
        """Return whether at least one attempt has an unknown outcome."""
        lost = [each for each in self.errors if each["error"] not in _WITHOUT_EFFECT]
        return bool(lost) or self.received is None

    @property
    def may_have_effect(self) -> bool:
        """Return whether it may have had its effect. A refusal of the first attempt had none."""
        return self.succeeded or self.lost_an_answer


def read_calls(lines: Iterable[str]) -> list[Call]:
    """Return the calls in the order of their first attempts."""
    of_call: dict[int, list[Document]] = {}
    for line in lines:
        row = json.loads(line)
        of_call.setdefault(row["call"], []).append(row)
    return [_call(rows) for rows in of_call.values()]


def _call(rows: Sequence[Document]) -> Call:
    asked, *rest = rows
    answered = next((row for row in rest if "answer" in row), None)
    return Call(
        operation=asked["operation"],
        account=asked["account"],
        given=asked["given"],
        sent=datetime.fromisoformat(asked["at"]),
        received=datetime.fromisoformat(answered["at"]) if answered else None,
        answer=answered["answer"] if answered else {},
        errors=[row for row in rest if "error" in row],
    )
