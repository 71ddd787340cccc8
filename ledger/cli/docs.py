"""`ombud docs`: where the documentation of this installation lies; it is read without a network."""

from __future__ import annotations

import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from ledger.cli import output
from ledger.cli.output import AsJson
from ledger.errors import SetupError

app = typer.Typer(help="The documentation of this installation.", add_completion=False)

_PACKAGE: Final = Path(__file__).resolve().parents[1]
PLACES: Final = (_PACKAGE / "site", _PACKAGE.parent / "build" / "site")
"""Where the site may lie: in the wheel, or built in a checkout."""


@app.command()
def docs(
    *,
    browse: Annotated[bool, typer.Option("--open", help="Open it in a browser.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say where the documentation lies, as an address that a browser opens; it needs no network."""
    address = page_of(PLACES).as_uri()
    if browse:
        webbrowser.open(address)
    output.tell({"docs": address}, as_json=as_json)


def page_of(places: Sequence[Path]) -> Path:
    """Return the first page of the site in the first place that has one.

    Raises:
        SetupError: if there is none.
    """
    for place in places:
        if (place / "index.html").is_file():
            return place / "index.html"
    raise SetupError(
        "this installation has no documentation",
        hint="in a checkout: ./scripts/docs builds it; the texts are in docs/",
        code="no_docs",
    )
