"""Failpoints: named points before and after writes and calls, where a process can be killed or
made to wait.

The suite writes a plan, a JSON file that is read again when it changes. The plan has rules with
`id`, `point`, `action` (`kill` or `wait`) and `subject`: an id that the call must be about, or
null for any call. Each rule fires once and then creates the file `reached/<id>`. A waiting call
goes on when the file `go/<id>` appears.

A point is `before` or `after`, and a label. The label is an operation (`bookings.save`), with or
without its result (`bookings.save:CONFIRMED/DONE`), or one write within an operation
(`bookings.confirm/tickets.insert_many`). A call is about the ids in its arguments and in those of
the calls around it. `after` also means after a failure.
"""

import asyncio
import functools
import json
import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_IDS = ("id", "showtime_id", "hold_id", "account_id", "actor", "reference", "key")
_POLL_SECONDS = 0.01

Detail = Callable[..., str]
"""Returns the result that a label names, from the call's arguments; `self` is the first."""


@dataclass(frozen=True, slots=True)
class Rule:
    """An action to take once, at a point, for a subject."""

    id: str
    point: str
    action: str
    subject: str | None


@dataclass(frozen=True, slots=True)
class _Scope:
    """The operation around a call, and the ids that the call is about."""

    label: str = ""
    subjects: frozenset[str] = frozenset()


_scope: ContextVar[_Scope | None] = ContextVar("scope", default=None)
_NOWHERE = _Scope()


class Failpoints:
    """The failpoints of one process."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which has `plan.json` and the files that rules create."""
        self._plan = folder / "plan.json"
        self._reached = folder / "reached"
        self._go = folder / "go"
        self._read_at = 0
        self._rules: list[Rule] = []

    def surround(
        self, owner: type, name: str, methods: Sequence[str], detail: Detail | None = None
    ) -> None:
        """Put points before and after each of `owner`'s methods, labelled `name.<method>`."""
        for method in methods:
            self._surround(owner, method, _labels(f"{name}.{method.removeprefix('_')}", detail))

    def surround_writes(
        self, owner: type, methods: Sequence[str], name: Callable[[Any], str]
    ) -> None:
        """Put points around single writes within operations: `<operation>/<name>.<method>`."""
        for method in methods:

            def labels(own: Any, *_: Any, _method: str = method, **__: Any) -> list[str]:
                around = (_scope.get() or _NOWHERE).label
                return [f"{around}/{name(own)}.{_method}"] if around else []

            self._surround(owner, method, labels)

    def _surround(self, owner: type, name: str, labels: Callable[..., list[str]]) -> None:
        method: Callable[..., Awaitable[Any]] = getattr(owner, name)

        @functools.wraps(method)
        async def surrounded(*args: Any, **kwargs: Any) -> Any:
            around = _scope.get() or _NOWHERE
            names = labels(*args, **kwargs)
            own = {id for each in (*args[1:], *kwargs.values()) for id in _ids(each)}
            scope = _Scope(names[0] if names else "", around.subjects | own)
            token = _scope.set(scope)
            try:
                await self._pass("before", names, scope.subjects)
                try:
                    return await method(*args, **kwargs)
                finally:
                    await self._pass("after", names, scope.subjects)
            finally:
                _scope.reset(token)

        setattr(owner, name, surrounded)

    async def _pass(self, when: str, labels: Sequence[str], subjects: frozenset[str]) -> None:
        points = {f"{when} {label}" for label in labels}
        for rule in self._current():
            about = rule.subject is None or rule.subject in subjects
            if rule.point not in points or not about or not self._first(rule):
                continue
            if rule.action == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            # Another process releases the call by creating a file, so no event can be awaited.
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


def _labels(label: str, detail: Detail | None) -> Callable[..., list[str]]:
    def labels(*args: Any, **kwargs: Any) -> list[str]:
        return [label, f"{label}:{detail(*args, **kwargs)}"] if detail else [label]

    return labels


def _ids(value: object) -> set[str]:
    """Return the ids in one argument of a call."""
    if isinstance(value, str):
        return {value}
    inner = getattr(value, "payment", None)
    found = {getattr(each, name, None) for each in (value, inner) for name in _IDS}
    return {each for each in found if isinstance(each, str)}
