"""Events of our contracts: declared once, decoded anywhere, checked against the compiled ABIs by a test.

Events carry absolute results (a balance, a standing), so that a projection only writes and a late reader
needs no history. Decoding is pure: bundles are verified offline with the same table as the indexer uses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from eth_abi.codec import ABIDecoder
from eth_abi.decoding import StringDecoder
from eth_abi.exceptions import DecodingError
from eth_abi.registry import BaseEquals, registry

from ledger.domain.hashing import keccak
from ledger.domain.ids import Address, checksum
from ledger.domain.slicing import Slicer, make_slicer
from ledger.errors import InvalidInputError

SIGNATURES: Final[Mapping[str, tuple[str, ...]]] = {
    "AgentRegistry": (
        "Transfer(address indexed from,address indexed to,uint256 indexed tokenId)",
        "Registered(uint256 indexed agentId,string agentURI,address indexed owner)",
        "MetadataSet(uint256 indexed agentId,string indexed indexedMetadataKey,string metadataKey,bytes metadataValue)",
        "URIUpdated(uint256 indexed agentId,string newURI,address indexed updatedBy)",
        "Approval(address indexed owner,address indexed approved,uint256 indexed tokenId)",
        "ApprovalForAll(address indexed owner,address indexed operator,bool approved)",
    ),
    "KeyRing": (
        "AgentAccepted(uint256 indexed agentId,address indexed owner,uint32 ownerEpoch)",
        "EpochOpened(uint256 indexed agentId,uint32 indexed epoch,address indexed owner,uint32 ownerEpoch)",
        "KeyRegistered(uint256 indexed agentId,uint32 indexed epoch,address indexed key)",
        "KeyRevoked(uint256 indexed agentId,uint32 indexed epoch,address indexed key)",
        "StreamRegistered(uint256 indexed agentId,uint32 indexed epoch,bytes32 indexed homeLog,uint32 stream)",
        "StreamClosed(uint256 indexed agentId,uint32 indexed epoch,uint32 stream,uint64 nextSeq,bytes32 head)",
        "EpochClosed(uint256 indexed agentId,uint32 indexed epoch,bytes32 cause)",
    ),
    "ActionLog": (
        "ActionRecorded(uint256 indexed agentId,bytes32 indexed header,bytes32 indexed task,uint32 epoch,"
        "uint32 stream,uint64 seq,uint8 kind,bytes32 contentHash,bytes32 prevHeader,bytes32[] parents)",
        "LogRegistered(bytes32 indexed logId,address indexed operator,string origin,bytes32 checkpointKey,string url)",
        "LogUrlSet(bytes32 indexed logId,string url)",
        "Anchored(bytes32 indexed logId,uint64 indexed index,uint64 size,bytes32 root)",
    ),
    "BondVault": (
        "BondDeposited(bytes32 indexed subject,address indexed beneficiary,address from,uint256 amount,uint256 active)",
        "UnbondRequested(bytes32 indexed subject,address indexed beneficiary,uint256 amount,uint256 active,"
        "uint256 unbonding,uint64 releaseAt)",
        "BondWithdrawn(bytes32 indexed subject,address indexed beneficiary,uint256 amount,uint256 unbonding)",
        "BondLocked(bytes32 indexed subject,address indexed beneficiary,address indexed court,"
        "uint256 amount,uint256 locked)",
        "BondUnlocked(bytes32 indexed subject,address indexed beneficiary,address indexed court,"
        "uint256 amount,uint256 locked)",
        "BondSlashed(bytes32 indexed subject,address indexed beneficiary,bytes32 indexed cause,uint256 amount,"
        "uint256 reward,uint256 burned,uint256 active,uint256 unbonding)",
        "CourtAccepted(bytes32 indexed subject,address indexed beneficiary,address indexed court)",
        "CreditAdded(address indexed account,bytes32 indexed cause,uint256 amount,uint256 balance)",
        "CreditClaimed(address indexed account,uint256 amount)",
    ),
    "Standing": (
        "StandingChanged(uint256 indexed agentId,bytes32 indexed context,uint8 indexed dimension,bytes32 cause,"
        "uint80 addedPositive,uint80 addedNegative,uint80 positive,uint80 negative,uint32 count,uint32 period)",
        "InheritanceNoted(uint256 indexed agentId,bytes32 indexed context,uint8 indexed dimension,uint32 ownerEpoch,"
        "uint80 positive,uint80 negative,uint32 count)",
    ),
    "FaultProver": (
        "FaultProved(bytes32 indexed faultKey,uint256 indexed agentId,uint8 indexed kind,uint32 epoch,uint32 stream,"
        "uint64 seq,address prover,bytes32 headerA,bytes32 headerB,uint256 slashed)",
        "OperatorFaultProved(bytes32 indexed faultKey,bytes32 indexed logId,uint8 indexed kind,address operator,"
        "address prover,bytes32 statementA,bytes32 statementB,uint256 slashed)",
        "MatterPunished(bytes32 indexed matter,bytes32 indexed faultKey)",
        "ProofCommitted(bytes32 indexed commitment,address indexed sender)",
        "ProverDisplaced(bytes32 indexed faultKey,address indexed displaced,address indexed prover,"
        "uint256 committedAt)",
        "RewardReleased(bytes32 indexed faultKey,address indexed prover,uint256 amount)",
    ),
    "HeaderFaults": (),  # the contracts that check faults only answer
    "ReceiptFaults": (),
    "PermissionFaults": (),
    "EffectFaults": (),
    "OperatorFaults": (),
    "Challenges": (
        "ChallengeOpened(bytes32 indexed id,uint8 indexed kind,bytes32 indexed subject,address challenger,"
        "bytes32 about,uint64 answerBy)",
        "ChallengeAnswered(bytes32 indexed id,address indexed answerer,bool inTime)",
        "ChallengeClosed(bytes32 indexed id,address indexed challenger)",
        "HeaderPosted(bytes32 indexed agent,bytes32 indexed header,uint32 epoch,uint32 stream,uint64 firstSeq,"
        "uint32 count)",
    ),
    "Availability": (
        "ChallengeOpened(bytes32 indexed id,uint8 indexed kind,bytes32 indexed subject,address challenger,"
        "bytes32 about,uint64 answerBy)",
        "ChallengeAnswered(bytes32 indexed id,address indexed answerer,bool inTime)",
        "ChallengeClosed(bytes32 indexed id,address indexed challenger)",
        "EvidenceKept(bytes32 indexed evidenceHash,address indexed custodian)",
        "CustodyDefaulted(bytes32 indexed evidenceHash,address indexed custodian,bytes32 indexed id)",
    ),
    "Manifests": (
        "ManifestDeclared(uint256 indexed agentId,uint256 indexed index,bytes32 indexed document,bytes32 tools)",
    ),
    "Mandates": (
        "MandateGranted(bytes32 indexed mandateId,uint256 indexed agentId,address indexed principal,uint256 cap,"
        "uint64 expiry,bytes32 tools,bytes32 salt)",
        "MandateRevoked(bytes32 indexed mandateId,address indexed principal)",
        "DelegationAllowed(bytes32 indexed mandateId,uint8 hops)",
        "MandateDelegated(bytes32 indexed mandateId,bytes32 indexed parent,uint256 indexed agentId,uint256 cap,"
        "uint64 expiry,bytes32 tools,bytes32 context,uint8 hops,bytes32 salt,address by,uint256 left)",
    ),
    "Policies": (
        "PolicyQueued(uint32 indexed policyId,bytes32 indexed policyHash,address indexed proposer,uint64 readyAt,"
        "bytes policy)",
        "PolicyAdopted(bytes32 indexed subject,address indexed beneficiary,uint32 indexed policyId)",
        "ArbitratorQueued(address indexed arbitrator,address indexed proposer,uint64 readyAt)",
    ),
    "PanelArbitrator": (
        "ArbitratorListed(address indexed arbitrator,uint32 indexed number,bytes32 document,bytes32 model,"
        "uint64 validUntil,uint256 stake)",
        "ArbitratorRetired(address indexed arbitrator,uint32 indexed number)",
        "ConflictDeclared(address indexed arbitrator,address indexed party,bool conflicted)",
        "PanelArmed(uint256 indexed disputeId,address indexed arbitrable,uint64 drawBlock,uint8 arms,"
        "uint32 roster,bytes terms)",
        "PanelDrawn(uint256 indexed disputeId,address first,address second,address third,uint64 commitUntil,"
        "uint64 revealUntil)",
        "PanelSeated(uint256 indexed disputeId,uint8 round,address[] seats,uint64 commitUntil,uint64 revealUntil)",
        "PanelUndecided(uint256 indexed disputeId,uint8 round,uint8 refused,uint8 upheld,uint8 dismissed,"
        "uint8 nextSeats,uint256 pay,uint256 burned)",
        "SeatRecused(uint256 indexed disputeId,address indexed arbitrator,address indexed party,address replacement,"
        "bytes32 action)",
        "VoteLeaked(uint256 indexed disputeId,address indexed arbitrator,address indexed reporter,uint8 vote,"
        "bytes32 reasonsHash,bytes32 salt,uint256 slashed)",
        "ClusterShown(address indexed account,bytes32 indexed cluster)",
        "SeatsUnfilled(uint256 indexed disputeId,uint8 round,uint8 seats,uint8 ruling)",
        "RulingReviewed(uint256 indexed disputeId,uint256 indexed earlierId,uint8 earlierRuling,uint8 ruling)",
        "VoteCommitted(uint256 indexed disputeId,address indexed arbitrator,bytes32 commitment,uint8 commits)",
        "VoteRevealed(uint256 indexed disputeId,address indexed arbitrator,uint8 vote,bytes32 reasonsHash,"
        "bytes32 salt,uint8 reveals,uint256 paid)",
        "ModelVoted(uint256 indexed disputeId,address indexed arbitrator,bytes32 indexed model)",
        "ArbitratorAbsent(uint256 indexed disputeId,address indexed arbitrator,uint256 slashed)",
        "PanelConcluded(uint256 indexed disputeId,address indexed arbitrable,uint8 ruling,uint8 refused,"
        "uint8 upheld,uint8 dismissed,uint256 returned,uint256 burned)",
        "DisputeCreation(uint256 indexed _disputeID,address indexed _arbitrable)",
        "AppealPossible(uint256 indexed _disputeID,address indexed _arbitrable)",
        "AppealDecision(uint256 indexed _disputeID,address indexed _arbitrable)",
    ),
    "ActionWitness": (),  # it only answers
    "DisputeCourt": (
        "DisputeOpened(uint256 indexed disputeId,uint256 indexed agentId,address indexed claimant,"
        "bytes32 subject,address liable,address injured,bytes32 action,uint8 faultClass,uint8 refKind,"
        "bytes32 evidenceHash,uint32 policyId,bytes32 policyHash,uint256 deposit,uint256 fee,uint256 slice,"
        "uint256 locked,uint64 openedAt,uint64 openedBlock)",
        "RespondentNotified(uint256 indexed disputeId,address indexed liable,uint256 indexed agentId,"
        "uint64 respondBy,uint64 respondByBlock)",
        "DisputeResponded(uint256 indexed disputeId,address indexed respondent,bytes32 evidenceHash,bool late,"
        "uint64 arbitrateBy)",
        "EvidenceAdded(uint256 indexed disputeId,address indexed party,bytes32 indexed evidenceHash)",
        "ArbitrationStarted(uint256 indexed disputeId,address indexed arbitrator,"
        "uint256 indexed arbitratorDisputeId,uint8 round,uint256 fee)",
        "ArbitrationPending(uint256 indexed disputeId,address indexed arbitrator,uint8 round)",
        "DefaultEntered(uint256 indexed disputeId,address indexed caller,uint64 provisionalUntil)",
        "RulingGiven(uint256 indexed disputeId,address indexed arbitrator,uint8 ruling,uint8 round,uint64 givenAt)",
        "LateRuling(uint256 indexed disputeId,address indexed arbitrator,uint256 ruling)",
        "DisputeFinalized(uint256 indexed disputeId,uint8 ruling,uint8 basis,bool punishes,bytes32 matter,"
        "uint8 reopenings,uint64 openUntil)",
        "DisputeExecuted(uint256 indexed disputeId,uint256 indexed agentId,uint8 indexed ruling,uint256 slashed,"
        "uint256 toClaimant,uint256 toInjured,uint256 toLiable,uint256 burned)",
        "DisputeEndedByProof(uint256 indexed disputeId,bytes32 indexed faultKey,address indexed caller)",
        "JoinSettled(uint256 indexed disputeId,address indexed claimant,uint256 toClaimant,uint256 toLiable,"
        "uint256 burned)",
        "ClaimJoined(uint256 indexed disputeId,address indexed claimant,bytes32 evidenceHash,uint256 deposit)",
        "ClaimWithdrawn(uint256 indexed disputeId,address indexed claimant)",
        "DisputeConceded(uint256 indexed disputeId,address indexed liable,uint64 provisionalUntil)",
        "DisputeAppealed(uint256 indexed disputeId,address indexed appellant,bytes32 evidenceHash,uint8 round,"
        "uint64 arbitrateBy)",
        "Dispute(address indexed _arbitrator,uint256 indexed _disputeID,uint256 _metaEvidenceID,"
        "uint256 _evidenceGroupID)",
        "Evidence(address indexed _arbitrator,uint256 indexed _evidenceGroupID,address indexed _party,"
        "string _evidence)",
        "MetaEvidence(uint256 indexed _metaEvidenceID,string _evidence)",
        "Ruling(address indexed _arbitrator,uint256 indexed _disputeID,uint256 _ruling)",
    ),
    "ReputationRegistry": (
        "NewFeedback(uint256 indexed agentId,address indexed clientAddress,uint64 feedbackIndex,int128 value,"
        "uint8 valueDecimals,string indexed indexedTag1,string tag1,string tag2,string endpoint,string feedbackURI,"
        "bytes32 feedbackHash)",
        "FeedbackRevoked(uint256 indexed agentId,address indexed clientAddress,uint64 indexed feedbackIndex)",
        "ResponseAppended(uint256 indexed agentId,address indexed clientAddress,uint64 feedbackIndex,"
        "address indexed responder,string responseURI,bytes32 responseHash)",
    ),
    "ValidationRegistry": (
        "ValidationRequest(address indexed validatorAddress,uint256 indexed agentId,string requestURI,"
        "bytes32 indexed requestHash)",
        "ValidationResponse(address indexed validatorAddress,uint256 indexed agentId,bytes32 indexed requestHash,"
        "uint8 response,string responseURI,bytes32 responseHash,string tag)",
    ),
    "Dimensions": (
        "DimensionDeclared(bytes32 indexed dimension,string name,string unit,uint8 decimals,bool lessIsBetter,"
        "int128 least,int128 most)",
    ),
    "EvidenceLinks": (
        "FeedbackLinked(uint256 indexed agentId,address indexed client,bytes32 indexed action,uint64 feedbackIndex,"
        "bytes32 dimension,int128 value,uint32 ownerEpoch,bool named)",
    ),
    "FeedbackView": (),  # it only answers
    "Audits": (
        "Asserted(bytes32 indexed assertion,address indexed asserter,uint256 bond,uint64 openUntil)",
        "AssertionChallenged(bytes32 indexed assertion,address indexed challenger,uint256 indexed arbitratorDisputeId,"
        "bytes32 evidenceHash,string uri)",
        "AssertionEnded(bytes32 indexed assertion,bool accepted,uint256 toAsserter,uint256 toChallenger,"
        "uint256 burned)",
        "Ruling(address indexed _arbitrator,uint256 indexed _disputeID,uint256 _ruling)",
        "ActionAudited(bytes32 indexed assertion,uint256 indexed agentId,bytes32 indexed action,address auditor,"
        "bytes32 context,uint8 dimension,uint80 weight,bytes32 reportHash,string uri)",
        "AuditCounted(bytes32 indexed assertion,uint256 indexed agentId,uint80 gained)",
    ),
    "CredibilityRoots": (
        "Asserted(bytes32 indexed assertion,address indexed asserter,uint256 bond,uint64 openUntil)",
        "AssertionChallenged(bytes32 indexed assertion,address indexed challenger,uint256 indexed arbitratorDisputeId,"
        "bytes32 evidenceHash,string uri)",
        "AssertionEnded(bytes32 indexed assertion,bool accepted,uint256 toAsserter,uint256 toChallenger,"
        "uint256 burned)",
        "Ruling(address indexed _arbitrator,uint256 indexed _disputeID,uint256 _ruling)",
        "RootProposed(uint32 indexed epoch,bytes32 indexed root,address indexed proposer,bytes32 assertion,"
        "bytes32 clusters,uint64 size,uint64 asOfBlock,bytes32 formula,string uri)",
        "RootAccepted(uint32 indexed epoch,bytes32 indexed root)",
        "RootRejected(uint32 indexed epoch,bytes32 indexed root)",
    ),
    "ForecastBook": (
        "ForecastCommitted(address indexed forecaster,uint32 indexed epoch,bytes32 root,uint32 population,uint64 until,"
        "bytes32 model)",
        "ForecastRevealed(address indexed forecaster,uint32 indexed epoch,uint256 indexed agentId,uint32 ppm,"
        "bytes32 salt,uint128 squares,uint32 revealed)",
        "OutcomeShown(address indexed forecaster,uint32 indexed epoch,uint256 indexed agentId,uint256 disputeId,"
        "uint128 squares,uint32 upheld)",
    ),
    "Lifecycle": (
        "AgentSuspended(uint256 indexed agentId,bytes32 indexed cause,address indexed authority,uint64 until,"
        "bytes32 evidenceHash)",
        "SuspensionProlonged(uint256 indexed agentId,uint256 indexed disputeId,uint64 latest)",
        "SuspensionLifted(uint256 indexed agentId,uint64 endedAt)",
        "AgentRetired(uint256 indexed agentId,address indexed by)",
        "AgentBanned(uint256 indexed agentId,uint256 indexed disputeId)",
        "AuthorityQueued(address indexed authority,uint64 readyAt)",
        "AuthorityChanged(address indexed before,address indexed authority)",
    ),
    "Claims": (
        "CapabilityClaimed(uint256 indexed agentId,bytes32 indexed capability,uint32 version,bytes32 document,"
        "string uri)",
        "CapabilityWithdrawn(uint256 indexed agentId,bytes32 indexed capability,uint32 version)",
        "ClaimContested(uint256 indexed agentId,bytes32 indexed capability,uint256 indexed disputeId,uint32 version)",
        "CapabilityRefuted(uint256 indexed agentId,bytes32 indexed capability,uint256 indexed disputeId,"
        "uint32 version)",
    ),
    "Credits": (
        "BountyLocked(uint256 indexed bountyId,uint256 indexed agentId,address indexed client,uint256 amount,"
        "bytes32 task,uint64 deliverBy)",
        "BountyDelivered(uint256 indexed bountyId,bytes32 delivery,bytes32[] assets,address payee,uint64 reviewBy)",
        "BountyContested(uint256 indexed bountyId,uint256 indexed disputeId)",
        "BountyReleased(uint256 indexed bountyId,uint256 toAgent,uint256 toAssets)",
        "BountyReturned(uint256 indexed bountyId,uint256 amount)",
        "AssetRegistered(bytes32 indexed asset,uint256 indexed agentId,uint16 bps)",
    ),
}
_DECLARATION: Final = re.compile(r"(\w+)\((.*)\)")
_HASHED_WHEN_INDEXED: Final = ("string", "bytes")


class RawLog(msgspec.Struct, frozen=True, gc=False):
    """One log as a node returns it, its place included. `topics` are 32 bytes each."""

    address: Address
    topics: tuple[bytes, ...]
    data: bytes
    block_number: int
    block_hash: bytes
    tx_hash: bytes
    tx_index: int
    log_index: int


class Event(msgspec.Struct, frozen=True):
    """A decoded log: `args` maps names to bytes (bytes32, bytes), Address, int, str or lists of those."""

    contract: str
    name: str
    args: dict[str, Any]
    log: RawLog


@dataclass(frozen=True, slots=True)
class EventType:
    """The shape of one event: its topic, and name and ABI type of indexed and other parameters, in order."""

    name: str
    topic: bytes
    indexed: tuple[tuple[str, str], ...]
    plain: tuple[tuple[str, str], ...]

    @classmethod
    def parse(cls, declaration: str) -> EventType:
        """Read a declaration as Solidity writes it."""
        match = _DECLARATION.fullmatch(declaration)
        if match is None:
            raise InvalidInputError(f"{declaration!r} declares no event")
        indexed: list[tuple[str, str]] = []
        plain: list[tuple[str, str]] = []
        types: list[str] = []
        for parameter in match[2].split(","):
            kind, *middle, name = parameter.split()
            types.append(kind)
            (indexed if middle else plain).append((name, kind))
        return cls(match[1], keccak(f"{match[1]}({','.join(types)})".encode()), tuple(indexed), tuple(plain))


EVENTS: Final[Mapping[str, Mapping[bytes, EventType]]] = {
    contract: {event.topic: event for event in map(EventType.parse, declarations)}
    for contract, declarations in SIGNATURES.items()
}
TOPICS: Final[Mapping[str, Mapping[str, bytes]]] = {
    contract: {event.name: topic for topic, event in events.items()} for contract, events in EVENTS.items()
}
_FORMER: Final[Mapping[str, tuple[str, ...]]] = {
    "PanelArbitrator": (
        "ArbitratorListed(address indexed arbitrator,uint32 indexed number,bytes32 document,uint64 validUntil,"
        "uint256 stake)",
    ),
}
"""Events of earlier contracts, whose case files are read still."""
_KNOWN: Final[Mapping[str, Mapping[bytes, EventType]]] = {
    contract: {**events, **{one.topic: one for one in map(EventType.parse, _FORMER.get(contract, ()))}}
    for contract, events in EVENTS.items()
}
_SLICERS: Final[Mapping[str, Mapping[bytes, tuple[str, Slicer | None]]]] = {
    contract: {topic: (event.name, make_slicer(event.indexed, event.plain)) for topic, event in events.items()}
    for contract, events in _KNOWN.items()
}
_NO_EVENTS: Final[Mapping[bytes, tuple[str, Slicer | None]]] = {}


_WORD: Final = 32
_ADDRESS_BYTES: Final = 20


class _Text(StringDecoder):
    r"""Strings as strangers write them: what is no UTF-8 shows its bytes as `\xff`, since a chain takes any."""

    def __init__(self) -> None:
        super().__init__(handle_string_errors="backslashreplace")  # type: ignore[no-untyped-call]


def _decoder() -> ABIDecoder:
    lenient = registry.copy()  # type: ignore[no-untyped-call]
    lenient.unregister_decoder("string")
    lenient.register_decoder(BaseEquals("string"), _Text, label="string")  # type: ignore[no-untyped-call]
    return ABIDecoder(lenient)


_DECODER: Final = _decoder()


def _static_width(kind: str) -> int | None:
    """Return the bits of a type that fills one word, None for a type that does not."""
    if kind == "bytes32":
        return 8 * _WORD
    if kind == "address":
        return 8 * _ADDRESS_BYTES
    return int(kind.removeprefix("uint")) if kind.startswith("uint") and kind[4:].isdigit() else None


def _word_value(kind: str, word: bytes) -> Any:
    """Read one word; a value wider than its type is another layout."""
    if len(word) != _WORD:
        raise InvalidInputError(f"a {kind} has {len(word)} bytes", code="bad_event_layout")
    if kind == "bytes32":
        return word
    number = int.from_bytes(word, "big")
    if number >> (_static_width(kind) or 0):
        raise InvalidInputError(f"a {kind} holds {number}", code="bad_event_layout")
    return checksum(word[-_ADDRESS_BYTES:]) if kind == "address" else number


def _plain_values(parameters: tuple[tuple[str, str], ...], data: bytes) -> list[Any]:
    """Read the unindexed values: words by slicing, which is most of our events, the rest through eth_abi."""
    if all(_static_width(kind) for _, kind in parameters):
        if len(data) != _WORD * len(parameters):
            raise InvalidInputError(f"{len(data)} bytes of data", code="bad_event_layout")
        return [
            _word_value(kind, data[_WORD * place : _WORD * (place + 1)]) for place, (_, kind) in enumerate(parameters)
        ]
    values = _DECODER.decode([kind for _, kind in parameters], data)
    return [
        checksum(value)
        if kind == "address"
        else [checksum(each) for each in value]
        if kind == "address[]"
        else list(value)
        if kind.endswith("[]")
        else value
        for (_, kind), value in zip(parameters, values, strict=True)
    ]


def decode(log: RawLog, contracts: Mapping[Address, str]) -> Event | None:
    """Decode a log of one of our contracts.

    Args:
        log: The log.
        contracts: Names of our contracts by address.

    Returns:
        The event, or None for another contract's log or a topic that is not ours.

    Raises:
        InvalidInputError: if one of our topics comes with another layout.
    """
    contract = contracts.get(log.address)
    if contract is None or not log.topics:
        return None
    known = _SLICERS.get(contract, _NO_EVENTS).get(log.topics[0])
    if known is None:
        return None
    name, slicer = known
    args = None if slicer is None else slicer(log.topics, log.data)
    return Event(contract, name, _decode_any(log, contract) if args is None else args, log)


def _decode_any(log: RawLog, contract: str) -> dict[str, Any]:
    """Decode what is not laid out as compilers do, or is no event at all.

    Raises:
        InvalidInputError: if it is another layout.
    """
    event = _KNOWN[contract][log.topics[0]]
    try:
        if len(log.topics) != 1 + len(event.indexed):
            raise InvalidInputError(f"{event.name} has {len(log.topics) - 1} indexed values, not {len(event.indexed)}")
        args: dict[str, Any] = {
            name: topic if kind in _HASHED_WHEN_INDEXED else _word_value(kind, topic)
            for (name, kind), topic in zip(event.indexed, log.topics[1:], strict=True)
        }
        for (name, _), value in zip(event.plain, _plain_values(event.plain, log.data), strict=True):
            args[name] = value
    except (DecodingError, InvalidInputError, OverflowError) as error:
        raise InvalidInputError(
            f"log {log.log_index} of block {log.block_number} is no {event.name}: {error}", code="bad_event_layout"
        ) from error
    return args
