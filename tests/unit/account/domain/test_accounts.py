"""Addresses are unique without regard to case and to the form of their letters."""

import pytest

from subgraphs.account.domain.accounts import email_key


@pytest.mark.parametrize(
    "spelling",
    [
        "ANA@cinema.test",
        "ana@cinema.test",
        "\uff21na@cinema.test",
    ],
    ids=ascii,
)
def test_spellings_of_one_address_have_one_key(spelling: str) -> None:
    assert email_key(spelling) == "ana@cinema.test"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("jos\u00e9@cinema.test", "JOSE\u0301@cinema.test"),
        (
            "\u03c3\u03bf\u03c6\u03cc\u03c2@cinema.test",
            "\u03a3\u039f\u03a6\u038c\u03a3@cinema.test",
        ),
        ("stra\u00dfe@cinema.test", "STRA\u1e9eE@cinema.test"),
    ],
    ids=ascii,
)
def test_upper_and_lower_case_have_one_key(one: str, other: str) -> None:
    assert email_key(one) == email_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ana@cinema.test", "anna@cinema.test"),
        ("stra\u00dfe@cinema.test", "strasse@cinema.test"),
        ("ana@stra\u00dfe.test", "ana@strasse.test"),
        ("ana@\u03c2.test", "ana@\u03c3.test"),
        ("\ufb01n@cinema.test", "fin@cinema.test"),
    ],
    ids=ascii,
)
def test_other_addresses_have_other_keys(one: str, other: str) -> None:
    assert email_key(one) != email_key(other)
