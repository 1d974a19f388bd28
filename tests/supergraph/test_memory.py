"""The router's memory stays bounded for any documents that clients send."""

from pathlib import Path

import httpx
import pytest

from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.serving import router

HEAP = "--max-old-space-size=192"
FLOOD = 600


@pytest.mark.embedded_router
def test_a_flood_of_large_documents_fits_into_a_small_heap(
    toy_supergraph: Path, served_toys: ToySubgraphs, tmp_path: Path
) -> None:
    """Node ends a process whose heap is full."""
    settings = {**served_toys.urls, "NODE_OPTIONS": HEAP}
    with (
        router(toy_supergraph, tmp_path / "log", **settings) as started,
        httpx.Client(base_url=started.url, trust_env=False, timeout=20) as client,
    ):
        for number in range(FLOOD):
            # Almost as many tokens as are read, of which too many are fields.
            query = f"{{ a{number}: __typename {'__typename ' * 1_900}}}"
            answer = client.post("/graphql", json={"query": query})
            assert answer.json()["errors"][0]["extensions"]["code"] == "OPERATION_TOO_LARGE"
        assert started.process.poll() is None
