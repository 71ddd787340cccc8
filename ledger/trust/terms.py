"""What a posted root is a root of: enough for a stranger to compute it again.

`CredibilityRoots` keeps a hash, `formula`, with each epoch. It is the hash of these terms, written as canonical JSON;
the terms themselves travel in the proposal's URI, as a `data:` URI, so that nobody has to be asked for them.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Final, Self

from pydantic import TypeAdapter, ValidationError

from ledger.domain.hashing import keccak
from ledger.domain.ids import Address, checksum
from ledger.errors import InvalidInputError

_PREFIX: Final = "data:application/json;base64,"
_MOST: Final = 1 << 20
"""Bytes of a URI that is read."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Of what ratings, by which rules and from whose word on.

    Args:
        anchors: Accounts that credibility begins from, in order, each once.
        dimension: Hash of what is rated, 64 hex digits.
        context: The second tag of the ratings.
        version: The configuration, `Defences.version`.
        stake: Wei that a rater must have bonded on an audited agent of its own to be heard (see `admission`); 0 hears
            everyone.
    """

    anchors: tuple[Address, ...]
    dimension: str
    context: str
    version: str
    stake: int = 0

    @classmethod
    def of(cls, anchors: list[Address], dimension: str, context: str, version: str, stake: int = 0) -> Self:
        """Write terms down the one way they are hashed."""
        return cls(tuple(sorted(set(anchors))), dimension.removeprefix("0x").lower(), context, version, stake)

    @classmethod
    def parse(cls, uri: str, formula: str) -> Self:
        """Read the terms of a posted root.

        Args:
            uri: Of its proposal.
            formula: Hash that the chain keeps, hex.

        Raises:
            InvalidInputError: if the URI holds no terms, or others than the hash says.
        """
        if not uri.startswith(_PREFIX) or len(uri) > _MOST:
            raise InvalidInputError(
                "the root was posted without its terms", hint="name them: --anchors, --dimension", code="no_terms"
            )
        try:
            text = base64.b64decode(uri.removeprefix(_PREFIX), validate=True)
            found = TypeAdapter(cls).validate_json(text)
            anchors = [checksum(bytes.fromhex(account.removeprefix("0x"))) for account in found.anchors]
        except (binascii.Error, ValidationError, ValueError) as error:
            raise InvalidInputError(f"the terms of the root are unreadable: {error}", code="bad_terms") from error
        terms = cls.of(anchors, found.dimension, found.context, found.version, found.stake)
        if terms.hash.hex() != formula:
            raise InvalidInputError(
                f"the root was posted with terms of hash {terms.hash.hex()}, and binds itself to {formula}",
                hint="whoever posted it may be challenged for that",
                code="other_terms",
            )
        return terms

    @property
    def text(self) -> str:
        """Canonical JSON: sorted keys, no spaces."""
        plain = {
            "anchors": list(self.anchors),
            "context": self.context,
            "dimension": self.dimension,
            "stake": str(self.stake),
            "version": self.version,
        }
        return json.dumps(plain, sort_keys=True, separators=(",", ":"))

    @property
    def hash(self) -> bytes:
        """What the chain keeps as `formula`."""
        return keccak(self.text.encode())

    @property
    def uri(self) -> str:
        """What a proposal carries."""
        return _PREFIX + base64.b64encode(self.text.encode()).decode()
