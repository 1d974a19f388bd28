"""Failpoints: named moments before and after each write and call, at which a process can be
killed or made to wait.

The suite says what is to happen in a plan, a JSON file that is read again whenever it changes:
rules with `id`, `point` (such as `before bookings.confirm`), `action` (`kill` or `wait`) and
`subject`, an id that the call must be about (any call when it is null). Each rule fires once. It
leaves the file `reached/<id>`; what waits goes on when the file `go/<id>` appears.
"""

import asyncio
import functools
import json
import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_IDS = ("id", "showtime_id", "hold_id", "account_id", "reference", "key")
_POLL_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Rule:
    """What is to happen once, where, and about whom."""

    id: str
    point: str
    action: str
    subject: str | None


class Failpoints:
    """The points of one process."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds `plan.json` and what the rules leave."""
        self._plan = folder / "plan.json"
        self._reached = folder / "reached"
        self._go = folder / "go"
        self._read_at = 0
        self._rules: list[Rule] = []

    def surround(self, owner: type, name: str, methods: Sequence[str]) -> None:
        """Put a point before and one after each of `owner`'s methods, called `name.<method>`."""
        for method in methods:
            label = f"{name}.{method.removeprefix('_')}"
            setattr(owner, method, self._surrounded(getattr(owner, method), label))

    def _surrounded(
        self, method: Callable[..., Awaitable[Any]], label: str
    ) -> Callable[..., Awaitable[Any]]:
        @functools.wraps(method)
        async def surrounded(*args: Any, **kwargs: Any) -> Any:
            subjects = {id for each in (*args[1:], *kwargs.values()) for id in _ids(each)}
            await self._pass(f"before {label}", subjects)
            result = await method(*args, **kwargs)
            await self._pass(f"after {label}", subjects)
            return result

        return surrounded

    async def _pass(self, point: str, subjects: set[str]) -> None:
        for rule in self._current():
            about = rule.subject is None or rule.subject in subjects
            if rule.point != point or not about or not self._first(rule):
                continue
            if rule.action == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            # The word comes from another process, by a file: nothing here could set an event.
            while not (self._go / rule.id).exists():  # noqa: ASYNC110
                await asyncio.sleep(_POLL_SECONDS)

    def _first(self, rule: Rule) -> bool:
        try:
            (self._reached / rule.id).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def _current(self) -> list[Rule]:
        changed = self._plan.stat().st_mtime_ns
        if changed != self._read_at:
            self._rules = [Rule(**rule) for rule in json.loads(self._plan.read_text())]
            self._read_at = changed
        return self._rules


def _ids(value: object) -> set[str]:
    """The ids by which a call's argument says what it is about."""
    if isinstance(value, str):
        return {value}
    inner = getattr(value, "payment", None)
    found = {getattr(each, name, None) for each in (value, inner) for name in _IDS}
    return {each for each in found if isinstance(each, str)}
