"""The rows of disputes and panels together: which event each of them tells."""

from __future__ import annotations

from typing import Final, TypeAlias

from ledger.store import case_rows, panel_rows

CourtRow: TypeAlias = case_rows.CaseRow | panel_rows.PanelRow

EVENT_OF: Final[dict[type[CourtRow], str]] = {
    case_rows.Opened: "DisputeOpened",
    case_rows.Notified: "RespondentNotified",
    case_rows.Responded: "DisputeResponded",
    case_rows.EvidenceAdded: "EvidenceAdded",
    case_rows.EvidenceShown: "Evidence",
    case_rows.ArbitrationStarted: "ArbitrationStarted",
    case_rows.ArbitrationPending: "ArbitrationPending",
    case_rows.Defaulted: "DefaultEntered",
    case_rows.Ruled: "RulingGiven",
    case_rows.LateRuled: "LateRuling",
    case_rows.Finalized: "DisputeFinalized",
    case_rows.Executed: "DisputeExecuted",
    case_rows.Joined: "ClaimJoined",
    case_rows.Withdrawn: "ClaimWithdrawn",
    case_rows.Conceded: "DisputeConceded",
    case_rows.Appealed: "DisputeAppealed",
    panel_rows.Armed: "PanelArmed",
    panel_rows.Drawn: "PanelDrawn",
    panel_rows.Committed: "VoteCommitted",
    panel_rows.Revealed: "VoteRevealed",
    panel_rows.Absent: "ArbitratorAbsent",
    panel_rows.Concluded: "PanelConcluded",
    case_rows.Proved: "DisputeEndedByProof",
    case_rows.JoinSettled: "JoinSettled",
    panel_rows.Seated: "PanelSeated",
    panel_rows.Undecided: "PanelUndecided",
    panel_rows.Recused: "SeatRecused",
    panel_rows.Leaked: "VoteLeaked",
    panel_rows.Unfilled: "SeatsUnfilled",
    panel_rows.Reviewed: "RulingReviewed",
    panel_rows.ModelVoted: "ModelVoted",
}
"""The event that each row of a case and of a panel tells."""
