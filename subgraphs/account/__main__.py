"""`python -m subgraphs.account` serves the subgraph."""

from shared.service import run
from subgraphs.account.app import wire
from subgraphs.account.schema import schema
from subgraphs.account.settings import Settings

if __name__ == "__main__":
    settings = Settings()  # pyright: ignore[reportCallIssue] - the environment gives the rest
    run("account", settings, schema, lambda: wire(settings))
