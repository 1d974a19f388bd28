"""The text of an import file: UTF-8, or UTF-16 as spreadsheets write it."""

import codecs

from subgraphs.catalog.api.import_files.unchecked import no_import_file

_SAVE_AS = "Save it as UTF-8; spreadsheets call that `CSV UTF-8`."
_MARKED = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}
_ZIP = b"PK\x03\x04"


def decoded(data: bytes) -> str:
    """Return the text without its byte order mark. Raises ImportRejected for another charset."""
    if data.startswith(_ZIP):
        raise no_import_file(f"It is a spreadsheet's own format. {_SAVE_AS}")
    encoding = _MARKED.get(data[:2], "utf-8-sig")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        reason = f"The byte 0x{data[error.start]:02X} is not {_NAMES[encoding]}"
        raise no_import_file(f"{reason}. {_SAVE_AS}", f"line {line}") from None
    if "\0" in text:
        raise no_import_file(f"It has NUL characters, so it is no text in UTF-8. {_SAVE_AS}")
    return text
