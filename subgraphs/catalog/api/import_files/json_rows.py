"""Rows of an import file in JSON: an object with a list for each kind."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Never, cast

from shared.errors import FieldError
from subgraphs.catalog.api.import_files.rows import KINDS
from subgraphs.catalog.api.import_files.unchecked import UncheckedRow, no_import_file

_EXPECTED = f"Write an object with lists of rows: {', '.join(KINDS)}."


class _Object(dict[str, Any]):
    """An object, and the names that it has more than once."""

    __slots__ = ("repeated",)
    repeated: list[str]

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(name for name, _ in pairs if len(self) < len(pairs))
        self.repeated = [name for name, count in counts.items() if count > 1]


def json_rows(text: str) -> Iterator[UncheckedRow]:
    """Yield the rows. Raises ImportRejected when the text is no JSON of this form."""
    content = _parsed(text)
    if not isinstance(content, _Object):
        raise no_import_file(_EXPECTED)
    if content.repeated:
        raise no_import_file("It has this list more than once.", content.repeated[0])
    for kind, rows in content.items():
        if kind not in KINDS:
            raise no_import_file(_EXPECTED, kind)
        if not isinstance(rows, list):
            raise no_import_file("This is not a list.", kind)
        for number, fields in enumerate(cast(list[Any], rows), 1):
            problems = tuple(
                FieldError(path, "DUPLICATE", "Write this once: which one counts is not clear.")
                for path in _repeated(fields)
            )
            yield UncheckedRow(kind, f"{kind} {number}", fields, problems)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_Object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = (f"line {error.lineno}", f"column {error.colno}")
        raise no_import_file(f"It is not JSON: {error.msg}.", *place) from None
    except (ValueError, RecursionError) as error:
        raise no_import_file(f"It is not JSON: {error}.") from None


def _refuse_constant(name: str) -> Never:
    raise ValueError(f"{name} is not a number")


def _repeated(value: Any) -> Iterator[list[str]]:
    """Yield the path of each name that an object, at any depth, has more than once."""
    if isinstance(value, _Object):
        yield from ([name] for name in value.repeated)
        for name, part in value.items():
            yield from ([name, *path] for path in _repeated(part))
    elif isinstance(value, list):
        for number, part in enumerate(cast(list[Any], value)):
            yield from ([str(number), *path] for path in _repeated(part))
