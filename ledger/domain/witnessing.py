"""What a log sends to a witness (c2sp.org/tlog-witness, `add-checkpoint`): old size, consistency proof, checkpoint."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Final

from ledger.domain.note import SignedCheckpoint, parse_checkpoint
from ledger.domain.one_base64 import one_base64
from ledger.errors import InvalidInputError

MAX_PROOF: Final = 63
"""Most lines of a consistency proof."""
MAX_REQUEST_BYTES: Final = 64 * 1024
SIZE_TYPE: Final = "text/x.tlog.size"
"""Content type of a conflict's body: the size of the tree that the witness cosigned last."""
_OLD: Final = re.compile(r"old (0|[1-9][0-9]{0,18})")
_NODE_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A checkpoint, and the proof that its tree extends that of `old_size` leaves."""

    old_size: int
    proof: tuple[bytes, ...]
    note: SignedCheckpoint

    def serialise(self) -> bytes:
        """Return the request's body."""
        lines = [f"old {self.old_size}", *(base64.b64encode(node).decode() for node in self.proof)]
        return ("\n".join(lines) + "\n\n" + self.note.serialise()).encode()


def parse_add_checkpoint(body: bytes) -> AddCheckpoint:
    """Read a request's body; no signature and no proof is checked yet.

    Raises:
        InvalidInputError: if it has another form.
    """
    if len(body) > MAX_REQUEST_BYTES:
        raise _bad(f"it is over {MAX_REQUEST_BYTES} bytes")
    try:
        head, blank, rest = body.decode().partition("\n\n")
        first, *proof = head.split("\n")
        nodes = tuple(one_base64(line) for line in proof)
    except ValueError as error:
        raise _bad("its text is not UTF-8, or a hash is not base64") from error
    old = _OLD.fullmatch(first)
    if not blank or old is None:
        raise _bad("it needs a line `old SIZE`, hashes, an empty line and a checkpoint")
    if len(nodes) > MAX_PROOF or any(len(node) != _NODE_BYTES for node in nodes):
        raise _bad(f"a proof has at most {MAX_PROOF} hashes of {_NODE_BYTES} bytes")
    return AddCheckpoint(int(old[1]), nodes, parse_checkpoint(rest))


def _bad(why: str) -> InvalidInputError:
    return InvalidInputError(
        f"this is no add-checkpoint request: {why}", hint="see c2sp.org/tlog-witness", code="bad_request"
    )
