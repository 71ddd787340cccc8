"""`ombud custody`: say that you keep evidence, and see who does; asking for it is `ombud challenge evidence`."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.chain import challenges
from ledger.cli import context, output
from ledger.cli.acting import Signer
from ledger.cli.output import AsJson
from ledger.cli.reading import Turn, moment, reads
from ledger.cli.sharing import shared
from ledger.domain.ids import parse_hex32
from ledger.queries import manifests
from ledger.queries.answers import Answer
from ledger.queries.manifests import Custody
from ledger.queries.sources import Sources
from ledger.tiles.evidence import open_evidence

app = typer.Typer(help="Custody of evidence: keep, show.", no_args_is_help=True, add_completion=False)
Sha256 = Annotated[str, typer.Argument(help="SHA-256 of the evidence, 64 hex digits.")]


@app.command()
@shared
def keep(sha256: Sha256, *, signer: Signer, as_json: AsJson = False) -> None:
    """Say on chain that you keep evidence, and will show it within three days whenever somebody asks."""
    name = parse_hex32(sha256, what="evidence")
    open_evidence(context.settings().evidence_folder).meta(name.hex())  # whoever promises it has it
    with signer.opened() as sender:
        sent = challenges.keep_evidence(sender, name)
    output.tell(
        {"evidence": name.hex(), "custodian": sender.address, "tx": sent.tx.hex(), "block": sent.block},
        as_json=as_json,
        hint="next: if somebody asks for it, `ombud challenge answer NAME` shows it; unshown, you lose the point",
    )


def _show_custody(answer: Answer[Custody]) -> None:
    rows = [
        (item.custodian, moment(item.kept.time), ", ".join(name[:16] for name in item.defaulted) or "none")
        for item in answer.data.custodians
    ]
    output.table(("custodian", "since", "challenges not answered"), rows, empty="nobody says that it keeps it")


@app.command()
@reads(_show_custody)
def show(sources: Sources, sha256: Sha256, *, turn: Turn) -> Answer[Custody]:
    """Show who says that it keeps an evidence, and who did not show it when asked."""
    return manifests.custody(sources, sha256, cursor=turn.cursor, limit=turn.limit, as_of=turn.as_of)
