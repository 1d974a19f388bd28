"""Customers: they call the API, repeat a call without an answer, and record every answer."""

import asyncio
import json
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from dev.client import AsRouter
from dev.errors import StackError
from dev.patience import PatientTransport

PASSWORD = "a-long-enough-password"
_DEADLINE_SECONDS = 90.0
_PAUSE_SECONDS = 0.3

_REGISTER = """
mutation Register($input: RegisterInput!) {
  register(input: $input) { __typename ... on Account { id } ... on UserError { code message } }
}
"""
_LOG_IN = """
mutation LogIn($input: LoginInput!) {
  login(input: $input) {
    __typename ... on LoginSuccess { token account { id } } ... on UserError { code message }
  }
}
"""
_FAULT = "INTERNAL_SERVER_ERROR"
"""Repeated so that the run goes on, but any run that has one fails."""
_TRANSIENT = {"SUBGRAPH_UNAVAILABLE", "DEADLINE_EXCEEDED", "SERVICE_UNAVAILABLE", _FAULT}
_SECRET = {"password", "token"}

_MONEY = "{ amountMinor currency }"
_BOOKING = f"""... on Booking {{
  id status showtime {{ id }} total {_MONEY}
  tickets {{ id seatId category price {_MONEY} code status }}
}}"""
_HOLD = f"""... on SeatHold {{
  id showtime {{ id }} expiresAt extended total {_MONEY}
  seats {{ seatId category price {_MONEY} }}
}}"""
_ERROR = "... on UserError { code message }"
_INVALID = "... on InvalidInput { fields { path code } }"
_TAKEN = f"{_INVALID} ... on SeatsUnavailable {{ seatIds }}"
_OPERATIONS = {
    "holdSeats": ("input: HoldSeatsInput!", "input", f"{_HOLD} {_TAKEN}"),
    "holdBestSeats": ("input: HoldBestSeatsInput!", "input", f"{_HOLD} {_TAKEN}"),
    "extendHold": ("id: ID!", "id", f"{_HOLD} {_INVALID}"),
    "releaseHold": ("id: ID!", "id", "... on HoldReleased { holdId }"),
    "bookHold": ("input: BookHoldInput!", "input", _BOOKING),
    "cancelBooking": ("input: CancelBookingInput!", "input", _BOOKING),
    "checkInTicket": (
        "input: CheckInTicketInput!",
        "input",
        "... on TicketAccepted { ticket { id status } } ... on TicketRejected { checkedInAt }",
    ),
    "scheduleShowtime": ("input: ScheduleShowtimeInput!", "input", "... on Showtime { id status }"),
    "moveShowtime": ("input: MoveShowtimeInput!", "input", "... on Showtime { id status }"),
    "cancelShowtime": ("id: ID!", "id", "... on Showtime { id status }"),
    "deleteMyAccount": (
        "input: DeleteAccountInput!",
        "input",
        "... on AccountDeleted { accountId }",
    ),
}

Answer = dict[str, Any]


class Recorder:
    """The customers' own record of their calls and answers, one JSON object per line.

    Each call has a number. Its first line has the operation, the account, the arguments and the
    time. One line follows for each attempt without an answer, and a last one for the answer.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.errors: dict[str, int] = {}
        """Number of attempts without an answer, by error code; each was repeated."""
        self.answers = 0
        """Number of answers."""
        self._lines = file.open("a")
        self._asked = 0

    def record_call(self, operation: str, account_id: str, given: Any) -> int:
        """Record a new call and return its number."""
        number, self._asked = self._asked, self._asked + 1
        self._write(number, operation=operation, account=account_id, given=_public(given))
        return number

    def record_answer(self, number: int, answer: Answer) -> None:
        """Record an answer, on which the customer may now rely."""
        self._write(number, answer=_public(answer))
        self.answers += 1

    def record_failure(self, number: int, code: str, correlation_id: str | None = None) -> None:
        """Record an attempt without an answer, or with an error that leaves its effect open."""
        self._write(number, error=code, correlationId=correlation_id)
        self.errors[code] = self.errors.get(code, 0) + 1

    def close(self) -> None:
        """Close the file."""
        self._lines.close()

    def _write(self, number: int, **fields: Any) -> None:
        line = {"call": number, "at": datetime.now(UTC).isoformat(), **fields}
        self._lines.write(json.dumps(line) + "\n")
        self._lines.flush()


def _public(fields: Answer) -> Answer:
    return {name: value for name, value in fields.items() if name not in _SECRET}


@dataclass(frozen=True, slots=True)
class Replica:
    """Another process of booking, and what makes it answer a client."""

    url: str
    router: AsRouter


class Customer:
    """A person with an account and a session."""

    def __init__(
        self,
        url: str,
        recorder: Recorder,
        email: str | None = None,
        transport: PatientTransport | None = None,
    ) -> None:
        """Set up a new customer, or the one with this address and the demo's password."""
        self._url = url
        self._recorder = recorder
        self.email = email or f"{secrets.token_hex(8)}@cinema.test"
        self._http = httpx.AsyncClient(timeout=40, transport=transport or PatientTransport(0.2))
        self._token = ""
        self.account_id = ""

    async def close(self) -> None:
        """Close the HTTP connection."""
        await self._http.aclose()

    async def register(self) -> None:
        """Create the account and log in."""
        person = {"email": self.email, "password": PASSWORD}
        names = {"firstName": "Some", "lastName": "One"}
        await self._ask("register", person | names, _REGISTER, {"input": person | names})
        await self.log_in()

    async def log_in(self) -> None:
        """Start a session."""
        given = {"email": self.email, "password": PASSWORD, "tokenDelivery": "BEARER"}
        answer = await self._ask("login", given, _LOG_IN, {"input": given})
        if answer["__typename"] != "LoginSuccess":
            raise StackError(f"{self.email} cannot log in: {answer}")
        self._token = answer["token"]
        self.account_id = answer["account"]["id"]

    async def do(self, operation: str, at: Replica | None = None, **given: Any) -> Answer:
        """Call a mutation, repeat it unchanged until it has an answer, record and return that.

        `given` has the input's fields, or `id`. `at` is called instead of the router.
        """
        declared, argument, wanted = _OPERATIONS[operation]
        variables = {argument: given if argument == "input" else given["id"]}
        query = (
            f"mutation Do(${declared}) {{ {operation}({argument}: ${argument}) "
            f"{{ __typename {wanted} {_ERROR} }} }}"
        )
        return await self._ask(operation, given, query, variables, at)

    async def hold(
        self, showtime_id: str, *seat_ids: str, key: str | None = None, at: Replica | None = None
    ) -> Answer:
        """Call holdSeats, for adults."""
        given = {
            "showtimeId": showtime_id,
            "seats": [{"seatId": seat_id} for seat_id in seat_ids],
            "idempotencyKey": key or uuid4().hex,
        }
        return await self.do("holdSeats", at, **given)

    async def hold_best(
        self, showtime_id: str, *categories: str, key: str, seat_class: str = "STANDARD"
    ) -> Answer:
        """Call holdBestSeats."""
        given = {"showtimeId": showtime_id, "categories": categories, "seatClass": seat_class}
        return await self.do("holdBestSeats", None, **given, idempotencyKey=key)

    async def book(
        self,
        hold_id: str,
        token: str = "tok_visa",
        key: str | None = None,
        at: Replica | None = None,
    ) -> Answer:
        """Call bookHold."""
        given = {"holdId": hold_id, "paymentToken": token, "idempotencyKey": key or uuid4().hex}
        return await self.do("bookHold", at, **given)

    async def cancel(self, booking_id: str, key: str | None = None) -> Answer:
        """Call cancelBooking."""
        key = key or uuid4().hex
        return await self.do("cancelBooking", bookingId=booking_id, idempotencyKey=key)

    async def _ask(
        self,
        operation: str,
        given: Answer,
        query: str,
        variables: Answer,
        at: Replica | None = None,
    ) -> Answer:
        number = self._recorder.record_call(operation, self.account_id, given)
        deadline = time.monotonic() + _DEADLINE_SECONDS
        while True:
            code, correlation_id = "NO_ANSWER", None
            bearer = {"authorization": f"Bearer {self._token}"} if self._token else {}
            try:
                response = await self._http.post(
                    at.url if at else self._url,
                    json={"query": query, "variables": variables},
                    headers=bearer | (at.router.headers if at else {}),
                )
                body = response.json()
                if not body.get("errors"):
                    answer = body["data"][operation]
                    self._recorder.record_answer(number, answer)
                    return answer
                extensions = body["errors"][0].get("extensions", {})
                code = extensions.get("code", "UNKNOWN")
                correlation_id = extensions.get("correlationId")
            except (httpx.TransportError, ValueError):
                pass
            self._recorder.record_failure(number, code, correlation_id)
            if code == "UNAUTHENTICATED":
                # The session is lost, as after Redis was emptied: log in again.
                self._token = ""
                await self.log_in()
            elif code != "NO_ANSWER" and code not in _TRANSIENT:
                raise StackError(f"{operation} failed with {code}: {variables}")
            if time.monotonic() > deadline:
                raise StackError(
                    f"{operation} got no answer within {_DEADLINE_SECONDS:.0f} s: {code}"
                )
            await asyncio.sleep(_PAUSE_SECONDS)
