"""Pages of listed origins may send credentials; pages of other origins may not."""

from pathlib import Path

import httpx

from tests.supergraph.conftest import ToySubgraphs
from tests.supergraph.serving import router

LISTED, OTHER = "https://www.example.com", "https://evil.example"


def test_only_listed_origins_may_read_answers(
    toy_supergraph: Path, subgraphs: ToySubgraphs, tmp_path: Path
) -> None:
    environment = {**subgraphs.urls, "ROUTER_CORS_ORIGINS": f"https://app.example.com, {LISTED}"}
    with router(toy_supergraph, tmp_path / "log", **environment) as started:
        for origin in (LISTED, OTHER):
            asked = httpx.options(
                f"{started.url}/graphql",
                headers={
                    "origin": origin,
                    "access-control-request-method": "POST",
                    "access-control-request-headers": "content-type",
                },
            )
            for answer in (asked, started.ask("{ me }", headers={"origin": origin})):
                allowed = answer.headers.get("access-control-allow-origin")
                if origin == LISTED:
                    assert allowed == LISTED
                    assert answer.headers["access-control-allow-credentials"] == "true"
                else:
                    assert allowed not in ("*", OTHER)
