"""The bad inputs of every operation, with their answers.

A value such as `@open` stands for a real id or token.
"""

import base64
from typing import Any

from tests.stack.booking.testbed import BEST, BOOK, CANCEL, HOLD, INVALID, USER_ERROR

ULID = "01JH0000000000000000000000"
BY_ID = "mutation Call($id: ID!) {{ {0}(id: $id) {{ __typename {1} }} }}"
LISTED = """
query Listed($showtimeId: ID, $status: BookingStatus, $first: Int, $after: String) {
  bookings(showtimeId: $showtimeId, status: $status, first: $first, after: $after) { totalCount }
}
"""
QUOTED = "query Quoted($id: ID!) { booking(id: $id) { refundQuote { amountMinor } } }"
DOCUMENTS = {
    "holdSeats": HOLD,
    "holdBestSeats": BEST,
    "bookHold": BOOK,
    "cancelBooking": CANCEL,
    "extendHold": BY_ID.format("extendHold", f"{USER_ERROR} {INVALID}"),
    "releaseHold": BY_ID.format("releaseHold", USER_ERROR),
    "hold": "query Call($id: ID!) { hold(id: $id) { id } }",
    "booking": "query Call($id: ID!) { booking(id: $id) { id } }",
    "bookings": LISTED,
    "refundQuote": QUOTED,
}
GOOD: dict[str, dict[str, Any]] = {
    "holdSeats": {
        "showtimeId": "@open",
        "seats": [{"seatId": "A1"}],
        "idempotencyKey": "@fresh key",
    },
    "holdBestSeats": {
        "showtimeId": "@open",
        "categories": ["ADULT"],
        "idempotencyKey": "@fresh key",
    },
    "bookHold": {
        "holdId": "@hold",
        "paymentToken": "tok_visa",
        "idempotencyKey": "@fresh key",
    },
    "cancelBooking": {"bookingId": "@booking", "idempotencyKey": "@fresh key"},
}
INPUTS = tuple(GOOD)


def _seats(*ids: Any, **more: Any) -> dict[str, Any]:
    return {"seats": [{"seatId": id, **more} for id in ids]}


def _cursor(text: str) -> dict[str, str]:
    return {"after": base64.urlsafe_b64encode(text.encode()).decode()}


NO_ID = (
    "",
    " ",
    "hld_",
    f"acc_{ULID}",
    f"hld_{ULID}0",
    f"hld_{ULID.lower()}",
    "hld_" + "U" * 26,
    "$where",
    "../holds",
    '{"$gt": ""}',
    "x" * 10_000,
    "hld_\u0000",
    f"hld_{ULID}\n",
)
NO_SEAT = ("", "Z9", "a1", "A01", " A1", "A1.state", "$set", "A1\u0000", "é", "x" * 5_000)
NO_KEY = ("", "k" * 101, "k" * 10_000)
NO_TOKEN = ("", "   ", "t" * 201, "tok\u0000", "tok\nvisa", "tok_\u202evisa")
NO_TEXT = ("\ud800", "a\udfff", "\udc00\ud800")
OPERATORS: tuple[Any, ...] = ({"$gt": ""}, {"$ne": None}, ["x"], True, None, 1.5)
"""Values of other types, among them query operators of MongoDB."""

CASES: list[tuple[str, dict[str, Any], str]] = [
    *(("holdSeats", {"showtimeId": id}, "NotFound") for id in (*NO_ID, f"sho_{ULID}")),
    *(("holdSeats", _seats(id), "InvalidInput seats.0.seatId UNKNOWN_SEAT") for id in NO_SEAT),
    ("holdSeats", _seats("A1", "Z9"), "InvalidInput seats.1.seatId UNKNOWN_SEAT"),
    ("holdSeats", _seats(), "InvalidInput seats COUNT"),
    ("holdSeats", _seats(*(f"A{n}" for n in range(11))), "InvalidInput seats COUNT"),
    ("holdSeats", _seats(*(f"A{n}" for n in range(5_000))), "InvalidInput seats COUNT"),
    ("holdSeats", _seats("A1", "A1"), "InvalidInput seats REPEATED"),
    ("holdSeats", _seats("A1", category="CHILD"), "InvalidInput seats.0.category NO_PRICE"),
    ("holdSeats", _seats("B10"), "InvalidInput seats.0.category NO_PRICE"),
    ("holdSeats", _seats("B9"), "SeatsUnavailable"),
    ("holdSeats", _seats("A5", "A1"), "SeatsUnavailable"),
    ("holdSeats", {"showtimeId": "@begun"}, "ShowtimeNotBookable"),
    ("holdSeats", {"showtimeId": "@cancelled"}, "ShowtimeNotBookable"),
    ("holdSeats", {"showtimeId": "@full of mine"}, "InvalidInput showtimeId TOO_MANY_HOLDS"),
    ("holdSeats", {"idempotencyKey": "@used key"}, "IdempotencyConflict"),
    ("holdSeats", _seats("A1", category="BABY"), "invalid value at .seats[0].category"),
    ("holdSeats", _seats("A1", price=1), "invalid value at .seats[0]"),
    ("holdSeats", {"seats": None}, "invalid value at .seats"),
    ("holdSeats", {"seats": [None]}, "invalid value at .seats[0]"),
    ("holdSeats", {"amountMinor": 1}, "invalid value"),
    *(("holdBestSeats", {"showtimeId": id}, "NotFound") for id in (*NO_ID, f"sho_{ULID}")),
    ("holdBestSeats", {"categories": []}, "InvalidInput categories COUNT"),
    ("holdBestSeats", {"categories": ["ADULT"] * 11}, "InvalidInput categories COUNT"),
    ("holdBestSeats", {"categories": ["ADULT"] * 5_000}, "InvalidInput categories COUNT"),
    ("holdBestSeats", {"categories": ["ADULT", "CHILD"]}, "InvalidInput categories.1 NO_PRICE"),
    ("holdBestSeats", {"seatClass": "PREMIUM"}, "InvalidInput categories.0 NO_PRICE"),
    ("holdBestSeats", {"categories": ["ADULT"] * 9}, "SeatsUnavailable"),
    ("holdBestSeats", {"showtimeId": "@begun"}, "ShowtimeNotBookable"),
    ("holdBestSeats", {"showtimeId": "@cancelled"}, "ShowtimeNotBookable"),
    ("holdBestSeats", {"showtimeId": "@full of mine"}, "InvalidInput showtimeId TOO_MANY_HOLDS"),
    ("holdBestSeats", {"categories": ["BABY"]}, "invalid value at .categories[0]"),
    ("holdBestSeats", {"seatClass": "THRONE"}, "invalid value at .seatClass"),
    ("holdBestSeats", {"categories": {"$gt": ""}}, "invalid value at .categories"),
    *(("bookHold", {"holdId": id}, "NotFound") for id in NO_ID),
    *(("bookHold", {"holdId": id}, "NotFound") for id in (f"hld_{ULID}", "@bobs hold")),
    *(("bookHold", {"paymentToken": each}, "InvalidInput paymentToken TOKEN") for each in NO_TOKEN),
    ("bookHold", {"holdId": "@expired hold"}, "HoldExpired"),
    ("bookHold", {"holdId": "@paid hold"}, "HoldExpired"),
    *(("cancelBooking", {"bookingId": id}, "NotFound") for id in NO_ID),
    *(("cancelBooking", {"bookingId": id}, "NotFound") for id in (f"bkg_{ULID}", "@bobs booking")),
    ("cancelBooking", {"bookingId": "@pending"}, "BookingNotCancellable"),
    ("cancelBooking", {"bookingId": "@begun booking"}, "BookingNotCancellable"),
    ("cancelBooking", {"reason": "x" * 501}, "INVALID_INPUT reason LENGTH"),
    ("cancelBooking", {"reason": "a\u202eb"}, "INVALID_INPUT reason DIRECTION_CONTROL"),
    *(
        (operation, {"idempotencyKey": key}, "InvalidInput idempotencyKey LENGTH")
        for operation in ("holdSeats", "holdBestSeats", "bookHold")
        for key in NO_KEY
    ),
    *(
        ("cancelBooking", {"idempotencyKey": k}, "INVALID_INPUT idempotencyKey LENGTH")
        for k in NO_KEY
    ),
    *(
        (operation, {"idempotencyKey": value}, "invalid value at .idempotencyKey")
        for operation in INPUTS
        for value in OPERATORS
    ),
    *(
        ("bookHold", {"paymentToken": each}, "invalid value at .paymentToken")
        for each in OPERATORS
        if each is not None
    ),
    # A booking that costs nothing has no token; this hold costs something.
    ("bookHold", {"paymentToken": None}, "InvalidInput paymentToken REQUIRED"),
    *(("cancelBooking", {"reason": each}, "invalid value at .reason") for each in OPERATORS[:4]),
    *(
        (operation, {name: text}, "BAD_USER_INPUT")
        for operation, name in (
            ("holdSeats", "showtimeId"),
            ("bookHold", "paymentToken"),
            ("cancelBooking", "reason"),
        )
        for text in NO_TEXT
    ),
    *(
        (operation, {"id": id}, "NotFound")
        for operation in ("extendHold", "releaseHold")
        for id in (*NO_ID, f"hld_{ULID}", "@bobs hold")
    ),
    ("extendHold", {"id": "@expired hold"}, "HoldExpired"),
    ("extendHold", {"id": "@paid hold"}, "HoldExpired"),
    ("extendHold", {"id": "@extended hold"}, "InvalidInput id EXTENDED_BEFORE"),
    ("releaseHold", {"id": "@paid hold"}, "NotFound"),
    *(
        (operation, {"id": id}, "null")
        for operation in ("hold", "booking", "refundQuote")
        for id in (*NO_ID, f"hld_{ULID}", f"bkg_{ULID}", "@bobs hold", "@bobs booking")
    ),
    *(
        ("refundQuote", {"id": id}, "no quote")
        for id in ("@pending", "@begun booking", "@cancelled booking")
    ),
    *(
        (operation, {"id": value}, "invalid value")
        for operation in ("extendHold", "releaseHold", "hold", "booking")
        for value in OPERATORS
    ),
    *(("bookings", {"first": n}, "INVALID_INPUT first OUT_OF_RANGE") for n in (0, -1, 101)),
    *(("bookings", {"first": n}, "invalid value") for n in (2**31, "1", 1.5, {"$gt": 0})),
    *(
        ("bookings", cursor, "INVALID_INPUT after BAD_CURSOR")
        for cursor in (
            {"after": ""},
            {"after": "nonsense"},
            {"after": "é" * 100},
            _cursor("{}"),
            _cursor("[1]"),
            _cursor("[true]"),
            _cursor('["a","b"]'),
            _cursor('[{"$gt":""}]'),
            _cursor("[" + "9" * 40 + "]"),
            _cursor('["\\ud800"]'),
            _cursor("[" * 5_000),
        )
    ),
    *(("bookings", {"showtimeId": id}, "none") for id in (*NO_ID, f"sho_{ULID}")),
    ("bookings", {"status": "PAID"}, "invalid value"),
    ("bookings", {"status": {"$ne": "PENDING"}}, "invalid value"),
]
"""The operation, the change of its good input, and the answer."""
