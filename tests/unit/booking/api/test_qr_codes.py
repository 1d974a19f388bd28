"""The QR symbol of a ticket's code."""

import re

import segno

from subgraphs.booking.api.qr_codes import qr_svg

CODE = "eyJrIjoiay0wMDAwMDAwMDAwMDAwMDAwIiwidCI6InRrdF8wMUpEIn0." + "A" * 86


def test_the_qr_symbol_is_a_whole_svg_and_holds_the_code() -> None:
    svg = qr_svg(CODE)
    assert svg.startswith("<svg")
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
    border, symbol = 4, segno.make(CODE, error="m")
    assert _dark_modules(svg) == {
        (border + row, border + column)
        for row, modules in enumerate(symbol.matrix)
        for column, dark in enumerate(modules)
        if dark
    }


def _dark_modules(svg: str) -> set[tuple[int, int]]:
    """Return row and column of each dark module; the SVG draws runs of them as strokes."""
    (drawn,) = re.findall(r'stroke="#000" d="([^"]+)"', svg)
    dark: set[tuple[int, int]] = set()
    x = y = 0.0
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+) ?(-?[\d.]+)?", drawn):
        if command == "h":
            dark |= {(int(y), int(x) + step) for step in range(int(first))}
            x += float(first)
        else:
            x, y = (x, y) if command == "m" else (0.0, 0.0)
            x, y = x + float(first), y + float(second)
    return dark
