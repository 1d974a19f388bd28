"""Figures are written to their lines of the document's tables."""

from pathlib import Path

from tests.faults.figures import write_figures


def test_measured_rows_are_replaced_and_other_rows_stay(tmp_path: Path) -> None:
    file = tmp_path / "faults.md"
    file.write_text("# Faults\n\n| # | a |\n|---|---|\n| 1 | old |\n| 5 | stays |\n\nThe end.\n")
    write_figures(file, {1: "new", 3: "fresh"}, {1: "race", 3: "kill"}, "today", table=0)
    assert file.read_text() == (
        "# Faults\n\n| # | a |\n|---|---|\n"
        "| 1 | race | new | today |\n| 3 | kill | fresh | today |\n| 5 | stays |\n\nThe end.\n"
    )


def test_each_broker_has_its_own_table(tmp_path: Path) -> None:
    file = tmp_path / "faults.md"
    first = "| # | a |\n|---|---|\n| 6 | embedded |\n"
    file.write_text(f"{first}\nApache\n\n| # | a |\n|---|---|\n| 9 | stays |\n")
    write_figures(file, {6: "real"}, {6: "away"}, "today", table=1)
    assert file.read_text() == (
        f"{first}\nApache\n\n| # | a |\n|---|---|\n| 6 | away | real | today |\n| 9 | stays |\n"
    )
