"""What searches ignore, what they keep apart, and how a text is found by its parts."""

import pytest

from shared.text.search import fold, query_terms, search_terms, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Amélie", ["amelie"]),
        ("El SEÑOR de los Anillos", ["el", "senor", "de", "los", "anillos"]),
        ("Straße", ["strasse"]),
        ("Spider-Man: Far From Home", ["spider", "man", "far", "from", "home"]),
        ("Assassin’s Creed", ["assassins", "creed"]),
        ("xXx²", ["xxx2"]),
        ("İstanbul", ["istanbul"]),
        ("Łódź", ["lodz"]),
        ("Smørrebrød på Ærø", ["smorrebrod", "pa", "aero"]),
        ("Đặng Thái Sơn", ["dang", "thai", "son"]),
        ("Diyarbakır", ["diyarbakir"]),
        ("हिन्दी फ़िल्म", ["हिन्दी", "फ़िल्म"]),
        ("ก่ำ", ["ก่ํา"]),
        ("  ", []),
        ("?!", []),
    ],
)
def test_a_text_has_these_words(text: str, expected: list[str]) -> None:
    assert [fold(word) for word in words(text)] == [fold(word) for word in expected]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("José", "jose", id="accent"),
        pytest.param("Jose\u0301", "José", id="decomposed"),
        pytest.param("ＪＯＳＥ", "jose", id="wide letters"),
        pytest.param("ｱﾆﾒ", "アニメ", id="narrow kana"),
        pytest.param("ｶﾞ", "ガ", id="narrow kana with its mark"),
        pytest.param("Weiß", "WEISS", id="sharp s"),
        pytest.param("ﬁnal", "final", id="ligature"),
        pytest.param("Ёлка", "елка", id="Russian yo"),
        pytest.param("Οδυσσέας", "ΟΔΥΣΣΕΑΣ", id="Greek accent and final sigma"),
        pytest.param("שָׁלוֹם", "שלום", id="Hebrew points"),
        pytest.param("مُحَمَّد", "محمد", id="Arabic vowels"),
        pytest.param("أحمد", "احمد", id="hamza on alef"),
        pytest.param("O’Brien", "o'brien", id="apostrophe"),
        pytest.param("mi\u200cra\u00ad", "mira", id="characters that show nothing"),
        pytest.param("a \u00a0 b", "a b", id="spaces"),
    ],
)
def test_these_are_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("か", "が", id="dakuten"),
        pytest.param("は", "ぱ", id="handakuten"),
        pytest.param("мой", "мои", id="Russian short i"),
        pytest.param("їжак", "іжак", id="Ukrainian yi"),
        pytest.param("की", "का", id="Hindi vowel signs"),
        pytest.param("क", "क़", id="Hindi nukta"),
        pytest.param("กา", "กำ", id="Thai vowels"),
        pytest.param("ไม่", "ไม้", id="Thai tones"),
        pytest.param("سوال", "سؤال", id="hamza on waw"),
        pytest.param("개", "게", id="Korean vowels"),
    ],
)
def test_these_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


TITLES = "千と千尋の神隠し Spirited Away, Ｔｈｅ version ฉลาดเกมส์โกง 기생충"


@pytest.mark.parametrize(
    "search",
    [
        *("千尋", "神隠し", "し", "千尋 神隠し", "千と千尋の神隠し", "spirited awa", "AWAY 千"),
        *("the Vers", "เกมส์", "기생"),
    ],
)
def test_a_text_is_found_by(search: str) -> None:
    assert is_found(search)


@pytest.mark.parametrize("search", ["尋千", "spirit away", "pirited", "神隠れ", "생충", "千尋 no"])
def test_a_text_is_not_found_by(search: str) -> None:
    assert not is_found(search)


def test_a_search_of_punctuation_asks_for_nothing() -> None:
    assert query_terms(" ?! ") == []


def is_found(search: str) -> bool:
    terms = search_terms(TITLES)
    return all(
        term.text in terms
        if term.is_whole
        else any(stored.startswith(term.text) for stored in terms)
        for term in query_terms(search)
    )
