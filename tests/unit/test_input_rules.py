"""Every rule of every input model has a sentence of this product, not one of pydantic's."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

import subgraphs
from shared.validation.inputs import ValidatedInput
from shared.validation.sentences import SENTENCES

# What pydantic can find wrong, by the kind of a core schema and the limits that it has.
_WRAPPERS = {
    "default",
    "nullable",
    "function-after",
    "function-before",
    "function-plain",
    "no-info",
}
_RULES: Mapping[str, Mapping[str, set[str]]] = {
    "model": {"": {"model_type"}},
    "model-fields": {"": {"missing"}},
    "model-field": {},
    "any": {},
    "str": {
        "": {"string_type", "string_unicode"},
        "min_length": {"string_too_short"},
        "max_length": {"string_too_long"},
        "pattern": {"string_pattern_mismatch"},
    },
    "int": {
        "": {"int_type", "int_parsing", "int_parsing_size", "int_from_float"},
        "gt": {"greater_than"},
        "ge": {"greater_than_equal"},
        "lt": {"less_than"},
        "le": {"less_than_equal"},
    },
    "enum": {"": {"enum"}},
    "list": {
        "": {"list_type"},
        "min_length": {"too_short"},
        "max_length": {"too_long"},
    },
}


def _models(base: type[ValidatedInput]) -> Iterator[type[ValidatedInput]]:
    for model in base.__subclasses__():
        yield model
        yield from _models(model)


def _all_models() -> list[type[ValidatedInput]]:
    for module in pkgutil.walk_packages(subgraphs.__path__, "subgraphs."):
        if ".api." in module.name:
            importlib.import_module(module.name)
    models = (each for each in _models(ValidatedInput) if each.__module__.startswith("subgraphs."))
    return sorted(set(models), key=lambda model: (model.__module__, model.__name__))


def _kinds(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every core schema in `schema`."""
    if isinstance(schema, Mapping):
        if isinstance(schema.get("type"), str):  # pyright: ignore[reportUnknownMemberType] - a core schema has no static type here
            yield schema
        for name, part in schema.items():  # pyright: ignore[reportUnknownVariableType] - as above
            if name not in ("metadata", "serialization"):
                yield from _kinds(part)
    elif isinstance(schema, list | tuple):
        for part in schema:  # pyright: ignore[reportUnknownVariableType] - as above
            yield from _kinds(part)


def _errors(model: type[ValidatedInput]) -> set[str]:
    """Return pydantic's error types that `model` can have. A new kind of schema is an error."""
    found: set[str] = set()
    for schema in _kinds(model.__pydantic_core_schema__):
        kind = schema["type"]
        if kind not in _WRAPPERS:
            rules = _RULES[kind]
            found |= rules.get("", set())
            found |= {each for limit, errors in rules.items() if limit in schema for each in errors}
    if model.model_config.get("extra") == "forbid":
        found.add("extra_forbidden")
    return found


@pytest.mark.parametrize("model", _all_models(), ids=lambda model: model.__name__)
def test_every_rule_of_a_model_has_a_sentence(model: type[ValidatedInput]) -> None:
    assert _errors(model) <= SENTENCES.keys()


def test_no_sentence_is_for_a_rule_that_no_model_has() -> None:
    used = set[str]().union(*map(_errors, _all_models()))
    assert used == SENTENCES.keys()
