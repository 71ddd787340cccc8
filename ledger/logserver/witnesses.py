"""Asking witnesses to cosign a checkpoint (c2sp.org/tlog-witness), as the log's side of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ledger.domain.cosignature import cosigned_at
from ledger.domain.note import SignedCheckpoint, parse_signature_lines
from ledger.domain.verifier_key import COSIGNATURE_TYPE, VerifierKey, parse_verifier_key
from ledger.domain.witnessing import SIZE_TYPE, AddCheckpoint
from ledger.errors import ConflictError, InvalidInputError, UnavailableError
from ledger.interop.posting import Post, Reply

Prove = Callable[[int, int], list[bytes]]
"""Returns the consistency proof from one size to another."""
_OK: Final = 200
_CONFLICT: Final = 409
_REFUSED: Final = (400, 403, 404, 409, 422)
_TEXT: Final = "text/plain; charset=utf-8"


class AskedWitness:
    """One witness that the log asks; it remembers what the witness cosigned last, and learns it where it does not.

    Args:
        key: The witness's.
        url: Its submission prefix.
        post: Sends requests.
    """

    def __init__(self, key: VerifierKey, url: str, post: Post) -> None:
        self.key = key
        self._url = url.rstrip("/") + "/add-checkpoint"
        self._post = post
        self._size = 0

    def cosign(self, note: SignedCheckpoint, prove: Prove) -> tuple[str, bytes]:
        """Return the witness's signature line for a checkpoint, checked.

        Raises:
            ConflictError: if it saw a larger tree than this, or another history: the log has lost entries or forked.
            UnavailableError: if it cannot be reached, does not know this log, or answers something else.
        """
        reply = self._ask(note, prove)
        if reply.status == _CONFLICT and reply.kind.startswith(SIZE_TYPE):
            self._size = self._known(reply, note)
            reply = self._ask(note, prove)
        if reply.status != _OK:
            raise self._refused(reply)
        try:
            lines = parse_signature_lines(reply.body.decode())
            own = [line for line in lines if cosigned_at(SignedCheckpoint(note.state, (line,)), self.key) is not None]
        except (UnicodeDecodeError, InvalidInputError) as error:
            raise UnavailableError(
                f"witness {self.key.name} gave no cosignature: {error}", code="bad_witness"
            ) from error
        if not own:
            raise UnavailableError(f"witness {self.key.name} signed with another key", code="bad_witness")
        self._size = note.state.size
        return own[0]

    def _ask(self, note: SignedCheckpoint, prove: Prove) -> Reply:
        size = min(self._size, note.state.size)
        return self._post(self._url, AddCheckpoint(size, tuple(prove(size, note.state.size)), note).serialise(), _TEXT)

    def _known(self, reply: Reply, note: SignedCheckpoint) -> int:
        text = reply.body.decode(errors="replace").strip()
        if not text.isascii() or not text.isdecimal():
            raise UnavailableError(f"witness {self.key.name} names no size", code="bad_witness")
        if int(text) > note.state.size:
            raise ConflictError(
                f"witness {self.key.name} cosigned {text} leaves of this log, which now has {note.state.size}",
                hint="entries were lost: restore the log's folder from a copy before anything else is accepted",
                code="witness_saw_more",
            )
        return int(text)

    def _refused(self, reply: Reply) -> ConflictError | UnavailableError:
        said = f"witness {self.key.name} answered {reply.status}: {reply.said}"
        if reply.status in (_CONFLICT, 422):
            return ConflictError(
                said, hint="to this witness the log shows another history than before", code="witness_refuses"
            )
        known = reply.status in _REFUSED
        hint = "give the witness this log's verifier key" if known else "it is asked again at the next anchor"
        return UnavailableError(said, hint=hint, code="witness_refuses" if known else "witness_unavailable")


def parse_witnesses(text: str, post: Post) -> tuple[AskedWitness, ...]:
    """Read `URL#VERIFIER_KEY`, with commas between.

    Raises:
        InvalidInputError: if one has another form.
    """
    found = []
    for item in filter(None, (part.strip() for part in text.split(","))):
        url, mark, key = item.partition("#")
        if not mark or not url.startswith(("http://", "https://")):
            raise InvalidInputError(
                f"{item[:120]!r} names no witness",
                hint="write URL#VERIFIER_KEY, as `ombud witness key` prints it; commas between several",
                code="bad_witness",
            )
        found.append(AskedWitness(parse_verifier_key(key, kind=COSIGNATURE_TYPE), url, post))
    return tuple(found)
