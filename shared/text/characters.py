"""What single characters do: show something, turn the direction of writing, or nothing."""

import unicodedata

_DIRECTION_CONTROLS = frozenset(
    map(chr, [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
)
# Unicode's Default_Ignorable_Code_Point, as ranges: Python has no such property.
_IGNORABLE = (
    *((0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5)),
    *((0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164)),
    *((0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x1BCA0, 0x1BCA3)),
    *((0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
)
# Fonts draw nothing for these, although Unicode counts them among letters and symbols.
_BLANK = frozenset("\u2800\ufffc\U00013441\U00013442\U00016fe4\U0001d159")


def is_direction_control(character: str) -> bool:
    """Tell whether the character only turns the direction of writing (Unicode's Bidi_Control).

    The marks U+200E, U+200F and U+061C count too. They are weaker than overrides and isolates,
    but they move neighbouring punctuation, cannot be seen, and a title needs none of them: a page
    finds its direction by its letters.
    """
    return character in _DIRECTION_CONTROLS


def is_ignorable(character: str) -> bool:
    """Tell whether a character shows nothing by itself, such as a joiner or a zero-width space."""
    code = ord(character)
    return code >= 0xAD and any(first <= code <= last for first, last in _IGNORABLE)


def is_visible(character: str) -> bool:
    """Tell whether a reader sees the character by itself; a mark needs a letter, a space nothing.

    Characters that this Python's Unicode does not know count as visible: they may be new emoji.
    """
    if character in _BLANK or is_ignorable(character) or is_no_text(character):
        return False
    return unicodedata.category(character)[0] in "LNPS" or unicodedata.category(character) == "Cn"


def is_no_text(character: str) -> bool:
    """Tell whether the character is a control, half of a surrogate pair, or a noncharacter.

    XML 1.0 cannot hold most of them, and no text of people needs any but tabs and line breaks.
    """
    code = ord(character)
    is_noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return is_noncharacter or unicodedata.category(character) in ("Cc", "Cs")
