"""How scanners and the software behind them deliver a code."""

import pytest

DRESSED = [
    pytest.param(f"{before}{{}}{after}", id=name)
    for name, before, after in (
        ("carriage return and line feed", "", "\r\n"),
        ("carriage return", "", "\r"),
        ("tab", "", "\t"),
        ("spaces around", "  ", " "),
        ("no-break and wide spaces", "\u00a0", "\u3000"),
        ("NUL", "", "\x00"),
        ("start and end of text", "\x02", "\x03"),
        ("group separator", "\x1d", "\x1e\x04"),
        ("byte order mark", "\ufeff", ""),
        ("zero-width characters", "\u200b\u2060", "\u200d\u200c"),
        ("marks of direction", "\u200e", "\u202c"),
        ("AIM identifier of QR", "]Q3", ""),
        ("AIM identifier of Code 128", "]C1", "\r\n"),
        ("AIM identifier after a byte order mark", "\ufeff\x02]d2", "\x03"),
        ("double quotes", '"', '"\r\n'),
        ("single quotes", " '", "' "),
        ("quotes around an AIM identifier", '"]Q1', '"'),
    )
]
"""Templates of a code with what is added before and after it."""

SPOILT = [
    pytest.param(before, after, id=name)
    for name, before, after in (
        ("space inside", ".", ". "),
        ("line break inside", ".", ".\r\n"),
        ("NUL inside", ".", "\x00."),
        ("zero-width space inside", ".", ".\u200b"),
        ("AIM identifier inside", ".", ".]Q3"),
        ("quote inside", ".", '."'),
    )
]
"""What is replaced by what in a code, so that it is none any more."""
