"""Answers a query level by level."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# graphql-core leaves the arguments of its generic types open.

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from inspect import CORO_CREATED, getcoroutinestate, iscoroutine
from itertools import repeat
from typing import Any

from graphql import GraphQLObjectType
from graphql.execution import Executor
from graphql.execution.collect_fields import GroupedFieldSet

from shared.execution.fields import Field, Selections
from shared.execution.shapes import Items, Leaf, Objects, Shape, Unanswerable, accepts

CHUNK = 250
"""How many values are resolved or completed before other work may have its turn."""

Answer = dict[str, Any]
Pause = Callable[[], Awaitable[None]]
"""Gives other work its turn, if it is time for that."""


@dataclass(slots=True)
class _Group:
    """Objects of one type with the same selection, and the answer that each of them gets."""

    fields: list[Field]
    type: GraphQLObjectType
    objects: list[Any] = field(default_factory=list[Any])
    answers: list[Answer] = field(default_factory=list[Answer])


@dataclass(slots=True)
class _Values:
    """Values of a field. Each belongs into the dict or list in `places`, under its key."""

    of: Field
    shape: Shape
    values: list[Any]
    places: Sequence[Any]
    keys: Iterable[Any]


class Levels:
    """One query that is being answered."""

    def __init__(self, executor: Executor[Any], pause: Pause) -> None:
        self._executor = executor
        self._selections = Selections(executor)
        self._pause = pause

    async def answer(self, type: GraphQLObjectType, root: Any, grouped: GroupedFieldSet) -> Answer:
        """Return the whole answer. Raises Unanswerable when anything at all is wrong."""
        answer: Answer = {}
        fields = self._selections.fields(type, grouped)
        level = [_Group(fields, type, [root], [answer])]
        while level:
            found = list[_Values]()
            try:
                await self._resolve(level, found)
                level = [group for each in found for group in await self._complete(each)]
            except BaseException:
                _close(each.values for each in found)
                raise
        return answer

    async def _resolve(self, level: list[_Group], found: list[_Values]) -> None:
        """Find the values of all fields of the level, and await them together."""
        try:
            for group in level:
                for each in group.fields:
                    if isinstance(each.shape, Leaf) and each.resolve is None:
                        _read_leaves(each, each.shape, group)
                        await self._pause()
                        continue
                    # Takes the field's place in the answer: fields have the operation's order.
                    for answer in group.answers:
                        answer[each.key] = None
                    values = _Values(each, each.shape, [], group.answers, repeat(each.key))
                    found.append(values)
                    await self._read(each, group, values.values)
        except Exception as error:  # any failure: graphql-core answers the query, errors included
            raise Unanswerable from error
        await self._await(found)

    async def _read(self, of: Field, group: _Group, values: list[Any]) -> None:
        """Append the field's value of each object."""
        if of.resolve is None:
            values += map(of.read, group.objects)
            return
        for first in range(0, len(group.objects), CHUNK):
            # One by one: when a resolver fails, those before it are there to be closed.
            for each in group.objects[first : first + CHUNK]:
                values.append(of.resolve(each))
            await self._pause()

    async def _await(self, found: list[_Values]) -> None:
        """Replace each awaitable by its value; all of them are awaited at the same time."""
        is_awaitable = self._executor.is_awaitable
        waiting = [
            (each.values, position)
            for each in found
            for position, value in enumerate(each.values)
            if is_awaitable(value)
        ]
        if not waiting:
            return
        if len(waiting) == 1:
            values, position = waiting[0]
            try:
                values[position] = await values[position]
            except Exception as error:  # any failure: graphql-core answers, errors included
                raise Unanswerable from error
            return
        awaited = await self._all([values[position] for values, position in waiting])
        for (values, position), value in zip(waiting, awaited, strict=True):
            if isinstance(value, BaseException):
                raise Unanswerable from value
            values[position] = value

    async def _all(self, awaitables: list[Awaitable[Any]]) -> list[Any]:
        """Await them at the same time; return their values or exceptions."""
        begun = list[asyncio.Future[Any]]()
        half = len(awaitables) // 2
        try:
            for part in (awaitables[:half], awaitables[half:]):
                begun += map(asyncio.ensure_future, part)
                # One pause between two: what begins after it still is in the loaders' batches.
                await self._pause()
        except asyncio.CancelledError:
            for each in begun:
                each.cancel()
            raise
        # None is cancelled because another failed: a store may lose a cancellation.
        return await asyncio.gather(*begun, return_exceptions=True)

    async def _complete(self, found: _Values) -> list[_Group]:
        """Put the values into the answer; return the objects among them, for the next level."""
        await self._pause()
        shape = found.shape
        if not shape.is_nullable and None in found.values:
            raise Unanswerable
        if isinstance(shape, Leaf):
            await self._complete_leaves(shape, found)
            return []
        if isinstance(shape, Items):
            return await self._complete_lists(shape, found)
        return await self._complete_objects(shape, found)

    async def _complete_leaves(self, shape: Leaf, found: _Values) -> None:
        coerce = shape.coerce
        try:
            for value, place, key in zip(found.values, found.places, found.keys, strict=False):
                place[key] = None if value is None else coerce(value)
        except Exception as error:  # any failure: graphql-core answers, errors included
            raise Unanswerable from error

    async def _complete_lists(self, shape: Items, found: _Values) -> list[_Group]:
        values, places, keys = list[Any](), list[Any](), list[int]()
        for value, place, key in zip(found.values, found.places, found.keys, strict=False):
            if value is None:
                continue
            if not isinstance(value, list | tuple):
                raise Unanswerable
            items: list[Any] = [None] * len(value)
            place[key] = items
            values += value
            places += repeat(items, len(items))
            keys += range(len(items))
        listed = _Values(found.of, shape.item, values, places, keys)
        await self._await([listed])
        return await self._complete(listed)

    async def _complete_objects(self, shape: Objects, found: _Values) -> list[_Group]:
        groups = dict[GraphQLObjectType, _Group]()
        if isinstance(shape.type, GraphQLObjectType) and shape.type.is_type_of is None:
            self._fill(self._group(shape.type, found.of, groups), found)
            return list(groups.values())
        for value, place, key in zip(found.values, found.places, found.keys, strict=False):
            if value is None:
                continue
            type = shape.type_of(value, found.of.info, self._executor)
            if not accepts(type, value, found.of.info):
                raise Unanswerable
            group = self._group(type, found.of, groups)
            answer: Answer = {}
            place[key] = answer
            group.objects.append(value)
            group.answers.append(answer)
        return list(groups.values())

    def _fill(self, group: _Group, found: _Values) -> None:
        """Put all values into the group: they are of its type."""
        group.objects = [value for value in found.values if value is not None]
        group.answers = [{} for _ in group.objects]
        answers = iter(group.answers)
        for value, place, key in zip(found.values, found.places, found.keys, strict=False):
            if value is not None:
                place[key] = next(answers)

    def _group(
        self, type: GraphQLObjectType, of: Field, groups: dict[GraphQLObjectType, _Group]
    ) -> _Group:
        group = groups.get(type)
        if group is None:
            group = groups[type] = _Group(self._selections.below(type, of.details), type)
        return group


def _read_leaves(of: Field, shape: Leaf, group: _Group) -> None:
    """Read leaves that nothing has to be asked for, straight into the answers."""
    key, read, coerce = of.key, of.read, shape.coerce
    for each, answer in zip(group.objects, group.answers, strict=True):
        value = read(each)
        if value is not None:
            answer[key] = coerce(value)
        elif shape.is_nullable:
            answer[key] = None
        else:
            raise Unanswerable


def _close(values: Iterable[Any]) -> None:
    """Close the coroutines among the values, at any depth, that nobody has begun to await."""
    for each in values:
        if isinstance(each, list | tuple):
            _close(each)
        elif iscoroutine(each) and getcoroutinestate(each) == CORO_CREATED:
            each.close()
