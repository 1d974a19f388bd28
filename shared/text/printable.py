"""Text for documents: stored text may be older than the rules for new text."""

from shared.text.characters import is_direction_control, is_no_text


def printable(text: str) -> str:
    """Return `text` on one line, as XML, PDF, CSV and mail can hold it.

    White space becomes one space; control characters, noncharacters, lone surrogates and controls
    of the direction are left out. Markup is escaped by the writer of the document, not here.
    """
    return " ".join(
        "".join(
            character
            for character in text
            if character.isspace() or not (is_no_text(character) or is_direction_control(character))
        ).split()
    )
