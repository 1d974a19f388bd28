"""Fifty buyers try to hold one seat at the same time."""

import asyncio
from collections import Counter
from math import ceil

from tests.faults.testbed import RowFailed, Testbed

_BUYERS, _ROUNDS = 50, 200


async def run(testbed: Testbed, scale: float) -> str:
    rounds = ceil(_ROUNDS * scale)
    buyers = await testbed.customers(_BUYERS)
    for _ in range(rounds):
        showtime, seat = testbed.fresh_seat()
        answers = await asyncio.gather(*(buyer.hold(showtime, seat) for buyer in buyers))
        kinds = Counter(answer["__typename"] for answer in answers)
        if kinds != {"SeatHold": 1, "SeatsUnavailable": _BUYERS - 1}:
            raise RowFailed(f"{seat} of {showtime}: {kinds}")
        for buyer, answer in zip(buyers, answers, strict=True):
            if answer["__typename"] == "SeatHold":
                booked = await buyer.book(answer["id"])
                if booked.get("status") != "CONFIRMED":
                    raise RowFailed(f"the winner of {seat} of {showtime} could not book: {booked}")
    await testbed.settle_and_audit()
    return (
        f"{rounds} rounds, in each one winner, who booked, and {_BUYERS - 1} buyers refused with "
        "SeatsUnavailable"
    )
