"""docs/security.md names tests that exist."""

import re

from dev.addresses import ROOT

GRAPHQL_COP = {
    *("alias_overloading", "batch_query", "circular_query_introspection", "detect_graphiql"),
    *("directive_overloading", "field_duplication", "field_suggestions", "get_based_mutation"),
    *("get_method_support", "introspection", "post_based_csrf", "trace_mode"),
    "unhandled_error_detection",
}
"""The checks of the scanner, by their names."""

_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def missing_tests(page: str) -> list[str]:
    """Return the tests that the page names and no file has."""
    return [
        f"{file}::{name}"
        for file, name in _TEST.findall(page)
        if not (ROOT / file).exists()
        or not re.search(rf"^(async )?def {name}\(", (ROOT / file).read_text(), re.MULTILINE)
    ]


def test_every_named_test_exists() -> None:
    page = (ROOT / "docs" / "security.md").read_text()
    assert len(_TEST.findall(page)) > 10
    assert missing_tests(page) == []


def test_a_test_that_is_gone_is_found() -> None:
    file = "tests/unit/test_security_page.py"
    page = f"`{file}::test_gone` `tests/gone.py::test_a` `{file}::test_every_named_test_exists`"
    assert missing_tests(page) == [f"{file}::test_gone", "tests/gone.py::test_a"]


def test_each_row_of_an_attack_names_a_test() -> None:
    page = (ROOT / "docs" / "security.md").read_text()
    attacks = page.split("## Requests that cost too much")[1].split("## What is not met")[0]
    rows = re.findall(r"^\| (?!attack|-)(.+)", attacks, re.MULTILINE)
    assert rows
    assert [row for row in rows if not _TEST.search(row)] == []


def test_every_check_of_graphql_cop_has_a_row() -> None:
    page = (ROOT / "docs" / "security.md").read_text()
    section = page.split("## What a scanner looks for")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| (\w+) \|", section, re.MULTILINE)) == GRAPHQL_COP
