"""Which contract stands where: the file that ties settings, mirror and bundles to one chain.

    {"schema": "ombud/deployment/1", "chain_id": 31337, "genesis": "0x..", "block": 1, "deployer": "0x..",
     "contracts": {"AgentRegistry": {"address": "0x..", "block": 1, "tx": "0x.."}, ...}}

`genesis` is the hash of block 0: local chains share their id and, with equal keys, their addresses, so only
it tells one run of a local node from the next.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from ledger.domain.ids import Address, checksum
from ledger.errors import InvalidInputError, SetupError

SCHEMA: Final = "ombud/deployment/1"
CONTRACTS: Final = (
    "AgentRegistry",
    "KeyRing",
    "BondVault",
    "Standing",
    "ActionLog",
    "FaultProver",
    "Mandates",
    "Policies",
    "PanelArbitrator",
    "ActionWitness",
    "DisputeCourt",
    "ReputationRegistry",
    "ValidationRegistry",
    "Dimensions",
    "EvidenceLinks",
    "FeedbackView",
    "Audits",
    "CredibilityRoots",
    "ForecastBook",
    "Lifecycle",
    "Claims",
    "Credits",
    "HeaderFaults",
    "ReceiptFaults",
    "PermissionFaults",
    "EffectFaults",
    "OperatorFaults",
    "Challenges",
    "Availability",
    "Manifests",
)


class _ContractFile(msgspec.Struct):
    address: str
    block: int
    tx: str


class _DeploymentFile(msgspec.Struct, kw_only=True):
    schema: str
    chain_id: int
    genesis: str = ""
    block: int
    deployer: str
    contracts: dict[str, _ContractFile]


@dataclass(frozen=True, slots=True)
class Deployment:
    """Our contracts on one chain. `block` is the first block that holds one of them."""

    chain_id: int
    block: int
    addresses: Mapping[str, Address]
    blocks: Mapping[str, int]
    deployer: Address
    genesis: str = ""
    txs: Mapping[str, str] = field(default_factory=dict)

    def contracts(self) -> Mapping[Address, str]:
        """Return names by address, as `ledger.domain.events.decode` wants them."""
        return {address: name for name, address in self.addresses.items()}

    @property
    def registry(self) -> Address:
        """The identity registry: with the chain id, the name of this world."""
        return self.addresses["AgentRegistry"]

    def save(self, path: Path) -> None:
        """Write the file whole or not at all (temporary file, fsync, rename)."""
        content = _DeploymentFile(
            schema=SCHEMA,
            chain_id=self.chain_id,
            genesis=self.genesis,
            block=self.block,
            deployer=self.deployer,
            contracts={
                name: _ContractFile(address, self.blocks[name], self.txs.get(name, ""))
                for name, address in self.addresses.items()
            },
        )
        write_whole(path, content)

    @classmethod
    def load(cls, path: Path) -> Deployment:
        """Read a deployment file.

        Raises:
            SetupError: if there is none.
            InvalidInputError: if it has another form; the message names the field.
        """
        try:
            content = msgspec.json.decode(path.read_bytes(), type=_DeploymentFile)
        except FileNotFoundError as error:
            raise SetupError(
                f"there is no deployment file at {path}",
                hint="run `ombud up`, or point OMBUD_DEPLOYMENT at one",
                code="no_deployment",
            ) from error
        except msgspec.DecodeError as error:
            raise InvalidInputError(f"deployment file {path}: {error}", code="bad_deployment") from error
        missing = [name for name in CONTRACTS if name not in content.contracts]
        if content.schema != SCHEMA or missing:
            problem = f"lacks {missing[0]}" if missing else f"has schema {content.schema!r}"
            raise InvalidInputError(
                f"deployment file {path} {problem}", hint=f"this version reads {SCHEMA}", code="bad_deployment"
            )
        return cls(
            chain_id=content.chain_id,
            block=content.block,
            addresses={name: checksum(entry.address) for name, entry in content.contracts.items()},
            blocks={name: entry.block for name, entry in content.contracts.items()},
            deployer=checksum(content.deployer),
            genesis=content.genesis,
            txs={name: entry.tx for name, entry in content.contracts.items()},
        )


def write_whole(path: Path, content: msgspec.Struct) -> None:
    """Write a file of JSON whole or not at all (temporary file, fsync, rename)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    with temporary.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
