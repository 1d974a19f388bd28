"""What customers asked and were told, put together from the lines that they wrote down."""

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
"""The answers that say that it was done; every other one is a refusal."""
_WITHOUT_EFFECT = {"UNAUTHENTICATED"}


@dataclass(frozen=True, slots=True)
class Call:
    """Something that somebody asked for, as often as it took to get an answer.

    `sent` is when it was asked first, `received` when the answer came: None if none ever did.
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
        """The answer's type; empty if there is no answer."""
        return self.answer.get("__typename", "")

    @property
    def succeeded(self) -> bool:
        """Whether the answer says that it was done."""
        return self.kind in DONE

    @property
    def lost_an_answer(self) -> bool:
        """Whether it was asked at least once and nobody knows what came of that."""
        lost = [each for each in self.errors if each["error"] not in _WITHOUT_EFFECT]
        return bool(lost) or self.received is None

    @property
    def may_have_effect(self) -> bool:
        """Whether it may have had its effect: a refusal that came at once certainly had none."""
        return self.succeeded or self.lost_an_answer


def read_calls(lines: Iterable[str]) -> list[Call]:
    """The calls, in the order in which they were asked."""
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
