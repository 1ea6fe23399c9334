"""QR codes in letters: a till reads a number from the screen of a phone."""

from io import BytesIO

import segno

SCALE = 6
"""Pixels of a dot: large enough for a till's reader, and small enough for a letter."""


def in_groups(number: str) -> str:
    """A number as people read it: six digits, a space, six digits."""
    return " ".join(number[place : place + 6] for place in range(0, len(number), 6))


def qr_code(text: str) -> bytes:
    """A QR code as a PNG, the same for the same text.

    It goes with the letter as a picture: an SVG is shown by hardly any mail program.
    """
    picture = BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="png", scale=SCALE, border=4)
    return picture.getvalue()
