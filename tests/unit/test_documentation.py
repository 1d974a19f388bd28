"""The documents name places that exist, and CONTRIBUTING names every use case and worker."""

import re

import pytest

from dev.addresses import ROOT, SUBGRAPHS

DOCUMENTS = ["README.md", "CONTRIBUTING.md", "SECURITY.md", *ROOT.glob("docs/*.md")]
ROOMS = ("service", "workers")
_PLACE = re.compile(r"`((?:subgraphs|shared|dev|tests|router|docs|benchmarks)/[\w./-]+)`")
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


@pytest.mark.parametrize("name", [str(each).removeprefix(f"{ROOT}/") for each in DOCUMENTS])
def test_named_places_exist(name: str) -> None:
    text = (ROOT / name).read_text()
    folder = (ROOT / name).parent
    missing = [place for place in _PLACE.findall(text) if not (ROOT / place).exists()]
    missing += [link for link in _LINK.findall(text) if not (folder / link).exists()]
    assert missing == []


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
