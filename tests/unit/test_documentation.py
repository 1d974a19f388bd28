"""The documents name places that exist, and CONTRIBUTING names every use case and worker."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dev.addresses import ROOT, SUBGRAPHS
from tests.stack.booking.test_calls import STEPS

DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    *ROOT.glob("docs/**/*.md"),
]
ROOMS = ("service", "workers")
_CODE = re.compile(r"`([^`\n]+)`")
_PLACE = re.compile(
    r"(?<![\w/.-])(?:subgraphs|shared|dev|tests|router|docs|benchmarks)/(?:[\w./-]*[\w/])?(?![\w*<])"
)
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
_ROW = re.compile(r"^\| .+ \| (`.+`.*) \|$", re.MULTILINE)


def named_places(text: str) -> Iterator[str]:
    """Yield each path of this project that stands in code, also as a part of a command."""
    for code in _CODE.findall(text):
        yield from _PLACE.findall(code)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_named_places_exist(document: Path) -> None:
    text = document.read_text()
    missing = [place for place in named_places(text) if not (ROOT / place).exists()]
    missing += [link for link in _LINK.findall(text) if not (document.parent / link).exists()]
    assert missing == []


def test_places_in_commands_and_patterns() -> None:
    text = "`pytest tests/unit/x.py -k y`, `dev/`, `router/*/node_modules`, `subgraphs/<name>/api`"
    assert list(named_places(text)) == ["tests/unit/x.py", "dev/"]


def test_contributing_answers_with_files_that_exist() -> None:
    answers = _ROW.findall((ROOT / "CONTRIBUTING.md").read_text())
    paths = [path for answer in answers for path in _CODE.findall(answer)]
    paths = [path for path in paths if path.startswith(tuple(f"{name}/" for name in SUBGRAPHS))]
    assert len(paths) >= 10
    assert [path for path in paths if not (ROOT / "subgraphs" / path).is_file()] == []


@pytest.mark.parametrize("subgraph", SUBGRAPHS)
@pytest.mark.parametrize("room", ROOMS)
def test_contributing_names_every_use_case_and_worker(subgraph: str, room: str) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    folder = ROOT / "subgraphs" / subgraph / room
    files = [
        path.relative_to(ROOT / "subgraphs" / subgraph)
        for path in folder.rglob("*.py")
        if path.name != "__init__.py"
    ]
    assert [str(file) for file in files if f"`{subgraph}/{file}`" not in text] == []


def test_measurements_has_the_number_of_calls_that_a_purchase_makes() -> None:
    step, counts = "", dict[str, dict[str, int]]()
    steps = {"`holdSeats`": "hold", "`bookHold`": "book", "`cancelBooking`": "cancel"}
    text = (ROOT / "docs" / "measurements.md").read_text()
    table = text.partition("| step | caller | called | calls | ms |")[2].partition("\n\n")[0]
    for line in table.strip().splitlines()[1:]:
        name, caller, called, calls, _ = (cell.strip() for cell in line.strip("|").split("|"))
        step = steps[name] if name else step
        kind = f"{caller}'s {'store' if called == 'its store' else called.partition(':')[0]}"
        kind = kind.replace("the provider", "provider")
        counted = counts.setdefault(step, {})
        counted[kind] = counted.get(kind, 0) + int(calls)
    assert counts == STEPS
