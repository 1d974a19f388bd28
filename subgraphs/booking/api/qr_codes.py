"""Ticket codes as QR symbols."""

import segno

_ERROR_CORRECTION = "m"


def qr_symbol(code: str) -> segno.QRCode:
    """Return the code as a QR symbol that stays readable when up to 15 % of it is damaged."""
    return segno.make_qr(code, error=_ERROR_CORRECTION)


def qr_svg(code: str) -> str:
    """Return the code as a QR symbol in an SVG document."""
    return qr_symbol(code).svg_inline(scale=4, border=4, light="#fff")
