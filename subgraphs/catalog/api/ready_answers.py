"""ASGI middleware that sends an answer again, as bytes, before anything reads the question."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from cachetools import LRUCache
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.clock import Clock
from shared.graphql.public_answers import PublicAnswer
from subgraphs.catalog.service.answers import LARGEST_KEPT, CatalogVersion

KEPT_BYTES = 64 * 1024 * 1024
"""What the answers of a process may weigh together, in bytes of its memory."""
LARGEST_QUESTION = 16_000
"""The largest request whose answer is kept, in bytes: each is read whole and digested."""

# The key, the headers, the entry and their places, so that many small answers are counted too.
_MEMORY_PER_ENTRY = 2_000
# The request's headers that an answer depends on.
_NEGOTIATED = frozenset({b"accept", b"content-type", b"content-encoding"})


@dataclass(frozen=True, slots=True)
class ReadyAnswer:
    """An answer as it was sent. It holds until `until`, while the catalog has this version."""

    start: Message
    body: bytes
    version: int
    until: datetime


class SendReadyAnswers:
    """Keeps public answers by the bytes of their question, and sends them while they hold.

    The catalog's version is read for each question, after it has arrived. So a reader who has
    seen a change never gets an answer from before it (docs/adr/0003).
    """

    def __init__(self, app: ASGIApp, version: CatalogVersion, clock: Clock) -> None:
        self._app = app
        self._version = version
        self._clock = clock
        self._answers = LRUCache[bytes, ReadyAnswer](KEPT_BYTES, getsizeof=_weight)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or scope["path"] != "/graphql":
            await self._app(scope, receive, send)
            return
        read = await _read(receive)
        question = _digest(scope, read)
        if question is None:
            await self._app(scope, _replay(read, receive), send)
        elif (ready := await self._find(question)) is not None:
            await send({**ready.start, "headers": list(ready.start["headers"])})
            await send({"type": "http.response.body", "body": ready.body})
        else:
            answer = _Recorder(send)
            await self._app(scope, _replay(read, receive), answer.send)
            self._keep(question, answer)

    async def _find(self, question: bytes) -> ReadyAnswer | None:
        ready = self._answers.get(question)
        if ready is None or self._clock.now() >= ready.until:
            return None
        try:
            version = await self._version.current()
        except Exception:  # any failure: the service says in its own words what is away
            return None
        return ready if ready.version == version else None

    def _keep(self, question: bytes, answer: "_Recorder") -> None:
        told = answer.told
        if told is not None and answer.start is not None and len(answer.body) <= LARGEST_KEPT:
            until = self._clock.now() + told.kept_for
            ready = ReadyAnswer(answer.start, answer.body, told.version, until)
            self._answers[question] = ready


class _Recorder:
    """Sends an answer on, and keeps it if it is public."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.start: Message | None = None
        self.body = b""
        self.told: PublicAnswer | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            # A copy: middleware outside adds headers for this one request.
            self.start = {**message, "headers": list(message["headers"])}
            self.told = PublicAnswer.told(Headers(raw=message["headers"]))
        elif self.told is not None:
            self.body += message.get("body", b"")
        await self._send(message)


async def _read(receive: Receive) -> list[Message]:
    """Read the request to its end, or until it is too large to have a kept answer."""
    read, size = list[Message](), 0
    while size <= LARGEST_QUESTION:
        message = await receive()
        read.append(message)
        size += len(message.get("body", b""))
        if not message.get("more_body", False):
            break
    return read


def _digest(scope: Scope, read: list[Message]) -> bytes | None:
    """Return what the answer is kept by; None when the request was not read to its end."""
    if read[-1]["type"] != "http.request" or read[-1].get("more_body", False):
        return None
    digest = hashlib.sha256()
    for name, value in scope["headers"]:
        if name in _NEGOTIATED:
            digest.update(b"%b:%b\n" % (name, value))
    for message in read:
        digest.update(message.get("body", b""))
    return digest.digest()


def _replay(read: list[Message], receive: Receive) -> Receive:
    """Return a `receive` that gives what has been read, and then the rest."""
    messages = iter(read)

    async def replayed() -> Message:
        message = next(messages, None)
        return await receive() if message is None else message

    return replayed


def _weight(ready: ReadyAnswer) -> int:
    return _MEMORY_PER_ENTRY + len(ready.body)
