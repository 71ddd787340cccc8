"""Cosignatures: what witnesses say of a log's checkpoint (c2sp.org/tlog-cosignature, `cosignature/v1`).

A witness signs that, at a time, the named tree was the largest it had seen of the log, and that it extends every
earlier one it had seen. Enough independent witnesses leave an operator no room to show two people two histories.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.domain.note import KEY_ID_BYTES, LogState, SignedCheckpoint, public_bytes
from ledger.domain.verifier_key import COSIGNATURE_TYPE, VerifierKey, parse_verifier_key
from ledger.errors import InvalidInputError, ProofError

LATEST: Final = (1 << 63) - 1
"""Largest time that a cosignature may name, in Unix seconds."""
_TIME_BYTES: Final = 8
_BYTES: Final = _TIME_BYTES + 64


def witness_key(name: str, public: bytes) -> VerifierKey:
    """Return a witness's key under its name."""
    return VerifierKey(name, COSIGNATURE_TYPE, public)


def cosign(state: LogState, name: str, key: Ed25519PrivateKey, at: int) -> tuple[str, bytes]:
    """Cosign a log state; returns name and blob of the signature line.

    Args:
        state: What was found to extend all that was seen before.
        name: The witness's.
        key: Its key.
        at: Unix seconds.
    """
    identity = witness_key(name, public_bytes(key)).id
    return name, identity + at.to_bytes(_TIME_BYTES, "big") + key.sign(_message(state, at))


def cosigned_at(note: SignedCheckpoint, witness: VerifierKey) -> int | None:
    """Return when a witness cosigned a checkpoint, in Unix seconds; None if it did not.

    Raises:
        ProofError: if a line names its key and does not hold.
    """
    for name, blob in note.signatures:
        if name == witness.name and blob[:KEY_ID_BYTES] == witness.id:
            return _time(note.state, witness, blob[KEY_ID_BYTES:])
    return None


def _time(state: LogState, witness: VerifierKey, body: bytes) -> int:
    at = int.from_bytes(body[:_TIME_BYTES], "big")
    if len(body) != _BYTES or at > LATEST:
        raise _bad(witness, "it has another form")
    try:
        Ed25519PublicKey.from_public_bytes(witness.public).verify(body[_TIME_BYTES:], _message(state, at))
    except InvalidSignature as error:
        raise _bad(witness, "its signature does not hold") from error
    return at


def _message(state: LogState, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{state.text}".encode()


def _bad(witness: VerifierKey, why: str) -> ProofError:
    return ProofError(f"the cosignature by {witness.name} does not hold: {why}", code="bad_cosignature")


@dataclass(frozen=True, slots=True)
class WitnessPolicy:
    """How many of which witnesses must have cosigned: `needed` of `witnesses`, each known by another key."""

    witnesses: tuple[VerifierKey, ...]
    needed: int

    def check(self, note: SignedCheckpoint | None) -> None:
        """Check a checkpoint's cosignatures.

        Raises:
            ProofError: if too few of the named witnesses cosigned it; lines by others count for nothing.
        """
        signed, broken = [], []
        for witness in self.witnesses:
            try:
                if note is not None and cosigned_at(note, witness) is not None:
                    signed.append(witness.name)
            except ProofError as error:
                broken.append(error.message)
        if len(signed) < self.needed:
            names = ", ".join(signed) or "none"
            raise ProofError(
                f"{len(signed)} of the {self.needed} witnesses that you ask for cosigned it ({names})"
                + "".join(f"; {reason}" for reason in broken),
                hint="ask the log for a cosigned checkpoint, or trust another set of witnesses",
                code="too_few_witnesses",
            )


def make_policy(keys: Sequence[str], needed: int | None = None) -> WitnessPolicy | None:
    """Read a policy: verifier keys of witnesses, and how many must have signed (all, if not given).

    Raises:
        InvalidInputError: if a key has another form, is named twice, or the number is not in 1..count.
    """
    if not keys:
        if needed is not None:
            raise InvalidInputError(
                f"{needed} witnesses are asked for and none is named",
                hint="name each with --witness",
                code="no_witness",
            )
        return None
    witnesses = tuple(parse_verifier_key(text, kind=COSIGNATURE_TYPE) for text in keys)
    if len({witness.public for witness in witnesses}) != len(witnesses):
        raise InvalidInputError(
            "two of the witnesses have one key", hint="a witness counts once; name each by one key", code="twice"
        )
    count = len(witnesses) if needed is None else needed
    if not 1 <= count <= len(witnesses):
        raise InvalidInputError(
            f"{count} of {len(witnesses)} witnesses cannot be asked for", hint="ask for 1 up to all", code="bad_policy"
        )
    return WitnessPolicy(witnesses, count)
