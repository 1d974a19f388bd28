"""Pictures and trailers: every entry keeps the rules of web addresses."""

from typing import Any

import pytest
from pydantic import ValidationError

from subgraphs.catalog.api.import_files.rows import FileMovie
from subgraphs.catalog.api.inputs.movies import ValidatedMovie, ValidatedMovieUpdate
from tests.unit.catalog.import_files import Content

ENTRIES: list[type[Any]] = [ValidatedMovie, ValidatedMovieUpdate, FileMovie]


@pytest.fixture
def fields(content: Content, entry: type[Any]) -> dict[str, Any]:
    """Good fields for the entry."""
    (movie,) = content["movies"]
    if entry is FileMovie:
        return movie
    del movie["id"]
    return movie | {"originalTitle": None, "posterUrl": None, "trailerUrl": None}


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("name", ["posterUrl", "trailerUrl"])
def test_an_address_is_stored_in_its_normal_form(
    entry: type[Any], name: str, fields: dict[str, Any]
) -> None:
    row = entry.model_validate(fields | {name: "HTTPS://Bücher.Test:443/%7Eana/é"})
    assert "https://xn--bcher-kva.test/~ana/%C3%A9" in row.model_dump().values()


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("name", ["posterUrl", "trailerUrl"])
@pytest.mark.parametrize(
    "address",
    [
        'https://exa\nmple.com/\t\u0000"><script>',
        "https://ana:secret@a.test/",
        "https://a.test/%0d%0a",
        "https://a.test/'><",
    ],
)
def test_an_unsafe_address_is_refused(
    entry: type[Any], name: str, fields: dict[str, Any], address: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        entry.model_validate(fields | {name: address})
    assert [(each["loc"], each["type"]) for each in refused.value.errors()] == [
        ((name,), "invalid_url")
    ]
