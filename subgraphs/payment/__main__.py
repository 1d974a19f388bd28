"""`python -m subgraphs.payment` serves the subgraph."""

from shared.service import run
from subgraphs.payment.app import wire
from subgraphs.payment.schema import schema
from subgraphs.payment.settings import Settings

if __name__ == "__main__":
    settings = Settings()  # pyright: ignore[reportCallIssue] - the environment gives the rest
    run("payment", settings, schema, lambda: wire(settings))
