"""GraphQL inputs as validated models: what is left out, nested inputs, and the codes of fields."""

from datetime import date

import pytest
from strawberry import ID

from shared.errors import InvalidInput
from shared.validation.inputs import validated
from subgraphs.catalog.api.inputs.movies import UpdateMovieInput, ValidatedMovieUpdate
from subgraphs.catalog.api.inputs.places import (
    CreateAuditoriumInput,
    CreateCinemaInput,
    SeatPositionInput,
    SeatRowInput,
    UpdateCinemaInput,
    ValidatedAuditorium,
    ValidatedCinema,
    ValidatedCinemaUpdate,
)
from subgraphs.catalog.api.inputs.showtimes import TicketPriceInput, ValidatedTicketPrice
from subgraphs.catalog.domain.places import ScreenFormat, SeatClass, SeatPosition, SeatRow
from subgraphs.catalog.domain.showtimes import TicketCategory
from tests.unit.catalog.town import codes


def test_only_the_given_fields_change() -> None:
    input = UpdateMovieInput(
        id=ID("mov_1"), original_title=None, release_date=date(2026, 6, 1), genres=["Drama"]
    )
    assert validated(ValidatedMovieUpdate, input).fields() == {
        "original_title": None,
        "release_date": date(2026, 6, 1),
        "genres": ("Drama",),
    }
    assert validated(ValidatedCinemaUpdate, UpdateCinemaInput(id=ID("cin_1"))).fields() == {}


def test_nested_inputs_become_domain_values() -> None:
    seats = [
        SeatPositionInput(number=1, column=2),
        SeatPositionInput(number=2, column=1, seat_class=SeatClass.PREMIUM),
    ]
    input = CreateAuditoriumInput(
        cinema_id=ID("cin_1"),
        name=" Sala 1 ",
        formats=[ScreenFormat.IMAX],
        rows=[SeatRowInput(label="A", seats=seats)],
    )
    row = SeatRow(
        "A", (SeatPosition(2, 1, SeatClass.PREMIUM), SeatPosition(1, 2, SeatClass.STANDARD))
    )
    assert validated(ValidatedAuditorium, input).fields() == {
        "name": "Sala 1",
        "formats": frozenset({ScreenFormat.IMAX}),
        "rows": (row,),
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "STRING_TOO_SHORT"),
        ("  ", "STRING_TOO_SHORT"),
        ("x" * 201, "STRING_TOO_LONG"),
        ("two\nlines", "CONTROL_CHARACTER"),
        ("a\u202eb", "DIRECTION_CONTROL"),
        ("a\uffffb", "NOT_A_CHARACTER"),
        ("\u200b\u200b", "NOTHING_VISIBLE"),
    ],
    ids=["empty", "blank", "long", "two lines", "override", "noncharacter", "zero width"],
)
def test_a_bad_text_has_its_code(name: str, code: str) -> None:
    input = CreateCinemaInput(
        city_id=ID("cty_1"), name=name, address="Calle 19", timezone="America/Bogota"
    )
    with pytest.raises(InvalidInput) as refused:
        validated(ValidatedCinema, input)
    assert codes(refused.value.fields) == {("name", code)}


@pytest.mark.parametrize(("amount", "code"), [(0, None), (1, None), (-1, "GREATER_THAN_EQUAL")])
def test_a_ticket_may_cost_nothing_and_never_less(amount: int, code: str | None) -> None:
    price = TicketPriceInput(
        category=TicketCategory.ADULT,
        seat_class=SeatClass.STANDARD,
        amount_minor=amount,
        currency="COP",
    )
    found = set[str]()
    try:
        assert validated(ValidatedTicketPrice, price).amount_minor == amount
    except InvalidInput as refused:
        found = {each.code for each in refused.fields}
    assert found == ({code} if code else set())
