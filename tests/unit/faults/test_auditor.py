"""The auditor stands by itself, and every one of its rules can go red."""

import ast
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults import auditor
from tests.faults.auditor.calls import read_calls
from tests.faults.auditor.rules import RULES, judge
from tests.faults.customers import Recorder
from tests.unit.faults.consistent_records import consistent_records
from tests.unit.faults.corruptions import CORRUPTIONS, HARMLESS, Corruption


def _name(corrupt: Any) -> str:
    return getattr(corrupt, "__name__", str(corrupt))


def test_books_that_agree_are_clean() -> None:
    assert judge(consistent_records()) == {}


@pytest.mark.parametrize("change", HARMLESS, ids=_name)
def test_what_is_unusual_is_no_harm(change: Corruption) -> None:
    records = consistent_records()
    change(records)
    assert judge(records) == {}


@pytest.mark.parametrize(("rule", "corrupt"), CORRUPTIONS, ids=_name)
def test_what_does_not_agree_is_found(rule: str, corrupt: Corruption) -> None:
    records = consistent_records()
    corrupt(records)
    found = judge(records)
    assert rule in found
    assert not any("cannot be checked" in line for lines in found.values() for line in lines)


def test_books_that_cannot_be_read_are_not_clean() -> None:
    records = consistent_records()
    del records.bookings["bkg_1"]["seats"]
    assert "cannot be checked: KeyError('seats')" in judge(records)["prices_add_up"]


def test_every_rule_has_a_case_above() -> None:
    assert {rule for rule, _ in CORRUPTIONS} == {rule.__name__ for rule in RULES}


def test_it_reads_what_customers_write_down(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "answers.jsonl")
    given = {"password": "no business of the file's"}
    answered = recorder.record_call("deleteMyAccount", "acc_1", given)
    unanswered = recorder.record_call("releaseHold", "acc_2", {"id": "hld_1"})
    recorder.record_failure(answered, "INTERNAL_SERVER_ERROR", "correlated")
    recorder.record_answer(answered, {"__typename": "AccountDeleted"})
    recorder.record_failure(unanswered, "UNAUTHENTICATED")
    recorder.close()
    deleted, released = read_calls(recorder.file.read_text().splitlines())
    assert (deleted.operation, deleted.account, deleted.given) == ("deleteMyAccount", "acc_1", {})
    assert deleted.received is not None
    assert deleted.sent <= deleted.received
    assert (deleted.succeeded, deleted.lost_an_answer) == (True, True)
    assert (released.succeeded, released.lost_an_answer, released.may_have_effect) == (
        False,
        True,
        True,
    )
    assert recorder.errors == {"INTERNAL_SERVER_ERROR": 1, "UNAUTHENTICATED": 1}
    assert recorder.answers == 1


def test_it_imports_nothing_from_the_services() -> None:
    (folder,) = map(Path, auditor.__path__)
    imported: set[str] = set()
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module or "")
    foreign = {
        name
        for name in imported
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not name.startswith("tests.faults.auditor")
    }
    assert foreign == {"aiokafka", "pymongo"}
