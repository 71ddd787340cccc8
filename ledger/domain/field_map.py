"""Which field of ours carries which duty: AI Act, NIST AI RMF, ISO/IEC 42001. Every entry is there or explained.

Clauses are numbered as the AI Act numbers them; those of NIST and ISO follow their published outlines, and are to be
checked against the standards before anyone quotes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

AI_ACT: Final = "EU AI Act (Regulation (EU) 2024/1689)"
NIST: Final = "NIST AI RMF 1.0"
ISO: Final = "ISO/IEC 42001:2023"


@dataclass(frozen=True, slots=True)
class Mapped:
    """One duty: what it asks for, and the file and field of an export that carry it; or why nothing does."""

    framework: str
    clause: str
    asks: str
    file: str | None
    field: str | None
    absent: str | None = None


def _absent(framework: str, clause: str, asks: str, why: str) -> Mapped:
    return Mapped(framework, clause, asks, None, None, why)


FIELD_MAP: Final = (
    Mapped(
        AI_ACT, "12(1)", "events are recorded automatically over the lifetime", "records/*.json", "segments.records"
    ),
    Mapped(AI_ACT, "12(2)(a)", "situations of risk or substantial modification", "agents.ndjson", "agent_id"),
    Mapped(AI_ACT, "12(2)(b)", "post-market monitoring", "verdicts.ndjson", "kind"),
    Mapped(AI_ACT, "12(2)(c)", "operation is monitored by deployers", "records-*.ndjson", "witnessed"),
    Mapped(AI_ACT, "12(3)(a)", "start and end of each use", "records-*.ndjson", "content"),
    _absent(
        AI_ACT,
        "12(3)(b)",
        "the reference database against which input was checked",
        "for remote biometric identification only; records carry commitments to input, not the database's name",
    ),
    _absent(
        AI_ACT,
        "12(3)(c)",
        "the input data for which the search led to a match",
        "payloads stay with the agent; a record carries a salted commitment, which its holder can open",
    ),
    _absent(
        AI_ACT,
        "12(3)(d)",
        "the natural persons who verified the results",
        "records of oversight carry pseudonyms of accounts; who stands behind one is not on this ledger",
    ),
    Mapped(AI_ACT, "19(1)", "providers keep logs for at least six months", "manifest.json", "keep"),
    Mapped(AI_ACT, "19(2)", "financial institutions keep logs under their own rules", "manifest.json", "holds"),
    Mapped(AI_ACT, "26(5)", "deployers inform of risk and suspend use", "disputes.ndjson", "state"),
    Mapped(AI_ACT, "26(6)", "deployers keep logs for at least six months", "manifest.json", "keep"),
    _absent(
        AI_ACT,
        "26(7)",
        "workers are informed before use at the workplace",
        "a duty between employer and workers; nothing of it is recorded here",
    ),
    Mapped(AI_ACT, "73(1)", "serious incidents are reported", "incidents.ndjson", "incident"),
    Mapped(AI_ACT, "73(2)", "within 15 days of awareness", "incidents.ndjson", "due"),
    Mapped(AI_ACT, "73(3)", "within 2 days if widespread or of critical infrastructure", "incidents.ndjson", "due"),
    Mapped(AI_ACT, "73(4)", "within 10 days in the event of death", "incidents.ndjson", "due"),
    Mapped(AI_ACT, "73(5)", "an incomplete report first, if needed", "incidents.ndjson", "reports"),
    Mapped(AI_ACT, "73(6)", "the system is not altered before the authority is told", "incidents.ndjson", "holds"),
    Mapped(NIST, "MEASURE 2", "evaluation rests on traceable evidence", "records/*.json", "segments.records"),
    Mapped(NIST, "MEASURE 2.8", "accountability and transparency are examined", "verdicts.ndjson", "statement_a"),
    Mapped(NIST, "MANAGE 4.1", "monitoring, appeal and override after deployment", "disputes.ndjson", "round"),
    Mapped(NIST, "MANAGE 4.3", "incidents are tracked and communicated", "incidents.ndjson", "reports"),
    _absent(
        NIST,
        "GOVERN 3.2",
        "roles for human oversight are defined",
        "policies of an organisation; mandates show who let an agent act, not how the organisation decided so",
    ),
    Mapped(ISO, "A.3.3", "concerns can be reported", "disputes.ndjson", "claimant"),
    Mapped(ISO, "A.6.2.6", "operation and monitoring", "agents.ndjson", "agent_id"),
    Mapped(ISO, "A.6.2.8", "event logs are recorded", "records-*.ndjson", "record_id"),
    Mapped(ISO, "A.8.3", "external reporting", "manifest.json", "as_of"),
    Mapped(ISO, "A.8.4", "incidents are communicated", "incidents.ndjson", "reports"),
    _absent(
        ISO,
        "A.7",
        "data for AI systems: origin, quality, preparation",
        "training and test data are no actions of an agent; nothing of them is recorded here",
    ),
)
"""Every duty that an export answers for, in the order of its source."""
