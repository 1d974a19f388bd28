"""Checks every tracked file against docs/glossary.md: `python -m dev.vocabulary`.

The glossary's tables have a column **not**. A word in that column may appear neither in prose nor
as a part of an identifier, in snake_case or CamelCase.
"""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dev.addresses import ROOT

GLOSSARY = Path("docs/glossary.md")
_NOT_OURS = (
    "*.lock",
    "*package-lock.json",
    "*.png",
    "LICENSE",
    str(GLOSSARY),
    # It shows banned words to the check.
    "tests/unit/dev/test_vocabulary.py",
)


@dataclass(frozen=True, slots=True)
class Banned:
    """A word that may not be used, and the term to write instead."""

    word: str
    instead: str
    pattern: re.Pattern[str]


def main() -> int:
    """Print each banned word with its place; return 1 when there is one."""
    banned, kept = read_glossary((ROOT / GLOSSARY).read_text())
    found = [
        f"{path}:{number}: {problem}"
        for path in _tracked_files()
        for number, problem in problems((ROOT / path).read_text(), banned, kept)
    ]
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


def read_glossary(text: str) -> tuple[list[Banned], list[str]]:
    """Return the banned words of all tables, and the names that are kept for clients."""
    banned: list[Banned] = []
    kept: list[str] = []
    columns: list[str] = []
    for line in text.splitlines():
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if "not" in cells:
                columns = cells
            elif columns and not set(line) <= set("|-: "):
                words = cells[columns.index("not")]
                banned += [_ban(word.strip(), cells[0]) for word in words.split(",") if word]
        else:
            columns = []
            if line.startswith("Clients rely on these"):
                kept += re.findall(r"`(\w+)`", line)
    return banned, kept


def problems(text: str, banned: Sequence[Banned], kept: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the line number and a sentence for each banned word in `text`."""
    for number, line in enumerate(text.splitlines(), start=1):
        for name in kept:
            line = line.replace(name, "")
        for each in banned:
            if each.pattern.search(line):
                yield number, f"write {each.instead!r} instead of {each.word!r}"


def _ban(word: str, instead: str) -> Banned:
    """Match the word in prose and as a part of an identifier, in any case."""
    lower = rf"(?<![A-Za-z]){word}(?![a-z])"
    upper = rf"(?<![A-Z]){word.upper()}(?![A-Za-z])"
    capital = rf"{word.capitalize()}(?![a-z])"
    return Banned(word, instead, re.compile(f"{lower}|{upper}|{capital}"))


def _tracked_files() -> list[str]:
    patterns = [f":!{pattern}" for pattern in _NOT_OURS]
    listed = subprocess.run(
        ["git", "ls-files", "--", ".", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for path in listed.stdout.splitlines() if (ROOT / path).is_file()]


if __name__ == "__main__":
    sys.exit(main())
