"""Which verifier meets which kind of tampering, and what it says.

`python -m tests.fakes.tamper_table` writes the table into docs/verification.md; tests run every cell of it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "verification.md"
ON_CHAIN = {
    "mutate": "ActionWitness_NotInSegment",
    "mutate_path": "ActionWitness_NotInSegment",
    "insert": "ActionWitness_NotInSegment",
    "reorder": "ActionWitness_NotInSegment",
    "truncate": "ActionWitness_NotInSegment",
    "cut_off": "ActionWitness_MayNotState",
    "move_leaf": "ActionWitness_NotInLog",
    "replay_as_another_agent": "ActionWitness_WrongAgent",
    "replay_on_another_chain": "ActionWitness_WrongAgent",
    "wrong_key": "ActionWitness_MayNotState",
    "revoked_key": "ActionWitness_MayNotState",
    "expired_key": "ActionWitness_MayNotState",
    "cross_domain_signature": "ActionWitness_MayNotState",
    "malleated_signature": "ActionWitness_MayNotState",
    "forged_anchor": "ActionWitness_NotAnchored",
    "anchor_left_out": "ActionWitness_NotAnchored",
    "checkpoint_of_another_root": "ActionWitness_NotAnchored",
    "checkpoint_by_another_operator": "OperatorFaults_NotStated",
    "checkpoint_of_another_log": "OperatorFaults_NotStated",
    "forged_checkpoint": "OperatorFaults_NotStated",
    "fork": "ActionLog_NotExtending",
    "shrunken_tree": "ActionLog_NotExtending",
    "rewritten_tree": "ActionLog_NotExtending",
    "proof_too_short": "ActionLog_NotExtending",
}
"""The custom error with which a contract refuses each kind."""
NOT_ON_CHAIN = {
    "drop": "an action is shown alone: there is no list to be empty",
    "twice": "an action is shown alone: there is no list to hold it twice",
    "replay_in_another_session": "sessions are words of the record, which contracts do not read",
    "forged_receipt_proof": "the chain needs no proof of its own transactions",
    "forged_block": "the chain needs no proof of its own blocks",
    "foreign_contract": "contracts know each other's addresses",
    "other_words": "of a bundle's text alone",
    "unknown_field": "of a bundle's text alone",
}
_BEGIN, _END = "<!-- tamper table: begin -->\n", "<!-- tamper table: end -->"


def render(catalogue: dict[str, str | None]) -> str:
    """Return the table over what Python and JavaScript say of each kind."""
    lines = ["| kind | Python and JavaScript say | contracts say |", "|---|---|---|"]
    for kind, code in catalogue.items():
        said = f"`{ON_CHAIN[kind]}`" if kind in ON_CHAIN else f"does not apply: {NOT_ON_CHAIN[kind]}"
        lines.append(f"| {kind.replace('_', ' ')} | `{code}` | {said} |")
    return "\n".join(lines) + "\n"


def shown(page: str) -> str:
    """Return the table that a page holds."""
    return page.partition(_BEGIN)[2].partition(_END)[0]


def placed(page: str, table: str) -> str:
    """Return the page with another table."""
    return re.sub(re.escape(_BEGIN) + ".*?" + re.escape(_END), lambda _: _BEGIN + table + _END, page, flags=re.DOTALL)


if __name__ == "__main__":
    from tests.integration.verifiers.test_tampering import CATALOGUE

    PAGE.write_text(placed(PAGE.read_text(), render({kind: code for kind, (_, code) in CATALOGUE.items()})))
    sys.stdout.write(f"{PAGE.name} written\n")
