"""Runs `make demo`: a customer registers, holds two seats and books them, through the router."""

import time
from typing import Any
from uuid import uuid4

import segno
from rich.columns import Columns
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from dev.addresses import Ports
from dev.client import Client
from dev.errors import StackError
from dev.operations import operation

_PASSWORD = "correct-horse-battery"
_CITY = "Bogotá"
_STYLES = {"FREE": "green", "HELD": "yellow", "SOLD": "red", "BLOCKED": "dim"}

_REGISTER = operation("demo-register")
_CITIES = operation("demo-cities")
_SHOWTIMES = operation("demo-showtimes")
_SEATS = operation("demo-seats")
_HOLD = operation("demo-hold")
_BOOK = operation("demo-book")


async def demo() -> None:
    """Run the demo and print each step; StackError at the first step that fails."""
    console = Console()
    async with Client(f"{Ports().url('router')}/graphql") as client:
        email = f"guest-{int(time.time())}@cinema.test"
        names = {"firstName": "Guest", "lastName": "Demo"}
        await _do(client, _REGISTER, {"email": email, "password": _PASSWORD, **names}, "Account")
        await client.log_in(email, _PASSWORD)
        console.print(f"Registered and logged in as [bold]{email}[/].")
        showtime = await _choose_showtime(client)
        console.print(
            f"[bold]{showtime['movie']['title']}[/] ({showtime['movie']['runtimeMinutes']} min), "
            f"{showtime['cinema']['name']}, {showtime['auditorium']['name']}, "
            f"{showtime['startsAt']}: {showtime['availableSeatCount']} seats left."
        )
        seats = await _choose_seats(client, console, showtime["id"])
        hold = await _do(
            client,
            _HOLD,
            {
                "showtimeId": showtime["id"],
                "seats": [
                    {"seatId": seats[0], "category": "ADULT"},
                    {"seatId": seats[1], "category": "STUDENT"},
                ],
                "idempotencyKey": str(uuid4()),
            },
            "SeatHold",
        )
        console.print(
            f"Holding {' and '.join(seats)} until {hold['expiresAt']}: {hold['total']['display']}."
        )
        booking = await _do(
            client,
            _BOOK,
            {"holdId": hold["id"], "paymentToken": "tok_visa", "idempotencyKey": str(uuid4())},
            "Booking",
        )
        _show_tickets(console, booking)


async def _choose_showtime(client: Client) -> dict[str, Any]:
    cities = (await client.ask(_CITIES))["cities"]
    for city in (city for city in cities if city["name"] == _CITY):
        found = await client.ask(_SHOWTIMES, cityId=city["id"])
        for edge in found["showtimes"]["edges"]:
            if edge["node"]["isBookable"]:
                return edge["node"]
    raise StackError(f"Nothing can be booked in {_CITY}: put the demo data in with `make seed`.")


async def _choose_seats(client: Client, console: Console, showtime_id: str) -> list[str]:
    """Draw the seat map; return the ids of two free seats beside each other."""
    seats = (await client.ask(_SEATS, id=showtime_id))["showtime"]["seatMap"]["seats"]
    rows: dict[str, list[dict[str, Any]]] = {}
    for seat in seats:
        rows.setdefault(seat["row"], []).append(seat)
    console.print(_drawing(rows))
    for row in sorted(rows, key=lambda label: abs(ord(label) - ord("E"))):
        for left, right in zip(rows[row], rows[row][1:], strict=False):
            neighbours = right["column"] == left["column"] + 1
            if neighbours and left["state"] == right["state"] == "FREE":
                return [left["id"], right["id"]]
    raise StackError("No two neighbouring seats are free in this showtime: try again later.")


def _drawing(rows: dict[str, list[dict[str, Any]]]) -> Panel:
    drawing = Text()
    for label, seats in rows.items():
        drawing.append(f"{label} ")
        by_column = {seat["column"]: seat for seat in seats}
        for column in range(1, max(by_column) + 1):
            seat = by_column.get(column)
            drawing.append("■ " if seat else "  ", style=_STYLES[seat["state"]] if seat else "")
        drawing.append("\n")
    drawing.append("■ free ", "green").append("■ held ", "yellow").append("■ sold", "red")
    return Panel(drawing, title="screen", expand=False)


def _show_tickets(console: Console, booking: dict[str, Any]) -> None:
    payment = booking["payment"]
    console.print(
        f"Booking [bold]{booking['reference']}[/] is {booking['status']}: "
        f"{booking['total']['display']}, {payment['status']} on {payment['cardBrand']} "
        f"ending in {payment['cardLast4']}."
    )
    if booking["status"] != "CONFIRMED":
        raise StackError("The booking was not confirmed; see the logs with `make logs`.")
    console.print(Columns([_ticket(ticket) for ticket in booking["tickets"]]))


def _ticket(ticket: dict[str, Any]) -> Panel:
    symbol = segno.make(ticket["code"], error="l")
    matrix = [[bool(module) for module in row] for row in symbol.matrix_iter(border=2)]
    if len(matrix) % 2:
        matrix.append([False] * len(matrix[0]))
    # Two rows of modules share a line of characters, dark on light as scanners need.
    halves = {(True, True): " ", (True, False): "▄", (False, True): "▀", (False, False): "█"}
    lines = [
        "".join(halves[upper, lower] for upper, lower in zip(*pair, strict=True))
        for pair in zip(matrix[::2], matrix[1::2], strict=True)
    ]
    title = f"{ticket['seatId']} {ticket['category']} {ticket['price']['display']}"
    return Panel("\n".join(lines), title=title, expand=False)


async def _do(
    client: Client, mutation: str, input: dict[str, Any], expected: str
) -> dict[str, Any]:
    (answer,) = (await client.ask(mutation, input=input)).values()
    if answer["__typename"] != expected:
        raise StackError(f"{answer['__typename']}: {answer.get('message')}")
    return answer
