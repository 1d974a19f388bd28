"""Addresses are unique without regard to case and to the form of their letters."""

import pytest

from subgraphs.account.domain.accounts import email_key


@pytest.mark.parametrize(
    "spelling", ["ANA@Cinema.Test", " ana@cinema.test ", "ana@cinema.test"], ids=repr
)
def test_spellings_of_one_address_have_one_key(spelling: str) -> None:
    assert email_key(spelling) == "ana@cinema.test"


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert email_key("jos\u00e9@cinema.test") == email_key("jose\u0301@cinema.test")


def test_other_addresses_have_other_keys() -> None:
    assert email_key("ana@cinema.test") != email_key("anna@cinema.test")
