"""A badge: one line of SVG, without a script, a font or a word of a stranger's in it."""

from __future__ import annotations

from typing import Final

from ledger.queries.check import Check

_COLOURS: Final = {"yes": "#1a7f37", "no": "#b42318", "insufficient": "#59636e"}
_WORDS: Final = {"yes": "reaches", "no": "below", "insufficient": "insufficient"}


def badge(found: Check) -> str:
    """Draw an answer; the text is read aloud by its title."""
    score = "" if found.verdict == "insufficient" else f" {found.score_ppm / 10_000:.1f} %"
    right = f"{_WORDS[found.verdict]}{score}"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="190" height="20" role="img" aria-labelledby="t">'
        f'<title id="t">ombud reputation: {right}</title>'
        '<rect width="70" height="20" fill="#24292f"/>'
        f'<rect x="70" width="120" height="20" fill="{_COLOURS[found.verdict]}"/>'
        '<g fill="#fff" font-family="sans-serif" font-size="11" text-anchor="middle">'
        f'<text x="35" y="14">ombud</text><text x="130" y="14">{right}</text></g></svg>'
    )
