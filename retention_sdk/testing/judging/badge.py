"""The badge of a scorecard, for a README: a small picture that screen readers read too."""

from collections.abc import Mapping
from types import MappingProxyType

LABEL = "retention contract"
NONE = "not reached"

COLOURS: Mapping[str, str] = MappingProxyType(
    {"bronze": "#8c5a2b", "silver": "#5f6b7a", "gold": "#8a6a00", NONE: "#a01c30"}
)
"""Dark enough for white letters: at least 4.5 to 1."""

_WIDTH, _GAP, _HEIGHT = 6.6, 16, 20
"""Of a letter, of what is left and right of a word, and of the badge, in pixels."""


def badge(rung: str | None) -> str:
    """The badge of a rung.

    Args:
        rung: "bronze", "silver" or "gold"; None where bronze is not reached.

    Returns:
        An SVG, with its words as title and label.
    """
    told = rung or NONE
    left, right = _wide(LABEL), _wide(told)
    words = f"{LABEL}: {told}"
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{_HEIGHT}" role="img" aria-label="{words}">
<title>{words}</title>
<clipPath id="r"><rect width="{left + right}" height="{_HEIGHT}" rx="3"/></clipPath>
<g clip-path="url(#r)">
<rect width="{left}" height="{_HEIGHT}" fill="#444"/>
<rect x="{left}" width="{right}" height="{_HEIGHT}" fill="{COLOURS[told]}"/>
</g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" aria-hidden="true">
<text x="{left / 2:g}" y="14" textLength="{left - _GAP}">{LABEL}</text>
<text x="{left + right / 2:g}" y="14" textLength="{right - _GAP}">{told}</text>
</g>
</svg>
"""


def _wide(text: str) -> int:
    return round(len(text) * _WIDTH) + _GAP
