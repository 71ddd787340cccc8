"""Posting a credibility root and disputing one, as `ombud reputation` does by hand and its keeper by itself."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ledger.chain import assertions
from ledger.chain.sender import Sender
from ledger.cli import context, exhibits
from ledger.cli.acting import provide
from ledger.cli.boards import Compared
from ledger.trust.reading import Reading


def post(sender: Sender, found: Reading) -> dict[str, Any]:
    """Assert the next epoch's root with a bond, together with the terms that it can be recomputed by."""
    board = found.board
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
    return {
        "assertion": name.hex(),
        "epoch": epoch,
        "root": board.root,
        "size": len(board.lines),
        "as_of_block": found.as_of.number,
        "formula": board.formula,
    }


def dispute(sender: Sender, compared: Compared) -> dict[str, Any]:
    """Challenge a root with a bond; what was recomputed is the evidence."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "recomputed.json"
        report.write_text(json.dumps(compared.facts, sort_keys=True, indent=1))
        exhibit = exhibits.gather(context.settings(), [str(report)], "", sender.address)
    provide(sender, sender.chain.read("CredibilityRoots", "challengeCost"))
    name = bytes.fromhex(compared.posted.assertion)
    number = assertions.challenge(sender, "CredibilityRoots", name, exhibit.hash, exhibit.uri)
    return compared.facts | {
        "panel_dispute": number,
        "challenger": sender.address,
        "evidence": exhibit.hash.hex(),
    }
