"""A deployment under way: a file that is written before each transaction, so that one can go on after any end.

    {"schema": "ombud/deploying/1", "chain_id": 10, "genesis": "0x..", "deployer": "0x..", "nonce": 0, "since": 1200,
     "accreditor": "0x..", "authority": "0x..", "min_operator_bond": "100000000000000000",
     "sent": {"AgentRegistry": ["0x.."], ...}}

Addresses follow from `deployer` and `nonce`; `sent` holds what was signed for each contract, sent or not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from ledger.chain.constructors import Terms, predicted
from ledger.chain.deployment import write_whole
from ledger.domain.ids import Address, checksum
from ledger.errors import ConflictError, InvalidInputError

SCHEMA: Final = "ombud/deploying/1"


class _BegunFile(msgspec.Struct, kw_only=True):
    schema: str
    chain_id: int
    genesis: str
    deployer: str
    nonce: int
    since: int
    accreditor: str
    authority: str
    min_operator_bond: str
    sent: dict[str, list[str]]


@dataclass(slots=True)
class Begun:
    """What is known of a deployment before it is whole.

    Args:
        chain_id: The chain.
        genesis: Hash of its block 0, 0x hex.
        deployer: Who creates the contracts.
        nonce: Nonce of the first creation.
        since: A block before it.
        terms: What the contracts are created with.
        file: Where it is kept; nowhere if None.
        sent: Hashes of the transactions signed for each contract, 0x hex, oldest first.
    """

    chain_id: int
    genesis: str
    deployer: Address
    nonce: int
    since: int
    terms: Terms
    file: Path | None = None
    sent: dict[str, list[str]] = field(default_factory=dict)

    @property
    def addresses(self) -> dict[str, Address]:
        """Where each contract stands or will stand."""
        return predicted(self.deployer, self.nonce)

    def note(self, name: str, tx: bytes) -> None:
        """Keep the hash of a transaction before it is sent."""
        self.sent.setdefault(name, []).append("0x" + tx.hex())
        self.save()

    def save(self) -> None:
        """Write the file whole or not at all."""
        if self.file is None:
            return
        content = _BegunFile(
            schema=SCHEMA,
            chain_id=self.chain_id,
            genesis=self.genesis,
            deployer=self.deployer,
            nonce=self.nonce,
            since=self.since,
            accreditor=self.terms.accreditor,
            authority=self.terms.authority,
            min_operator_bond=str(self.terms.min_operator_bond),
            sent=self.sent,
        )
        write_whole(self.file, content)

    def check(self, chain_id: int, genesis: str, deployer: Address, terms: Terms) -> None:
        """See that going on means what was begun.

        Raises:
            ConflictError: naming what differs.
        """
        begun = (("chain", self.chain_id, chain_id), ("block 0", self.genesis, genesis))
        more = (("deployer", self.deployer, deployer), ("terms", self.terms, terms))
        for what, was, now in (*begun, *more):
            if was != now:
                raise ConflictError(
                    f"{self.file} was begun with {what} {was}, not {now}",
                    hint="go on as it was begun, or move that file away to begin anew",
                    code="other_deployment",
                )

    @classmethod
    def load(cls, file: Path) -> Begun | None:
        """Read the file; None if there is none.

        Raises:
            InvalidInputError: if it has another form.
        """
        try:
            content = msgspec.json.decode(file.read_bytes(), type=_BegunFile)
        except FileNotFoundError:
            return None
        except msgspec.DecodeError as error:
            raise InvalidInputError(f"unfinished deployment {file}: {error}", code="bad_deployment") from error
        if content.schema != SCHEMA:
            raise InvalidInputError(
                f"unfinished deployment {file} has schema {content.schema!r}",
                hint=f"this version reads {SCHEMA}",
                code="bad_deployment",
            )
        terms = Terms(checksum(content.accreditor), checksum(content.authority), int(content.min_operator_bond))
        deployer = checksum(content.deployer)
        return cls(content.chain_id, content.genesis, deployer, content.nonce, content.since, terms, file, content.sent)
