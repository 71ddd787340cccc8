"""An arbitrator at work: it reads the file of the case, checks every hash, decides by its rule, commits, reveals."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from demo.api import Api
from demo.court.bench import Arbitrator
from demo.court.exhibits import file_text, read_evidence
from demo.court.findings import Findings, establish
from demo.court.rules import Opinion
from ledger.chain import court, panel
from ledger.chain.node import Chain
from ledger.chain.sender import Sender, Sent
from ledger.domain.hashing import sha256
from ledger.errors import ProofError


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote that its arbitrator keeps until it is revealed."""

    arbitrator: Arbitrator
    opinion: Opinion
    salt: bytes

    @property
    def reasons_hash(self) -> bytes:
        """SHA-256 of the reasons: what is committed to, and what the chain shows."""
        return sha256(self.opinion.reasons.encode())


def findings(chain: Chain, api: Api, dispute: int) -> Findings:
    """Read what both parties filed, and establish what it shows about the action that the chain names.

    Raises:
        ProofError: if the claim's evidence is not the one the chain names, or a file is not what its name says.
    """
    case = court.find(chain, dispute).case
    exhibits = api.get(f"/v1/disputes/{dispute}")["data"]["evidence"]
    named = [exhibit["sha256"] for exhibit in exhibits]
    if case.evidence_hash.hex() not in named:
        raise ProofError(f"the API hides the evidence {case.evidence_hash.hex()} of the claim")
    return establish(case.action, [data for hash_ in named for data in read_evidence(api, hash_).files.values()])


def decide(chain: Chain, api: Api, dispute: int, arbitrator: Arbitrator) -> Ballot:
    """Let an arbitrator read and decide; nobody else sees how."""
    opinion = arbitrator.rule.apply(findings(chain, api, dispute))
    return Ballot(arbitrator, opinion, secrets.token_bytes(32))


def commit(chain: Chain, number: int, ballot: Ballot) -> Sent:
    """Bind the arbitrator to its vote; `number` is the panel's own."""
    sender = Sender(chain, ballot.arbitrator.account)
    return panel.commit(sender, number, ballot.opinion.vote, ballot.reasons_hash, ballot.salt)


def reveal(chain: Chain, api: Api, number: int, ballot: Ballot) -> Sent:
    """Publish the reasons, and show the vote."""
    file_text(api, ballot.opinion.reasons, ballot.arbitrator.name)
    sender = Sender(chain, ballot.arbitrator.account)
    return panel.reveal(sender, number, ballot.opinion.vote, ballot.reasons_hash, ballot.salt)
