"""How wide a text is in real fonts."""

from functools import cache
from importlib.resources import files

import uharfbuzz as harfbuzz

_FILES = (
    *(("manimgx_fonts", f"NotoSans{script}[wght].ttf") for script in ("", "Hebrew", "Arabic")),
    *(("manimgx_fonts", f"NotoSans{script}[wght].ttf") for script in ("Tamil", "Thai")),
    ("manimgx_fonts", "NotoSansDevanagari[wght].ttf"),
    ("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc"),
    ("manimgx_fonts", "NotoEmoji[wght].ttf"),
)


def shaped_width(text: str, size: float) -> float:
    """Return the width of the text in bold Noto Sans."""
    runs: list[tuple[harfbuzz.Face, str]] = []
    for letter in text:
        face = next(each for each in _faces() if ord(letter) in each.unicodes)
        if runs and (runs[-1][0] is face or letter == " "):
            runs[-1] = (runs[-1][0], runs[-1][1] + letter)
        else:
            runs.append((face, letter))
    return sum(_width(face, run) for face, run in runs) * size


@cache
def _faces() -> list[harfbuzz.Face]:
    return [
        harfbuzz.Face(harfbuzz.Blob.from_file_path(str(files(package) / name)))
        for package, name in _FILES
    ]


def _width(face: harfbuzz.Face, text: str) -> float:
    font, buffer = harfbuzz.Font(face), harfbuzz.Buffer()
    font.set_variations({"wght": 700})
    buffer.add_str(text)
    buffer.guess_segment_properties()
    harfbuzz.shape(font, buffer)
    return sum(each.x_advance for each in buffer.glyph_positions or ()) / face.upem
