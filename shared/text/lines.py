"""Breaking text into lines by its width, in scripts with and without spaces."""

import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise

ELLIPSIS = "…"
_JOINER = "\u200d"
_LONGEST = 16
"""Letters and marks that a character has at most; more of them are no text of people."""
_VIRAMA = 9
"""Unicode's combining class of the sign that joins two Indic consonants."""
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_REGIONAL_INDICATORS = range(0x1F1E6, 0x1F200)
# Thai and Lao write these vowels before and after the consonant that they belong to.
_BEFORE_CONSONANT = frozenset("เแโใไເແໂໃໄ")
_AFTER_CONSONANT = frozenset("ะาำๅະາຳ")
# What begins no line, and what ends none, in Chinese and Japanese.
_BEGINS_NO_LINE = frozenset(
    "、。，．・：；？！ー々〜～）］｝〉》」』】〕’”…‥ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
_ENDS_NO_LINE = frozenset("（［｛〈《「『【〔‘“")


def break_lines(text: str, width: Callable[[str], float], limit: float, most: int) -> list[str]:
    """Return `text` in up to `most` lines of up to `limit`; an ellipsis stands for what is left.

    A line ends at a space or beside a Chinese or Japanese character. A word that is wider than a
    line is broken between what readers take for characters.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, lambda word: width(word.rstrip()) <= limit):
        if line and width((line + piece).rstrip()) > limit:
            lines.append(line.rstrip())
            line = ""
            if len(lines) == most:
                return [*lines[:-1], _shortened(lines[-1], width, limit)]
        line += piece
    return [*lines, line.rstrip()] if line else lines


def is_right_to_left(text: str) -> bool:
    """Tell whether the first letter that has a direction is written to the left.

    All lines of the text are set in its direction.
    """
    directions = map(unicodedata.bidirectional, text)
    return next((each for each in directions if each in ("L", "R", "AL")), "L") != "L"


def _pieces(text: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """Yield the text in pieces between which a line may end."""
    piece = ""
    characters = list(_characters(text))
    for character, following in pairwise([*characters, ""]):
        piece += character
        if not following or _may_end(character, following):
            yield from [piece] if fits(piece) else _characters(piece)
            piece = ""


def _may_end(character: str, following: str) -> bool:
    """Tell whether a line may end between these two."""
    if following.isspace():
        return False
    if character.isspace():
        return True
    if character[-1] in _ENDS_NO_LINE or following[0] in _BEGINS_NO_LINE:
        return False
    return _is_ideographic(character[0]) or _is_ideographic(following[0])


def _is_ideographic(character: str) -> bool:
    """Tell whether it is of a script that writes no spaces between words, and is wide."""
    wide = unicodedata.east_asian_width(character) in ("W", "F")
    return wide and not "\uac00" <= character <= "\ud7a3"


def _characters(text: str) -> Iterator[str]:
    """Yield what readers take for characters: letters with their marks, joined emoji, flags."""
    cluster = ""
    for letter in text:
        if cluster and not (len(cluster) < _LONGEST and _belongs(letter, cluster)):
            yield cluster
            cluster = ""
        cluster += letter
    if cluster:
        yield cluster


def _belongs(letter: str, cluster: str) -> bool:
    before = cluster[-1]
    if unicodedata.category(letter).startswith("M") or letter in ("\u200c", _JOINER):
        return True
    if ord(letter) in _REGIONAL_INDICATORS:
        return len(cluster) == 1 and ord(before) in _REGIONAL_INDICATORS
    return (
        before == _JOINER
        or unicodedata.combining(before) == _VIRAMA
        or ord(letter) in _SKIN_TONES
        or letter in _AFTER_CONSONANT
        or before in _BEFORE_CONSONANT
    )


def _shortened(line: str, width: Callable[[str], float], limit: float) -> str:
    """Return the line with an ellipsis at its end, and as much of it as fits."""
    characters = list(_characters(line))
    while characters and width(f"{''.join(characters).rstrip()} {ELLIPSIS}") > limit:
        characters.pop()
    return f"{''.join(characters).rstrip()} {ELLIPSIS}".lstrip()
