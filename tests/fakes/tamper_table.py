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
BUNDLES, SEGMENTS, STATEMENTS = "tamper table", "segment table", "statement table"
"""Names of the tables on the page."""


def _marks(name: str) -> tuple[str, str]:
    return f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"


def rows(title: str, catalogue: dict[str, str]) -> str:
    """Return a table of kinds and what is said of each; what is said alike stands in one line."""
    kinds: dict[str, list[str]] = {}
    for kind, code in catalogue.items():
        kinds.setdefault(code, []).append(kind.replace("_", " "))
    lines = [f"| {title} | of |", "|---|---|", *(f"| `{code}` | {', '.join(of)} |" for code, of in kinds.items())]
    return "\n".join(lines) + "\n"


def render(catalogue: dict[str, str | None]) -> str:
    """Return the table over what Python and JavaScript say of each kind."""
    lines = ["| kind | Python and JavaScript say | contracts say |", "|---|---|---|"]
    for kind, code in catalogue.items():
        said = f"`{ON_CHAIN[kind]}`" if kind in ON_CHAIN else f"does not apply: {NOT_ON_CHAIN[kind]}"
        lines.append(f"| {kind.replace('_', ' ')} | `{code}` | {said} |")
    return "\n".join(lines) + "\n"


def shown(page: str, name: str = BUNDLES) -> str:
    """Return a table that a page holds."""
    begin, end = _marks(name)
    return page.partition(begin)[2].partition(end)[0]


def placed(page: str, table: str, name: str = BUNDLES) -> str:
    """Return the page with another table."""
    begin, end = _marks(name)
    return re.sub(re.escape(begin) + ".*?" + re.escape(end), lambda _: begin + table + end, page, flags=re.DOTALL)


def main() -> None:
    """Write all tables."""
    from tests.integration.interop import test_second_verifier as statements  # noqa: PLC0415 - they import us
    from tests.integration.verifiers import test_tampering as bundles  # noqa: PLC0415
    from tests.unit.logserver import test_tampered_segments as segments  # noqa: PLC0415

    page = placed(PAGE.read_text(), render({kind: code for kind, (_, code) in bundles.CATALOGUE.items()}))
    told = {kind: code for kind, (_, code) in segments.CATALOGUE.items()}
    page = placed(page, rows("what the log server says", told), SEGMENTS)
    page = placed(page, rows("what Python and JavaScript say", statements.refused()), STATEMENTS)
    PAGE.write_text(page)
    sys.stdout.write(f"{PAGE.name} written\n")


if __name__ == "__main__":
    main()
