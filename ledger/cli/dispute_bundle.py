"""`ombud dispute bundle`: a whole case in one file."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli import context, reading, wiring
from ledger.cli.output import AsJson
from ledger.cli.reading import AsOfBlock, Output
from ledger.queries.case_bundles import case_bundle

Name = Annotated[str, typer.Argument(help="Number or global id of the dispute.")]


def bundle(dispute: Name, *, file: Output = None, as_of: AsOfBlock = None, as_json: AsJson = False) -> None:
    """Export a dispute with everything that proves how it went, for `ombud verify`."""
    with wiring.opened_sources(context.settings()) as sources:
        reading.write_bundle(case_bundle(sources, dispute, as_of=as_of), file, as_json=as_json)
