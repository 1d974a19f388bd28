"""Customers: they do what people do, repeat what got no answer, and write down every answer."""

import asyncio
import json
import secrets
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from dev.errors import StackError

PASSWORD = "a-long-enough-password"
_DEADLINE_SECONDS = 90.0
_PAUSE_SECONDS = 0.3
_TRANSIENT = {"SUBGRAPH_UNAVAILABLE", "SERVICE_UNAVAILABLE", "INTERNAL_SERVER_ERROR"}

_REGISTER = """
mutation Register($input: RegisterInput!) {
  register(input: $input) { __typename ... on Account { id } ... on UserError { message } }
}
"""
_LOG_IN = """
mutation LogIn($input: LoginInput!) {
  login(input: $input) {
    __typename ... on LoginSuccess { token account { id } } ... on UserError { message }
  }
}
"""
_BOOKING = "... on Booking { id status total { amountMinor } tickets { id seatId code status } }"
_HOLD = "... on SeatHold { id expiresAt total { amountMinor } seats { seatId category } }"
_ERROR = "... on UserError { code message }"
_OPERATIONS = {
    "holdSeats": ("input: HoldSeatsInput!", "input", _HOLD),
    "holdBestSeats": ("input: HoldBestSeatsInput!", "input", _HOLD),
    "extendHold": ("id: ID!", "id", _HOLD),
    "releaseHold": ("id: ID!", "id", "... on HoldReleased { holdId }"),
    "bookHold": ("input: BookHoldInput!", "input", _BOOKING),
    "cancelBooking": ("input: CancelBookingInput!", "input", _BOOKING),
    "checkInTicket": (
        "input: CheckInTicketInput!",
        "input",
        "... on TicketAccepted { ticket { id status } } ... on TicketRejected { checkedInAt }",
    ),
    "cancelShowtime": ("id: ID!", "id", "... on Showtime { id status }"),
    "deleteMyAccount": (
        "input: DeleteAccountInput!",
        "input",
        "... on AccountDeleted { accountId }",
    ),
}

Answer = dict[str, Any]


class Recorder:
    """The customers' own record of what they were told: a JSON object a line."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.errors: dict[str, int] = {}
        self.count = 0
        """How many answers there are."""
        self._lines = file.open("a")

    def answered(self, operation: str, given: Any, answer: Answer) -> None:
        """Keep an answer that a customer may rely on."""
        line = {"operation": operation, "given": given, "answer": answer}
        self._lines.write(json.dumps(line) + "\n")
        self._lines.flush()
        self.count += 1

    def failed(self, code: str) -> None:
        """Count a call that got no answer; it is repeated."""
        self.errors[code] = self.errors.get(code, 0) + 1


class Customer:
    """Somebody with an account and a session."""

    def __init__(self, url: str, recorder: Recorder, email: str | None = None) -> None:
        """A new customer, or the one with that address and the demo's password."""
        self._url = url
        self._recorder = recorder
        self.email = email or f"{secrets.token_hex(8)}@cinema.test"
        self._http = httpx.AsyncClient(timeout=40, trust_env=False)
        self._token = ""
        self.account_id = ""

    async def close(self) -> None:
        """Hang up."""
        await self._http.aclose()

    async def register(self) -> None:
        """Open the account and log in."""
        person = {"email": self.email, "password": PASSWORD}
        names = {"firstName": "Some", "lastName": "One"}
        await self._answer(_REGISTER, {"input": person | names})
        await self.log_in()

    async def log_in(self) -> None:
        """Open a session."""
        given = {"email": self.email, "password": PASSWORD, "tokenDelivery": "BEARER"}
        answer = await self._answer(_LOG_IN, {"input": given})
        if answer["login"]["__typename"] != "LoginSuccess":
            raise StackError(f"{self.email} cannot log in: {answer['login']}")
        self._token = answer["login"]["token"]
        self.account_id = answer["login"]["account"]["id"]

    async def do(self, operation: str, url: str | None = None, **given: Any) -> Answer:
        """The answer to a mutation, recorded; a call without one is repeated as it was.

        `given` is the input's fields, or `id`. `url` is another address than the router's.
        """
        declared, argument, wanted = _OPERATIONS[operation]
        variables = {argument: given if argument == "input" else given["id"]}
        query = (
            f"mutation Do(${declared}) {{ {operation}({argument}: ${argument}) "
            f"{{ __typename {wanted} {_ERROR} }} }}"
        )
        answer = (await self._answer(query, variables, url))[operation]
        self._recorder.answered(operation, given, answer)
        return answer

    async def hold(
        self, showtime_id: str, *seat_ids: str, key: str | None = None, url: str | None = None
    ) -> Answer:
        """holdSeats for adults."""
        given = {
            "showtimeId": showtime_id,
            "seats": [{"seatId": seat_id} for seat_id in seat_ids],
            "idempotencyKey": key or uuid4().hex,
        }
        return await self.do("holdSeats", url, **given)

    async def hold_best(
        self, showtime_id: str, *categories: str, key: str, seat_class: str = "STANDARD"
    ) -> Answer:
        """holdBestSeats."""
        given = {"showtimeId": showtime_id, "categories": categories, "seatClass": seat_class}
        return await self.do("holdBestSeats", None, **given, idempotencyKey=key)

    async def book(
        self, hold_id: str, token: str = "tok_visa", key: str | None = None, url: str | None = None
    ) -> Answer:
        """bookHold."""
        given = {"holdId": hold_id, "paymentToken": token, "idempotencyKey": key or uuid4().hex}
        return await self.do("bookHold", url, **given)

    async def cancel(self, booking_id: str, key: str | None = None) -> Answer:
        """cancelBooking."""
        key = key or uuid4().hex
        return await self.do("cancelBooking", bookingId=booking_id, idempotencyKey=key)

    async def _answer(
        self, query: str, variables: Answer, url: str | None = None
    ) -> dict[str, Any]:
        deadline = time.monotonic() + _DEADLINE_SECONDS
        while True:
            code = "NO_ANSWER"
            try:
                response = await self._http.post(
                    url or self._url,
                    json={"query": query, "variables": variables},
                    headers={"authorization": f"Bearer {self._token}"} if self._token else {},
                )
                body = response.json()
                if not body.get("errors"):
                    return body["data"]
                code = body["errors"][0].get("extensions", {}).get("code", "UNKNOWN")
            except (httpx.TransportError, ValueError):
                pass
            self._recorder.failed(code)
            if code == "UNAUTHENTICATED":
                # The session is gone, as after Redis was emptied: people log in again.
                self._token = ""
                await self.log_in()
            elif code != "NO_ANSWER" and code not in _TRANSIENT:
                raise StackError(f"refused for good: {code} to {variables}")
            if time.monotonic() > deadline:
                raise StackError(f"no answer within {_DEADLINE_SECONDS:.0f} s: {code}")
            await asyncio.sleep(_PAUSE_SECONDS)
