"""How values look on a page: times, amounts, hashes, states, and what strangers wrote.

Text of strangers keeps its own direction, and signs that would not be seen are written out, so no name can look like
another or turn the line around.
"""

from __future__ import annotations

import re
from dataclasses import is_dataclass
from datetime import UTC, datetime
from typing import Final

from markupsafe import Markup

from ledger.queries.wording import ether

MAX_SAID: Final = 2_000
"""Characters of one text of a stranger's that a page shows; the JSON has all of it."""
_NAMES: Final = re.compile(r"\b0x[0-9a-fA-F]{40}\b|\b[0-9a-f]{64}\b")
_ADDRESS_SIGNS: Final = 42
_NONE: Final = "\u2013"  # a dash
_PPM_PERCENT: Final = 10_000
_SHORT: Final = 16
_HEAD: Final = 8
_TAIL: Final = 4
_LAST_YEAR: Final = 253_402_300_799  # 9999-12-31, the last that a date can name
_UNITS: Final = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
_GOOD: Final = frozenset(
    {"active", "finalised", "confirmed", "complete", "yes", "dismissed", "present", "backed", "in_force", "resolved",
     "answered", "within", "accepted", "revealed", "ready", "made", "success", "executed", "final", "ok",
     "acknowledged"}
)  # fmt: skip
_BAD: Final = frozenset(
    {"banned", "suspended", "upheld", "firing", "contradicted", "withheld", "no", "unanswered", "rejected", "refuted",
     "absent", "leaked", "hidden", "outside", "damaged", "missing", "stalled", "failure", "reorged", "incomplete"}
)  # fmt: skip
_WAIT: Final = frozenset(
    {"open", "arbitration", "provisional", "pending", "insufficient", "unreachable", "reading", "challenged",
     "committed", "seated", "late", "retired", "expired", "revoked", "denied", "refused", "timeout",
     "unconfirmed"}
)  # fmt: skip


def said(text: object, limit: int = MAX_SAID) -> Markup:
    """Show what a stranger wrote: escaped, isolated in its direction, hidden signs written out, cut at a length."""
    whole = str(text)
    shown = "".join(_seen(sign) for sign in whole[:limit])
    more = len(whole) - limit
    rest = f" … ({more} more characters; the JSON has them)" if more > 0 else ""
    return Markup('<bdi class="said">{}</bdi>{}').format(shown, rest)


def _seen(sign: str) -> str:
    if sign == "\n":
        return "\u23ce"
    return sign if sign.isprintable() else f"\\u{ord(sign):04x}"


def plain(text: object, limit: int) -> str:
    """Say what a stranger wrote where no markup can stand, such as in a drawing, cut at a length."""
    whole = str(text)
    return "".join(_seen(sign) for sign in whole[:limit]) + ("…" if len(whole) > limit else "")


def digest(value: object) -> Markup:
    """Show a hash: its ends, and the whole to copy, to hover and to print."""
    text = str(value)
    if len(text) <= _SHORT:
        return Markup('<code class="hash">{}</code>').format(text)
    short = f"{text[: _HEAD + (2 if text.startswith('0x') else 0)]}…{text[-_TAIL:]}"
    return Markup('<code class="hash" title="{0}" data-full="{0}">{1}</code>').format(text, short)


def account(value: object) -> Markup:
    """Show an account as a link to everything about it."""
    text = str(value)
    return Markup('<a class="account" href="/accounts/{0}">{1}</a>').format(text, digest(text))


def told(text: str) -> Markup:
    """Show a sentence of ours: accounts in it as links, hashes short, and all else as `said`."""
    out, at = Markup(""), 0
    for found in _NAMES.finditer(text):
        name = found[0]
        shown = account(name) if len(name) == _ADDRESS_SIGNS else digest(name)
        out += said(text[at : found.start()]) + shown
        at = found.end()
    return out + said(text[at:])


def coded(text: str) -> Markup:
    """Show a sentence of ours in which what is typed stands between backquotes."""
    parts = text.split("`")
    shown = (
        Markup("<code>{}</code>").format(part) if at % 2 else Markup("{}").format(part) for at, part in enumerate(parts)
    )
    return Markup("").join(shown)


def instant(seconds: int | None) -> Markup:
    """Show Unix seconds as UTC; a dash for none."""
    if seconds is None or seconds <= 0:
        return Markup("{}").format(_NONE)
    if seconds > _LAST_YEAR:
        return Markup('<span title="{} Unix seconds">beyond the year 9999</span>').format(seconds)
    then = datetime.fromtimestamp(seconds, UTC)
    return Markup('<time datetime="{0:%Y-%m-%dT%H:%M:%SZ}">{0:%Y-%m-%d %H:%M:%S} UTC</time>').format(then)


def span(seconds: float) -> str:
    """Say a time span in its two largest units, such as `2 days 3 hours`."""
    rest, out = abs(int(seconds)), []
    for size, name in _UNITS:
        count, rest = divmod(rest, size)
        if count:
            out.append(f"{count} {name}{'' if count == 1 else 's'}")
    return " ".join(out[:2]) or "0 seconds"


def ether_amount(wei: str | int | None) -> str:
    """Say an amount of wei in ether, exactly; a dash for none."""
    if wei is None:
        return _NONE
    return ether(wei) if int(wei) else "0 ether"


def percent(ppm: int | None) -> str:
    """Say parts per million as percent, to a tenth; a dash for none."""
    return _NONE if ppm is None else f"{ppm / _PPM_PERCENT:.1f} %"


def exact_percent(share: float | None) -> str:
    """Say a probability as percent, to a tenth; a dash for none."""
    return _NONE if share is None else f"{share * 100:.1f} %"


def state_mark(value: object) -> Markup:
    """Show a state as word, sign and colour together: none of them alone carries it."""
    word = str(value)
    kind, sign = "plain", "·"
    for words, name, mark in ((_GOOD, "good", "✓"), (_BAD, "bad", "✕"), (_WAIT, "wait", "…")):
        if word in words:
            kind, sign = name, mark
    return Markup('<span class="state {}"><span aria-hidden="true">{}</span> {}</span>').format(
        kind, sign, word.replace("_", " ")
    )


def sentence(text: str) -> str:
    """Begin with a capital and end with a full stop."""
    begun = text[:1].upper() + text[1:]
    return begun if begun.endswith((".", "?", "!")) else f"{begun}."


def spaced(number: int) -> str:
    """Write a large number in groups of three."""
    return f"{number:,}".replace(",", "\u202f")


def is_record(value: object) -> bool:
    """Say whether a value has named fields, as parts of answers have."""
    return is_dataclass(value) and not isinstance(value, type)
