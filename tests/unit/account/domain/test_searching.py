"""Searches find accounts by parts of what they have, however it is written."""

import pytest

from subgraphs.account.domain.accounts import Gender, Language, Profile
from subgraphs.account.domain.searching import search_text, search_words


def finds(search: str, first_name: str, last_name: str) -> bool:
    profile = Profile(first_name, last_name, "+525512345678", Gender.UNDISCLOSED, Language.EN, None)
    text = search_text("k@gr\u00fcn.example", profile)
    return all(word in text for word in search_words(search))


@pytest.mark.parametrize(
    "search",
    [
        "Jose",
        "jos\u00e9",
        "jose\u0301",
        "\uff2a\uff2f\uff33\uff25",
        "ose",
        "jose munoz",
        "MU\u00d1OZ Jos\u00e9",
        "K@GRUN.example",
        "@gru\u0308n.ex",
        "12345678",
        "+52 55 1234",
        " ",
    ],
    ids=ascii,
)
def test_a_search_ignores_case_accents_width_and_order(search: str) -> None:
    assert finds(search, "Jos\u00e9", "Mu\u00f1oz")


@pytest.mark.parametrize(
    "search", ["\u5343\u5c0b", "\u5c0b", "\u837b\u91ce\u5343\u5c0b", "\u5343\u5c0b \u837b"]
)
def test_names_without_spaces_are_found_by_any_part(search: str) -> None:
    assert finds(search, "\u5343\u5c0b", "\u837b\u91ce")


@pytest.mark.parametrize("search", ["Josefina", "jose garcia", "j.*e", "zjo"])
def test_other_accounts_are_not_found(search: str) -> None:
    assert not finds(search, "Jos\u00e9", "Mu\u00f1oz")
