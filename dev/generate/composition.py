"""Composes the supergraph and the public API from the subgraphs' SDL."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from dev.addresses import ROOT
from dev.generate.schemas import HEADER
from dev.node import install_packages, run_node

_COMPOSER = ROOT / "router" / "compose"


@dataclass(frozen=True, slots=True)
class Composition:
    """`supergraph` is the SDL for routers, `api` the schema that clients see."""

    supergraph: str
    api: str


def compose(schemas: Mapping[str, str]) -> Composition:
    """Compose `schemas` (SDL by subgraph) with the settings of supergraph.yaml.

    NodeError with the composers' messages when they refuse.
    """
    with TemporaryDirectory() as folder:
        shutil.copy(ROOT / "supergraph.yaml", folder)
        for name, sdl in schemas.items():
            file = Path(folder, "subgraphs", name, "schema.graphql")
            file.parent.mkdir(parents=True)
            file.write_text(sdl)
        return compose_file(Path(folder, "supergraph.yaml"))


def compose_file(supergraph_yaml: Path) -> Composition:
    """Compose the SDL files that `supergraph_yaml` names."""
    install_packages(_COMPOSER)
    composed = json.loads(run_node(_COMPOSER / "compose.mjs", str(supergraph_yaml)))
    return Composition(
        supergraph=f"{HEADER}{composed['supergraph'].strip()}\n",
        api=f"{HEADER}{composed['api'].strip()}\n",
    )
