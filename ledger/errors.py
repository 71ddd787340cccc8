"""Every error Ombud raises on purpose, as one tree.

    LedgerError                    code, hint, http_status, exit_code
    ├── DefectError                a mistake of ours                                      500 / 1
    ├── InvalidInputError          the caller sent something that can never be accepted   400 / 2
    │   ├── RecordError            a record breaks the schema or the canonical form
    │   ├── ProofError             a proof or a signature does not hold
    │   └── TooLargeError          over a stated limit                                    413 / 2
    ├── NotFoundError              no such agent, record, session, log                    404 / 3
    ├── ConflictError              contradicts what is already accepted                   409 / 4
    │   ├── SequenceGapError       a segment does not follow the stream's head
    │   └── EquivocationError      two segments claim the same range (kept as evidence)
    ├── NotAuthorisedError         unknown, closed or revoked key; wrong owner            403 / 5
    │   └── NotIdentifiedError     nobody said who asks, or not in a way that holds       401 / 5
    ├── LimitedError               more requests than may be made now                     429 / 6
    ├── UnavailableError           node, mirror or log server cannot be reached           503 / 6
    │   └── StaleMirrorError       the mirror cannot vouch for its answer now
    ├── ChainRevertError           a contract refused; carries its decoded custom error   409 / 7
    └── SetupError                 the machine or the settings lack something             500 / 8

Each carries `code` (stable, snake_case), a message naming field and value, and a `hint` saying what to do.
"""

from __future__ import annotations

from typing import Any


class LedgerError(Exception):
    """Root of the tree: an error with a stable code and a way on.

    Args:
        message: What is wrong, naming the field and the value.
        hint: What the reader can do about it.
        code: Stable snake_case identifier; defaults to the class's own.
        **details: Machine-readable values for the problem document.
    """

    default_code = "ledger_error"
    http_status = 500
    exit_code = 1

    def __init__(self, message: str, /, *, hint: str = "", code: str | None = None, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code or self.default_code
        self.details = details

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message

    def problem(self) -> dict[str, Any]:
        """Return it as a problem document (RFC 9457), its plain details as members of their own."""
        return {
            **{name: value for name, value in self.details.items() if isinstance(value, str | int | list)},
            "type": f"urn:ombud:problem:{self.code}",
            "title": self.code.replace("_", " "),
            "status": self.http_status,
            "code": self.code,
            "detail": self.message,
            "hint": self.hint,
        }


class DefectError(LedgerError):
    """A mistake of ours; the caller is told no more of it than that."""

    default_code = "defect"

    def __init__(self) -> None:
        super().__init__(
            "the answer could not be made, because of a defect in Ombud",
            hint="report it with the time; what was acknowledged is kept",
        )


class InvalidInputError(LedgerError):
    """The caller sent something that can never be accepted."""

    default_code = "invalid_input"
    http_status = 400
    exit_code = 2


class RecordError(InvalidInputError):
    """A record breaks the schema or the canonical form."""

    default_code = "invalid_record"


class ProofError(InvalidInputError):
    """A proof or a signature does not hold."""

    default_code = "invalid_proof"


class TooLargeError(InvalidInputError):
    """Something is over a stated limit."""

    default_code = "too_large"
    http_status = 413


class NotFoundError(LedgerError):
    """The thing asked for is not known as of the block answered for."""

    default_code = "not_found"
    http_status = 404
    exit_code = 3


class ConflictError(LedgerError):
    """The request contradicts what is already accepted."""

    default_code = "conflict"
    http_status = 409
    exit_code = 4


class SequenceGapError(ConflictError):
    """A segment does not follow the head of its stream."""

    default_code = "sequence_gap"


class EquivocationError(ConflictError):
    """A second, different segment claims a range already signed; it is refused and kept as evidence."""

    default_code = "equivocation"


class NotAuthorisedError(LedgerError):
    """The key or the account may not do this."""

    default_code = "not_authorised"
    http_status = 403
    exit_code = 5


class NotIdentifiedError(NotAuthorisedError):
    """Nobody said who asks, or not in a way that holds."""

    default_code = "not_identified"
    http_status = 401


class LimitedError(LedgerError):
    """More requests came than may be made now; detail `retry_after` says in how many seconds to come back."""

    default_code = "limited"
    http_status = 429
    exit_code = 6


class UnavailableError(LedgerError):
    """A part of the stack cannot be reached; nothing was lost."""

    default_code = "unavailable"
    http_status = 503
    exit_code = 6


class StaleMirrorError(UnavailableError):
    """The mirror cannot vouch for its answer now, so it gives none."""

    default_code = "stale_mirror"


class ChainRevertError(LedgerError):
    """A contract refused the transaction; `details` holds its decoded custom error."""

    default_code = "chain_revert"
    http_status = 409
    exit_code = 7


class SetupError(LedgerError):
    """The machine or the settings lack something."""

    default_code = "setup"
    http_status = 500
    exit_code = 8
