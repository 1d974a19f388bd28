"""A few hundred operations of every root field, the same in each run; `make fuzz` sends more."""

from pathlib import Path

from dev.stack import Stack
from tests.fuzz.run import fuzz

OPERATIONS = 350


async def test_every_answer_is_as_it_must_be(stack: Stack, tmp_path: Path) -> None:
    report = await fuzz(stack, tmp_path, count=OPERATIONS, seed=1)
    assert len(report.fields) > 50
    assert report.conversations == 2 * (OPERATIONS // 10)
    assert [str(fault) for fault in report.faults] == []
    assert report.logged == []
