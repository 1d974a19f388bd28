"""`python -m tests.faults.crowd`: read as standard input says, and print what was seen.

Both are JSON. The input has `host`, `port`, `seconds`, `questions` (each with `kind`, `body` and
`expected`), and `readers` at once or a `rate` a second.
"""

import asyncio
import json
import sys
from typing import Any

from tests.faults.crowd.crowd import Crowd, Question


def question(host: str, kind: str, body: str, expected: str) -> Question:
    """Return the question as the bytes that are sent."""
    sent = body.encode()
    head = (
        f"POST /graphql HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n"
        f"content-length: {len(sent)}\r\n\r\n"
    )
    return Question(kind, head.encode() + sent, expected.encode())


async def main() -> None:
    given: dict[str, Any] = json.load(sys.stdin)
    host, seconds = given["host"], given["seconds"]
    crowd = Crowd(host, given["port"], [question(host, **each) for each in given["questions"]])
    if "rate" in given:
        await crowd.read_at_rate(given["rate"], seconds)
    else:
        await crowd.read_at_once(given["readers"], seconds)
    json.dump(vars(crowd.seen), sys.stdout)


if __name__ == "__main__":
    asyncio.run(main())
