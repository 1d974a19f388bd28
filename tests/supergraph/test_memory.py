"""The router's memory stays bounded for any documents that clients send."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.serving import router

HEAP = "--max-old-space-size=192"
FLOOD = 600


@contextmanager
def router_with_a_small_heap(
    supergraph: Path, subgraphs: ToySubgraphs, log: Path
) -> Generator[httpx.Client]:
    """A client of a router that runs to the end. Node ends a process whose heap is full."""
    settings = {**subgraphs.urls, "NODE_OPTIONS": HEAP}
    with (
        router(supergraph, log, **settings) as started,
        httpx.Client(base_url=started.url, trust_env=False, timeout=20) as client,
    ):
        yield client
        assert started.process.poll() is None


@pytest.mark.embedded_router
def test_a_flood_of_large_documents_fits_into_a_small_heap(
    toy_supergraph: Path, served_toys: ToySubgraphs, tmp_path: Path
) -> None:
    with router_with_a_small_heap(toy_supergraph, served_toys, tmp_path / "log") as client:
        for number in range(FLOOD):
            # Almost as many tokens as are read, of which too many are fields.
            query = f"{{ a{number}: __typename {'__typename ' * 1_900}}}"
            answer = client.post("/graphql", json={"query": query})
            assert answer.json()["errors"][0]["extensions"]["code"] == "OPERATION_TOO_LARGE"


@pytest.mark.embedded_router
def test_a_flood_of_invalid_documents_fits_into_a_small_heap(
    toy_supergraph: Path, served_toys: ToySubgraphs, tmp_path: Path
) -> None:
    """Errors take more memory than the document that has them."""
    with router_with_a_small_heap(toy_supergraph, served_toys, tmp_path / "log") as client:
        for number in range(FLOOD):
            unknown = " ".join(f"n{number}_{field}" for field in range(99))
            answer = client.post("/graphql", json={"query": f"{{ __schema {{ {unknown} }} }}"})
            codes = [each["extensions"]["code"] for each in answer.json()["errors"]]
            # Five, and one that says that there are more.
            assert codes == ["GRAPHQL_VALIDATION_FAILED"] * 6
