"""The case bundle: one file that carries a dispute from the disputed action to what its ruling moved.

Schema `ombud/case/1`. Its facts are every event of the case, each with its receipt proof; whoever reads them can
replay the case without a node. `summary` says what they come to, and is recomputed. Beside them lie what the case
is about (the record with its own bundle, the signed receipt, or neither), the block that drew the panel, and the
evidence files that parties and arbitrators named by their SHA-256; a file that is not here is named all the same.
As in a record's bundle, unknown fields are refused and what is here is checked to the last byte. So a media type is
what an evidence list says, or `application/octet-stream`. Amounts are decimal text in wei, times Unix seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from ledger.domain.bad_json import BAD_JSON, decode_once
from ledger.domain.bundle import SCHEMA as BUNDLE_SCHEMA
from ledger.domain.bundle import BlockRef, Bundle, BundledFact, DeploymentRef, Subject
from ledger.domain.case.parts import (
    MAX_EVIDENCE_BYTES,
    BundledEvidence,
    BundledReceipt,
    CaseSummary,
    base64_length,
)
from ledger.domain.ids import Address
from ledger.errors import InvalidInputError, TooLargeError

SCHEMA: Final = "ombud/case/1"
KIND: Final = "dispute"
CONTRACTS: Final = (
    "ActionLog",
    "AgentRegistry",
    "BondVault",
    "DisputeCourt",
    "KeyRing",
    "PanelArbitrator",
    "Policies",
    "Standing",
)
"""The contracts that a case's facts may come from; a bundle names those that it uses."""
MAX_CASE_BYTES: Final = 256 * 1024 * 1024
PROVES: Final = (
    "each step of the dispute is an event of the named contracts, in the named block and at its place in it",
    "each step was allowed when it was made, under the policy that the case froze",
    "each vote is the one committed to, and the votes give the panel's ruling",
    "what was locked, slashed, credited, burned and written to the standing is exactly what the ruling moves",
    "each evidence file is byte for byte the one that was named on chain, or in a list that was",
    "a record or receipt that is here is the disputed action, signed by a key of the agent for which the liable "
    "account answers",
    "where the block of the draw is here: the seats are those that its hash names, in order",
)
DOES_NOT_PROVE: Final = (
    "that the named blocks are on the canonical chain: compare their hashes with a node you trust",
    "that the contracts at the named addresses are Ombud's: compare them with a deployment file you trust",
    "that nothing came after the last block here, or that no evidence was added, no vote committed without being "
    "revealed, and no ruling given too late, besides what is here",
    "what the disputed action was, where neither its record nor its receipt is here",
    "that what a record, a receipt or an evidence file says is true, or that the panel judged well",
    "how earlier disputes about the same action ended, and how large the bond was at the opening: the court says so",
    "why an arbitrator whom the draw named was passed over, unless a fact here says why",
    "why an evidence file is not here: whoever made the bundle says so",
    "that a key was not revoked, or an epoch closed, after the block the bundle was made as of",
)


class CaseBundle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file. `subject` is the dispute, of kind `dispute`, and the agent that it is about."""

    schema: str
    subject: Subject
    as_of: BlockRef
    deployment: DeploymentRef
    summary: CaseSummary
    facts: tuple[BundledFact, ...]
    draw_block: BlockRef | None
    record: Bundle | None
    receipt: BundledReceipt | None
    evidence: tuple[BundledEvidence, ...]
    more_draws: tuple[BlockRef, ...] = ()
    proves: tuple[str, ...] = PROVES
    does_not_prove: tuple[str, ...] = DOES_NOT_PROVE

    def serialise(self) -> bytes:
        """Return the file's bytes: readable JSON with a final newline."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


def make_case_bundle(
    *,
    dispute_id: int,
    agent: str,
    as_of: BlockRef,
    chain_id: int,
    contracts: Mapping[str, Address],
    summary: CaseSummary,
    facts: Iterable[BundledFact],
    draw_block: BlockRef | None = None,
    record: Bundle | None = None,
    receipt: BundledReceipt | None = None,
    evidence: Iterable[BundledEvidence] = (),
    more_draws: Iterable[BlockRef] = (),
) -> CaseBundle:
    """Put the parts together.

    Args:
        dispute_id: The court's number of the dispute.
        agent: Global id of the agent.
        as_of: Block the case was read as of.
        chain_id: Chain of the facts.
        contracts: The contracts that the facts come from, and those that are named without one
            (`case.verify.used_contracts`).
        summary: What the facts come to (`case.summary.summary_of`).
        facts: Events of the case in chain order.
        draw_block: Block whose hash drew the first seats.
        more_draws: Blocks whose hashes drew others, when the first did not decide or were appealed.
        record: Bundle of the disputed record.
        receipt: The receipt that the claim stood on.
        evidence: Files in the order in which the case names them.
    """
    return CaseBundle(
        schema=SCHEMA,
        subject=Subject(kind=KIND, agent=agent, id=str(dispute_id)),
        as_of=as_of,
        deployment=DeploymentRef(chain_id=chain_id, contracts=dict(contracts)),
        summary=summary,
        facts=tuple(facts),
        draw_block=draw_block,
        record=record,
        receipt=receipt,
        evidence=tuple(evidence),
        more_draws=tuple(more_draws),
    )


def parse_case_bundle(data: bytes) -> CaseBundle:
    """Read a case bundle's file.

    Raises:
        InvalidInputError: if it is not JSON of this schema; the message says where.
        TooLargeError: over 256 MiB, or with more than 64 MiB of evidence.
    """
    if len(data) > MAX_CASE_BYTES:
        raise TooLargeError(f"case bundle has {len(data)} bytes, over {MAX_CASE_BYTES}")
    try:
        bundle = decode_once(data, CaseBundle)
    except BAD_JSON as error:
        raise _bad(f"this is no case bundle: {error}", "export it again with `ombud dispute bundle`") from error
    if bundle.schema != SCHEMA:
        raise _bad(f"case bundle has schema {bundle.schema!r}", f"this version reads {SCHEMA}")
    if bundle.record is not None and bundle.record.schema != BUNDLE_SCHEMA:
        raise _bad(f"the record in it has schema {bundle.record.schema!r}", f"this version reads {BUNDLE_SCHEMA}")
    if sum(len(item.content or "") for item in bundle.evidence) > base64_length(MAX_EVIDENCE_BYTES):
        raise TooLargeError(f"case bundle has over {MAX_EVIDENCE_BYTES} bytes of evidence")
    return bundle


def _bad(message: str, hint: str) -> InvalidInputError:
    return InvalidInputError(message, hint=hint, code="bad_bundle")
