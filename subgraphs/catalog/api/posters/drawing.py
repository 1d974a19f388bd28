"""Drawing a poster: colours and a scene by the movie's first genre, varied by its id."""

import hashlib
import unicodedata
from collections.abc import Callable, Iterator
from random import Random
from xml.sax.saxutils import escape

from shared.text.lines import break_lines, is_right_to_left
from shared.text.printable import printable
from subgraphs.catalog.domain.movies import Movie

WIDTH, HEIGHT = 400, 600
_TEXT_WIDTH = 352
_TITLE_SIZES = ((34, 4), (24, 6))
"""Sizes of a title's letters, each with the lines that it has room for."""
_FACTS_SIZE, _FACTS_SPACING = 15, 2

Scene = Callable[[Random, str], Iterator[str]]


def draw(movie: Movie) -> str:
    """Return an SVG document of 400 by 600; a movie always gets the same one."""
    chance = Random(hashlib.sha256(movie.id.encode()).digest())
    genre = movie.genres[0]
    scene, hue = _SCENES.get(genre.casefold(), (_circles, 250))
    hue = (hue + chance.randrange(-18, 19)) % 360
    light = f"hsl({(hue + 40) % 360} 85% 72%)"
    title = printable(movie.title)
    facts = f"{genre.upper()} · {movie.runtime_minutes} MIN · {movie.certification}"
    wrapped, size = _title_lines(title)
    height = size * 1.12
    top = 150 - len(wrapped) * height / 2
    lines = "".join(
        f'<tspan x="200" y="{top + number * height:.0f}">{escape(line)}</tspan>'
        for number, line in enumerate(wrapped)
    )
    direction = ' direction="rtl"' if is_right_to_left(title) else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="img" aria-label="{escape(title, {chr(34): "&quot;"})}">'
        f'<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="0" stop-color="hsl({hue} 60% 14%)"/>'
        f'<stop offset="1" stop-color="hsl({(hue + 25) % 360} 65% 38%)"/>'
        f"</linearGradient></defs>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#sky)"/>'
        f"{''.join(scene(chance, light))}"
        f'<g font-family="Georgia, serif" text-anchor="middle" fill="#fff">'
        f'<text font-size="{size}" font-weight="bold"{direction}>{lines}</text>'
        f'<text x="200" y="572" font-size="{_FACTS_SIZE}" letter-spacing="{_FACTS_SPACING}" '
        f'opacity="0.85">{escape(_facts_line(facts))}</text></g></svg>'
    )


def _title_lines(title: str) -> tuple[list[str], int]:
    """Return the title in lines, and the largest size in which it fits or else the smallest."""
    for size, room in _TITLE_SIZES:
        lines = break_lines(title, _em_width, _TEXT_WIDTH / size, room + 1)
        if len(lines) <= room:
            return lines, size
    size, room = _TITLE_SIZES[-1]
    return break_lines(title, _em_width, _TEXT_WIDTH / size, room), size


def _facts_line(facts: str) -> str:
    def width(text: str) -> float:
        return _FACTS_SIZE * _em_width(text) + _FACTS_SPACING * len(text)

    return break_lines(printable(facts), width, _TEXT_WIDTH, 1)[0]


def _em_width(text: str) -> float:
    """Return about how wide a bold text is, in units of its size: browsers have other fonts."""
    return sum(map(_letter_width, text))


def _letter_width(letter: str) -> float:
    category = unicodedata.category(letter)
    if category in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        # Emoji are wider than the letters of China and Japan.
        return 1.3 if category == "So" else 1
    if letter in "iljtfrI.,:;'!|() ":
        return 0.4
    if letter in "mwMW":
        return 1.05
    # The letters of India, among which some are wider than the size.
    if "\u0900" <= letter <= "\u0dff":
        return 1.1
    return 0.8 if category in ("Lu", "Lo") or letter in "%&@" else 0.62


def _waves(chance: Random, light: str) -> Iterator[str]:
    yield f'<circle cx="{chance.randrange(120, 280)}" cy="300" r="62" fill="hsl(40 95% 68%)"/>'
    for layer in range(5):
        y, swing = 330 + 50 * layer, chance.randrange(14, 34)
        waves = "".join(f" q 25 {-swing} 50 0 t 50 0" for _ in range(5))
        yield (
            f'<path d="M {-chance.randrange(50)} {y}{waves} V 600 H -50 z" '
            f'fill="{light}" opacity="{0.15 + 0.09 * layer:.2f}"/>'
        )


def _mountains(chance: Random, light: str) -> Iterator[str]:
    yield f'<circle cx="{chance.randrange(80, 320)}" cy="270" r="40" fill="{light}"/>'
    for layer in range(3):
        base = 600 - 40 * layer
        peaks = [f"0,{base}"]
        for x in range(0, 401, 50):
            is_peak = x % 100 == 50
            y = chance.randrange(300, 380) + 55 * layer if is_peak else chance.randrange(420, 470)
            peaks.append(f"{x},{y}")
        points = " ".join([*peaks, f"400,{base}", "400,600", "0,600"])
        yield f'<polygon points="{points}" fill="#000" opacity="{0.25 + 0.15 * layer:.2f}"/>'


def _stars(chance: Random, light: str) -> Iterator[str]:
    for _ in range(90):
        x, y = chance.randrange(WIDTH), chance.randrange(HEIGHT)
        yield f'<circle cx="{x}" cy="{y}" r="{chance.uniform(0.5, 2):.1f}" fill="#fff"/>'
    yield f'<circle cx="200" cy="400" r="105" fill="{light}" opacity="0.9"/>'
    tilt = chance.randrange(-35, 35)
    yield (
        f'<ellipse cx="200" cy="400" rx="175" ry="26" fill="none" stroke="#fff" stroke-width="5" '
        f'opacity="0.7" transform="rotate({tilt} 200 400)"/>'
    )


def _rays(chance: Random, light: str) -> Iterator[str]:
    turn = chance.randrange(20)
    for number in range(18):
        yield (
            f'<polygon points="200,400 186,-120 214,-120" fill="{light}" opacity="0.22" '
            f'transform="rotate({turn + number * 20} 200 400)"/>'
        )
    yield f'<polygon points="{_star(200, 400, 78, 34)}" fill="{light}"/>'


def _moon(chance: Random, light: str) -> Iterator[str]:
    yield f'<circle cx="250" cy="320" r="88" fill="{light}" opacity="0.9"/>'
    for _ in range(7):
        x, height = chance.randrange(400), chance.randrange(150, 290)
        branches = "".join(
            f" M {x} {600 - height * part / 10:.0f} l {chance.choice((-1, 1)) * 34} -30"
            for part in range(3, 10, 2)
        )
        yield (
            f'<path d="M {x} 600 v {-height}{branches}" stroke="#000" stroke-width="6" '
            f'fill="none" opacity="0.75"/>'
        )


def _notes(chance: Random, light: str) -> Iterator[str]:
    for line in range(5):
        y = 340 + 30 * line
        yield f'<path d="M 0 {y} q 100 -40 200 0 t 200 0" stroke="#fff" fill="none" opacity="0.5"/>'
    for number in range(7):
        x, y = 40 + 52 * number, 330 + chance.randrange(110)
        yield (
            f'<g fill="{light}"><ellipse cx="{x}" cy="{y}" rx="12" ry="9"/>'
            f'<rect x="{x + 9}" y="{y - 55}" width="3" height="55"/></g>'
        )


def _circles(chance: Random, light: str) -> Iterator[str]:
    for _ in range(9):
        x, y, r = chance.randrange(WIDTH), chance.randrange(260, 540), chance.randrange(20, 90)
        yield f'<circle cx="{x}" cy="{y}" r="{r}" fill="{light}" opacity="0.25"/>'
    yield f'<circle cx="200" cy="400" r="70" fill="none" stroke="{light}" stroke-width="8"/>'


def _star(x: float, y: float, outer: float, inner: float) -> str:
    # Sines and cosines of the multiples of 36 degrees.
    sines = (0, 0.588, 0.951, 0.951, 0.588, 0, -0.588, -0.951, -0.951, -0.588)
    cosines = (1, 0.809, 0.309, -0.309, -0.809, -1, -0.809, -0.309, 0.309, 0.809)
    return " ".join(
        f"{x + (inner if n % 2 else outer) * sines[n]:.0f},"
        f"{y - (inner if n % 2 else outer) * cosines[n]:.0f}"
        for n in range(10)
    )


_SCENES: dict[str, tuple[Scene, int]] = {
    "action": (_rays, 5),
    "adventure": (_mountains, 30),
    "animation": (_waves, 195),
    "drama": (_circles, 260),
    "family": (_waves, 170),
    "fantasy": (_mountains, 285),
    "history": (_mountains, 40),
    "horror": (_moon, 100),
    "musical": (_notes, 300),
    "science fiction": (_stars, 225),
    "thriller": (_moon, 210),
    "war": (_mountains, 15),
}
"""The scene and the sky's hue (degrees) by genre."""
