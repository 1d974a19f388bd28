"""Operations that take turns: each waits for its turn before every call of a port."""

import functools
import inspect
from collections.abc import Awaitable, Callable, Coroutine, Generator
from types import coroutine
from typing import Any

from shared.errors import Refusal, TransientFailure

Start = Callable[[], Coroutine[Any, Any, object]]


class Operation:
    """A running use case. No event loop runs it: the test decides when it continues."""

    def __init__(self, start: Start) -> None:
        self.start = start
        self.waits = False
        """Whether it ended by a transient failure and has to be tried again."""
        self._running = start()

    def go_on(self) -> bool:
        """Make the next call of a port; return True when it ended or was refused."""
        try:
            self._running.send(None)
        except (StopIteration, Refusal):
            return True
        except TransientFailure:
            self.waits = True
            return True
        return False

    def finish(self) -> None:
        """Make all its calls."""
        while not self.go_on():
            pass

    def die(self) -> None:
        """End like a killed process: the calls so far have happened, and no more will."""
        self._running.close()


def take_turns(*ports: object) -> None:
    """Make every call of these ports wait for its turn."""
    for port in ports:
        for name, method in inspect.getmembers(port, inspect.iscoroutinefunction):
            setattr(port, name, _after_a_turn(method))


def _after_a_turn(method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    @functools.wraps(method)
    async def call(*args: Any, **named: Any) -> Any:
        await _turn()
        return await method(*args, **named)

    return call


@coroutine
def _turn() -> Generator[None, None, None]:
    yield
