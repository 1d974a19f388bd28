"""The fonts of tickets: Noto Sans for every script, of which a ticket gets the glyphs it shows.

The files come with packages and are mapped into memory when a script is first printed. HarfBuzz
cuts out the glyphs, so that neither a ticket nor its drawing has to do with a whole font.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path

import uharfbuzz as harfbuzz

from shared.text.characters import is_ignorable
from shared.text.printable import printable

FAMILY = "Noto"
"""The family of the font for Latin, Greek and Cyrillic."""
REGULAR, BOLD = 400.0, 700.0
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_SCRIPTS = (
    *("", "Hebrew", "Arabic", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil"),
    *("Telugu", "Kannada", "Malayalam", "Sinhala", "Thai", "Lao", "Myanmar", "Khmer", "Georgian"),
    *("Armenian", "Ethiopic", "Symbols"),
)
# The collection's fonts by number: they draw one Chinese character in the manner of each region.
_JAPANESE, _KOREAN, _SIMPLIFIED, _TRADITIONAL, _HONG_KONG = range(5)
_BY_TIME_ZONE = {
    "Asia/Tokyo": _JAPANESE,
    "Asia/Seoul": _KOREAN,
    "Asia/Taipei": _TRADITIONAL,
    "Asia/Hong_Kong": _HONG_KONG,
    "Asia/Macau": _HONG_KONG,
}


@dataclass(frozen=True, slots=True)
class Font:
    """A font file; `name` is the family in the document, `number` its place in a collection."""

    name: str
    path: Path
    number: int = 0
    has_weights: bool = True

    def has(self, letter: str) -> bool:
        """Tell whether the font can show the letter."""
        return ord(letter) in _coverage(self)

    def cut_out(self, letters: str, weight: float) -> bytes:
        """Return a font file with these letters, and what it combines them to, in that weight."""
        face, wanted = _face(self), harfbuzz.SubsetInput()
        wanted.unicode_set.update(map(ord, letters))
        if self.has_weights:
            wanted.pin_axis_location(face, "wght", weight)
        return bytes(harfbuzz.subset(face, wanted).blob.data)


def fonts_for(text: str, timezone: str) -> list[tuple[Font, str]]:
    """Return the fonts that show `text`, the one for Latin first, each with its letters.

    `text` is what `shown` returned. `timezone` is the cinema's: it decides in which region's
    manner Chinese characters are drawn, unless the text has Japanese or Korean letters.
    """
    letters: dict[Font, str] = {_noto(""): " "}
    for letter in sorted(set(text)):
        font = next(each for each in _fonts(_region(text, timezone)) if each.has(letter))
        letters[font] = letters.get(font, "") + letter
    return list(letters.items())


def shown(text: str) -> str:
    """Return `text` on one line; a run of letters that no font has is one question mark."""
    composed = unicodedata.normalize("NFC", printable(text))
    letters = "".join(_letter(each) for each in composed)
    runs = groupby(letters)
    return "".join("?" if letter == _UNKNOWN else "".join(run) for letter, run in runs)


def _letter(letter: str) -> str:
    if letter != _UNKNOWN and any(font.has(letter) for font in _fonts(_SIMPLIFIED)):
        return letter
    # A mark by itself belongs to the letter before it, and what shows nothing is not missed.
    is_missed = not (unicodedata.combining(letter) or is_ignorable(letter))
    return _UNKNOWN if is_missed else ""


def _fonts(region: int) -> Iterator[Font]:
    """Yield the fonts in the order in which they are asked for a letter."""
    yield from map(_noto, _SCRIPTS)
    yield _chinese(region)
    yield _emoji()


def _region(text: str, timezone: str) -> int:
    if any("\u3040" <= each <= "\u30ff" for each in text):
        return _JAPANESE
    if any("\uac00" <= each <= "\ud7a3" for each in text):
        return _KOREAN
    return _BY_TIME_ZONE.get(timezone, _SIMPLIFIED)


@cache
def _noto(script: str) -> Font:
    return Font(f"{FAMILY}{script}", _file("manimgx_fonts", f"NotoSans{script}[wght].ttf"))


@cache
def _chinese(region: int) -> Font:
    path = _file("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc")
    return Font(f"{FAMILY}Chinese", path, region, has_weights=False)


@cache
def _emoji() -> Font:
    return Font(f"{FAMILY}Emoji", _file("manimgx_fonts", "NotoEmoji[wght].ttf"))


def _file(package: str, name: str) -> Path:
    return Path(str(files(package) / name))


@cache
def _face(font: Font) -> harfbuzz.Face:
    return harfbuzz.Face(harfbuzz.Blob.from_file_path(font.path), font.number)


@cache
def _coverage(font: Font) -> harfbuzz.Set:
    return _face(font).unicodes
