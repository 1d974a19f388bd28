"""`python -m subgraphs.booking` serves the subgraph."""

from shared.service import run
from subgraphs.booking.app import wire
from subgraphs.booking.schema import schema
from subgraphs.booking.settings import Settings

if __name__ == "__main__":
    settings = Settings()  # pyright: ignore[reportCallIssue] - the environment gives the rest
    run("booking", settings, schema, lambda: wire(settings))
