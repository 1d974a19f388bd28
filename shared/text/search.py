"""What searches ignore, and how a text is found by its parts without a search engine."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from shared.text.characters import is_ignorable

# Letters that Unicode does not decompose into a plain letter and a mark, or two plain letters;
# and apostrophes.
_PLAIN_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
    | {"ı": "i", "’": "'", "‘": "'", "ʼ": "'"}
)
_APOSTROPHE = "'"
# The accents of Latin, Greek and Cyrillic. Marks of other scripts are letters or change them
# (dakuten, Indic and Thai vowels), so they stay.
_ACCENTS = ((0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF))
# Vowel points of Hebrew and Arabic, and the Arabic line filler: most writers leave them out.
_POINTS = (
    *((0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5), (0x05C7, 0x05C7)),
    *((0x0640, 0x0640), (0x064B, 0x0652), (0x0670, 0x0670)),
)
_ALEF, _ALEF_MARKS = "\u0627", ("\u0653", "\u0654", "\u0655")
_CYRILLIC = (0x0400, 0x052F)
# The Cyrillic letters that are written without their accent as well: е for ё.
_CYRILLIC_ACCENTED = frozenset("ёѐѝ")
# Thai, Lao, Tibetan, Burmese and Khmer; kana, bopomofo and Han.
_WITHOUT_SPACES = (
    *((0x0E00, 0x109F), (0x1780, 0x17FF), (0x3005, 0x3007), (0x3040, 0x312F), (0x31A0, 0x31BF)),
    *((0x31F0, 0x31FF), (0x3400, 0x9FFF), (0x20000, 0x3FFFD)),
)
_LONGEST_TERM = 100


def fold(text: str) -> str:
    """Return `text` without what searches ignore: two texts with the same result are alike.

    Ignored are case, accents of Latin, Greek and Cyrillic letters, vowel points of Hebrew and
    Arabic, width (`Ａ`, `ｱ`), ligatures, and characters that show nothing. Letters that only look
    like accented ones stay apart: か and が, и and й, and the vowel signs of Hindi or Thai.
    """
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN_LETTERS)
    letters: list[str] = []
    for character in unicodedata.normalize("NFKD", plain):
        if not (is_ignorable(character) or _is_ignored_after(letters, character)):
            letters.append(character)
    return " ".join(unicodedata.normalize("NFC", "".join(letters)).split())


def words(text: str) -> list[str]:
    """Return the words of `text`, in order, folded and without punctuation.

    An apostrophe joins: a search for `assassins` finds `Assassin's`.
    """
    joined = fold(text).replace(_APOSTROPHE, "")
    return "".join(each if _is_in_word(each) else " " for each in joined).split()


@dataclass(frozen=True, slots=True)
class Term:
    """What a search asks for: one of a text's `search_terms`, or the beginning of one."""

    text: str
    is_whole: bool


def search_terms(text: str) -> set[str]:
    """Return what a store keeps of `text`, so that an index finds it by every query's terms.

    These are its words, and in scripts without spaces the rest of a word from each letter on: the
    beginning of one of them is any part of the word.
    """
    return {
        word[start : start + _LONGEST_TERM]
        for word in words(text)
        for start, letter in enumerate(word)
        if start == 0 or _has_no_spaces(letter)
    }


def query_terms(text: str) -> list[Term]:
    """Return what a search for `text` asks for; a text is found that has all of it.

    Only the last word may be incomplete, and every word in a script without spaces.
    """
    asked = [word[:_LONGEST_TERM] for word in words(text)]
    return [
        Term(word, is_whole=number < len(asked) and not any(map(_has_no_spaces, word)))
        for number, word in enumerate(asked, 1)
    ]


def _is_ignored_after(letters: list[str], character: str) -> bool:
    """Tell whether searches ignore this character after `letters`, which are decomposed."""
    if _is_between(_POINTS, character):
        return True
    base = letters[-1] if letters else ""
    if character in _ALEF_MARKS:
        return base == _ALEF
    if not _is_between(_ACCENTS, character):
        return False
    composed = unicodedata.normalize("NFC", base + character)
    is_other_letter = len(composed) == 1 and _is_between((_CYRILLIC,), composed)
    return not is_other_letter or composed in _CYRILLIC_ACCENTED


def _is_in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def _has_no_spaces(letter: str) -> bool:
    return _is_between(_WITHOUT_SPACES, letter)


def _is_between(ranges: Iterable[tuple[int, int]], character: str) -> bool:
    code = ord(character)
    return any(first <= code <= last for first, last in ranges)
