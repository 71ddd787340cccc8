"""`ombud reputation`, the acting commands: propose, challenge."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from ledger.chain import assertions
from ledger.cli import context, exhibits, output
from ledger.cli.acting import Signer, provide
from ledger.cli.boards import Named, Place, compare
from ledger.cli.output import AsJson
from ledger.cli.reading import AsOfBlock
from ledger.cli.reputation import app
from ledger.cli.sharing import shared
from ledger.errors import ConflictError
from ledger.trust.reading import posted, read_board


@app.command()
@shared
def propose(named: Named, place: Place, *, as_of: AsOfBlock = None, signer: Signer, as_json: AsJson = False) -> None:
    """Compute the next epoch's root and assert it with a bond, together with the terms that it can be recomputed by."""
    with place.opened() as sources:
        found = read_board(sources, named.terms(), as_of)
    board = found.board
    with signer.opened() as sender:
        provide(sender, assertions.bond(sender.chain, "CredibilityRoots"))
        epoch = sender.chain.read("CredibilityRoots", "current") + 1
        name = assertions.propose_root(
            sender,
            epoch,
            bytes.fromhex(board.root),
            len(board.lines),
            as_of_block=found.as_of.number,
            formula=board.terms.hash,
            uri=board.terms.uri,
        )
    facts = {"assertion": name.hex(), "epoch": epoch, "root": board.root, "size": len(board.lines)}
    output.tell(
        facts | {"as_of_block": found.as_of.number, "formula": board.formula},
        as_json=as_json,
        hint=f"next: in three days, `ombud assertion conclude {name.hex()}`",
    )


@app.command()
@shared
def challenge(
    place: Place,
    *,
    epoch: Annotated[int | None, typer.Option(min=1, help="Epoch of the root; the last one posted if none.")] = None,
    signer: Signer,
    as_json: AsJson = False,
) -> None:
    """Recompute the root that was posted and, if it is another, challenge it with a bond: a panel recomputes too."""
    with place.opened() as sources:
        compared = compare(sources, posted(sources, epoch))
    if compared.fault is None:
        raise ConflictError(
            f"the root of epoch {compared.posted.epoch} is what its terms make it",
            hint="a challenge would be lost",
            code="root_holds",
        )
    with signer.opened() as sender, TemporaryDirectory() as folder:
        report = Path(folder) / "recomputed.json"
        report.write_text(json.dumps(compared.facts, sort_keys=True, indent=1))
        exhibit = exhibits.gather(context.settings(), [str(report)], "", sender.address)
        provide(sender, sender.chain.read("CredibilityRoots", "challengeCost"))
        name = bytes.fromhex(compared.posted.assertion)
        number = assertions.challenge(sender, "CredibilityRoots", name, exhibit.hash, exhibit.uri)
    facts = compared.facts | {"panel_dispute": number, "challenger": sender.address, "evidence": exhibit.hash.hex()}
    hint = f"next: once the panel has ruled, or in 14 days, `ombud assertion conclude {name.hex()}`"
    output.tell(facts, as_json=as_json, hint=hint)
