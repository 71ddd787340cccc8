"""`ombud reputation`, the acting commands: propose, challenge, keep."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli import output, root_acts
from ledger.cli.acting import Signer
from ledger.cli.boards import Named, Place, compare
from ledger.cli.output import AsJson
from ledger.cli.reading import AsOfBlock
from ledger.cli.reputation import app
from ledger.cli.root_keeper import Keeper, Manner
from ledger.cli.sharing import shared
from ledger.errors import ConflictError
from ledger.trust.reading import posted, read_board


@app.command()
@shared
def propose(named: Named, place: Place, *, as_of: AsOfBlock = None, signer: Signer, as_json: AsJson = False) -> None:
    """Compute the next epoch's root and assert it with a bond, together with the terms that it can be recomputed by."""
    with place.opened() as sources:
        found = read_board(sources, named.terms(), as_of)
    with signer.opened() as sender:
        facts = root_acts.post(sender, found)
    output.tell(facts, as_json=as_json, hint=f"next: in three days, `ombud assertion conclude {facts['assertion']}`")


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
    with signer.opened() as sender:
        facts = root_acts.dispute(sender, compared)
    name = compared.posted.assertion
    hint = f"next: once the panel has ruled, or in 14 days, `ombud assertion conclude {name}`"
    output.tell(facts, as_json=as_json, hint=hint)


@app.command()
@shared
def keep(named: Named, place: Place, *, manner: Manner, signer: Signer, as_json: AsJson = False) -> None:
    """Propose a root in every 7-day period, examine and conclude those that are open, until it is interrupted.

    A root of somebody else that does not hold is challenged with a bond of the signer's, unless --no-challenge.
    Several keepers do no harm: there is one proposal at a time, and whoever is late rests.
    """
    terms = named.terms()
    with signer.opened() as sender:
        Keeper(terms, place, sender, manner, output.json_line if as_json else output.pairs).run()
