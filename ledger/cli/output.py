"""What commands print: JSON for programs, tables and plain lines for people, colours on a tty only."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Final

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ledger.errors import LedgerError

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
_PLAIN_WIDTH: Final = 200  # columns, where no terminal says how wide it is
_OUT: Final = Console(highlight=False, width=None if sys.stdout.isatty() else _PLAIN_WIDTH)


_CONTROLS: Final = {
    code: f"\\u{code:04x}"
    for code in (
        *range(0x20),
        *range(0x7F, 0xA0),
        0x061C,
        0x200E,
        0x200F,
        *range(0x2028, 0x202F),
        *range(0x2066, 0x206A),
    )
}
"""Characters that move cursors, colours, lines or the direction of text: strangers' names may hold them."""
_CONTROLS_BUT_LINES: Final = {code: shown for code, shown in _CONTROLS.items() if code != ord("\n")}


REASONS: Final[Mapping[int, tuple[str, str]]] = {
    1: ("something that nobody foresaw", "report it, with what you did"),
    2: ("as it was given it can never be accepted", "correct it; `--help` behind the command says what it takes"),
    3: ("it is not known here, or not as of this block", "see that it is named rightly; `ombud find` looks for it"),
    4: ("it contradicts what is already there", "look at what is there before you go on"),
    5: ("this key or account may not do it", "give the key of whoever may"),
    6: ("something it needs cannot be reached, or is behind", "try again; `ombud doctor` says what does not answer"),
    7: ("a contract refused it", "see what the contract says above; nothing was changed"),
    8: ("this machine or its settings lack something", "`ombud doctor` says what is missing"),
}
"""Of what kind an error is, and what to do where it says nothing itself, by exit code."""


def visible(text: str) -> str:
    """Write control characters as escapes, so that a stranger's text cannot forge lines or speak to the terminal."""
    return text.translate(_CONTROLS)


def _encode_other(value: Any) -> Any:
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).hex()
    return str(value)


def as_json(value: Any) -> None:
    """Print a value as one JSON document; bytes as hex."""
    _print_json(value)


def _print_json(value: Any) -> None:
    text = msgspec.json.format(msgspec.json.encode(value, enc_hook=_encode_other), indent=2)
    sys.stdout.write(text.decode() + "\n")


def json_line(value: Any) -> None:
    """Print a value as one line of JSON, for streams."""
    sys.stdout.write(msgspec.json.encode(value, enc_hook=_encode_other).decode() + "\n")
    sys.stdout.flush()


def line(text: str, *, style: str = "") -> None:
    """Print one line; never cut, its brackets never taken for markup."""
    _OUT.print(Text(text.translate(_CONTROLS_BUT_LINES), style=style), soft_wrap=True)


def note(text: str) -> None:
    """Print one line for the reader's eyes on standard error."""
    Console(stderr=True, highlight=False).print(
        Text(f"· {text.translate(_CONTROLS_BUT_LINES)}", style="dim"), soft_wrap=True
    )


def pairs(values: Mapping[str, Any]) -> None:
    """Print names and values, one pair a line; absent values are left out, lists get commas."""
    shown = {name: _in_words(value) for name, value in values.items() if value not in (None, "", [], ())}
    width = max((len(name) for name in shown), default=0)
    for name, value in shown.items():
        _OUT.print(Text(f"{name:<{width}}  ", style="dim") + Text(visible(value)), soft_wrap=True)


def _in_words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def tell(facts: Mapping[str, Any], *, as_json: bool, words: Mapping[str, Any] | None = None, hint: str = "") -> None:
    """Say what a command did.

    Args:
        facts: For programs.
        as_json: Whether programs read it.
        words: What people read instead of some of the facts, by name; None leaves a fact out.
        hint: What comes next, for people.
    """
    if as_json:
        _print_json(facts)
        return
    pairs({**facts, **(words or {})})
    if hint:
        line(hint, style="dim")


def told(facts: Mapping[str, Any], words: str, *, as_json: bool) -> None:
    """Say what a command did, in one line for people."""
    if as_json:
        _print_json(facts)
    else:
        line(words)


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, empty: str) -> None:
    """Print a table; `empty` is said when there are no rows.

    On a tty cells are cut to fit; elsewhere the columns are separated by tabs, for programs that cut lines.
    """
    found = [[("" if cell is None else visible(str(cell))) for cell in row] for row in rows]
    if not found:
        line(empty, style="dim")
        return
    if not sys.stdout.isatty():
        for row in (list(columns), *found):
            sys.stdout.write("\t".join(row) + "\n")
        return
    shown = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        shown.add_column(column, overflow="ellipsis", no_wrap=True)
    for row in found:
        shown.add_row(*(Text(cell) for cell in row))
    _OUT.print(shown)


def failure(error: LedgerError, *, as_json: bool) -> None:
    """Say on standard error what went wrong, of what kind it is and what to do: a problem document, or three lines."""
    if as_json:
        sys.stderr.write(msgspec.json.encode(error.problem()).decode() + "\n")
        return
    console = Console(stderr=True, highlight=False)
    why, otherwise = REASONS.get(error.exit_code, REASONS[1])
    for label, style, text in (
        ("error: ", "bold red", error.message),
        ("why:   ", "dim", f"{why} ({error.code}, exit code {error.exit_code})"),
        ("hint:  ", "dim", error.hint or otherwise),
    ):
        console.print(Text(label, style=style) + Text(text.translate(_CONTROLS_BUT_LINES)), soft_wrap=True)
