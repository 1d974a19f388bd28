"""The operations that the demo and the demo data send, as files: they are trusted documents."""

from pathlib import Path

FOLDER = Path(__file__).parent


def operation(name: str) -> str:
    """Return the document in `<name>.graphql`."""
    return (FOLDER / f"{name}.graphql").read_text()
