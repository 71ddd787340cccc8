/** The contract events that bundles rest on, decoded from proved logs. Declared as Solidity writes them. */

import { hex, toBig, utf8 } from "./bytes.js";
import { keccak } from "./keccak.js";
import { Refusal } from "./refusal.js";
import { checksum } from "./secp256k1.js";

const DECLARED = {
  AgentRegistry: [
    "Transfer(address indexed from,address indexed to,uint256 indexed tokenId)",
    "Registered(uint256 indexed agentId,string agentURI,address indexed owner)",
    "MetadataSet(uint256 indexed agentId,string indexed indexedMetadataKey,string metadataKey,bytes metadataValue)",
    "URIUpdated(uint256 indexed agentId,string newURI,address indexed updatedBy)",
    "Approval(address indexed owner,address indexed approved,uint256 indexed tokenId)",
    "ApprovalForAll(address indexed owner,address indexed operator,bool approved)",
  ],
  KeyRing: [
    "AgentAccepted(uint256 indexed agentId,address indexed owner,uint32 ownerEpoch)",
    "EpochOpened(uint256 indexed agentId,uint32 indexed epoch,address indexed owner,uint32 ownerEpoch)",
    "KeyRegistered(uint256 indexed agentId,uint32 indexed epoch,address indexed key)",
    "KeyRevoked(uint256 indexed agentId,uint32 indexed epoch,address indexed key)",
    "StreamRegistered(uint256 indexed agentId,uint32 indexed epoch,bytes32 indexed homeLog,uint32 stream)",
    "StreamClosed(uint256 indexed agentId,uint32 indexed epoch,uint32 stream,uint64 nextSeq,bytes32 head)",
    "EpochClosed(uint256 indexed agentId,uint32 indexed epoch,bytes32 cause)",
  ],
  ActionLog: [
    "ActionRecorded(uint256 indexed agentId,bytes32 indexed header,bytes32 indexed task,uint32 epoch,uint32 stream,uint64 seq,uint8 kind,bytes32 contentHash,bytes32 prevHeader,bytes32[] parents)",
    "LogRegistered(bytes32 indexed logId,address indexed operator,string origin,bytes32 checkpointKey,string url)",
    "LogUrlSet(bytes32 indexed logId,string url)",
    "Anchored(bytes32 indexed logId,uint64 indexed index,uint64 size,bytes32 root)",
  ],
  BondVault: [
    "BondDeposited(bytes32 indexed subject,address indexed beneficiary,address from,uint256 amount,uint256 active)",
    "UnbondRequested(bytes32 indexed subject,address indexed beneficiary,uint256 amount,uint256 active,uint256 unbonding,uint64 releaseAt)",
    "BondWithdrawn(bytes32 indexed subject,address indexed beneficiary,uint256 amount,uint256 unbonding)",
    "BondLocked(bytes32 indexed subject,address indexed beneficiary,address indexed court,uint256 amount,uint256 locked)",
    "BondUnlocked(bytes32 indexed subject,address indexed beneficiary,address indexed court,uint256 amount,uint256 locked)",
    "BondSlashed(bytes32 indexed subject,address indexed beneficiary,bytes32 indexed cause,uint256 amount,uint256 reward,uint256 burned,uint256 active,uint256 unbonding)",
    "CourtAccepted(bytes32 indexed subject,address indexed beneficiary,address indexed court)",
    "CreditAdded(address indexed account,bytes32 indexed cause,uint256 amount,uint256 balance)",
    "CreditClaimed(address indexed account,uint256 amount)",
  ],
  Standing: [
    "StandingChanged(uint256 indexed agentId,bytes32 indexed context,uint8 indexed dimension,bytes32 cause,uint80 addedPositive,uint80 addedNegative,uint80 positive,uint80 negative,uint32 count,uint32 period)",
    "InheritanceNoted(uint256 indexed agentId,bytes32 indexed context,uint8 indexed dimension,uint32 ownerEpoch,uint80 positive,uint80 negative,uint32 count)",
  ],
  Policies: [
    "PolicyQueued(uint32 indexed policyId,bytes32 indexed policyHash,address indexed proposer,uint64 readyAt,bytes policy)",
    "PolicyAdopted(bytes32 indexed subject,address indexed beneficiary,uint32 indexed policyId)",
    "ArbitratorQueued(address indexed arbitrator,address indexed proposer,uint64 readyAt)",
  ],
  PanelArbitrator: [
    "ArbitratorListed(address indexed arbitrator,uint32 indexed number,bytes32 document,bytes32 model,uint64 validUntil,uint256 stake)",
    "ArbitratorRetired(address indexed arbitrator,uint32 indexed number)",
    "ConflictDeclared(address indexed arbitrator,address indexed party,bool conflicted)",
    "PanelArmed(uint256 indexed disputeId,address indexed arbitrable,uint64 drawBlock,uint8 arms,uint32 roster,bytes terms)",
    "PanelDrawn(uint256 indexed disputeId,address first,address second,address third,uint64 commitUntil,uint64 revealUntil)",
    "PanelSeated(uint256 indexed disputeId,uint8 round,address[] seats,uint64 commitUntil,uint64 revealUntil)",
    "PanelUndecided(uint256 indexed disputeId,uint8 round,uint8 refused,uint8 upheld,uint8 dismissed,uint8 nextSeats,uint256 pay,uint256 burned)",
    "SeatRecused(uint256 indexed disputeId,address indexed arbitrator,address indexed party,address replacement,bytes32 action)",
    "VoteLeaked(uint256 indexed disputeId,address indexed arbitrator,address indexed reporter,uint8 vote,bytes32 reasonsHash,bytes32 salt,uint256 slashed)",
    "ClusterShown(address indexed account,bytes32 indexed cluster)",
    "SeatsUnfilled(uint256 indexed disputeId,uint8 round,uint8 seats,uint8 ruling)",
    "RulingReviewed(uint256 indexed disputeId,uint256 indexed earlierId,uint8 earlierRuling,uint8 ruling)",
    "VoteCommitted(uint256 indexed disputeId,address indexed arbitrator,bytes32 commitment,uint8 commits)",
    "VoteRevealed(uint256 indexed disputeId,address indexed arbitrator,uint8 vote,bytes32 reasonsHash,bytes32 salt,uint8 reveals,uint256 paid)",
    "ModelVoted(uint256 indexed disputeId,address indexed arbitrator,bytes32 indexed model)",
    "ArbitratorAbsent(uint256 indexed disputeId,address indexed arbitrator,uint256 slashed)",
    "PanelConcluded(uint256 indexed disputeId,address indexed arbitrable,uint8 ruling,uint8 refused,uint8 upheld,uint8 dismissed,uint256 returned,uint256 burned)",
    "DisputeCreation(uint256 indexed _disputeID,address indexed _arbitrable)",
    "AppealPossible(uint256 indexed _disputeID,address indexed _arbitrable)",
    "AppealDecision(uint256 indexed _disputeID,address indexed _arbitrable)",
  ],
  DisputeCourt: [
    "DisputeOpened(uint256 indexed disputeId,uint256 indexed agentId,address indexed claimant,bytes32 subject,address liable,address injured,bytes32 action,uint8 faultClass,uint8 refKind,bytes32 evidenceHash,uint32 policyId,bytes32 policyHash,uint256 deposit,uint256 fee,uint256 slice,uint256 locked,uint64 openedAt,uint64 openedBlock)",
    "RespondentNotified(uint256 indexed disputeId,address indexed liable,uint256 indexed agentId,uint64 respondBy,uint64 respondByBlock)",
    "DisputeResponded(uint256 indexed disputeId,address indexed respondent,bytes32 evidenceHash,bool late,uint64 arbitrateBy)",
    "EvidenceAdded(uint256 indexed disputeId,address indexed party,bytes32 indexed evidenceHash)",
    "ArbitrationStarted(uint256 indexed disputeId,address indexed arbitrator,uint256 indexed arbitratorDisputeId,uint8 round,uint256 fee)",
    "ArbitrationPending(uint256 indexed disputeId,address indexed arbitrator,uint8 round)",
    "DefaultEntered(uint256 indexed disputeId,address indexed caller,uint64 provisionalUntil)",
    "RulingGiven(uint256 indexed disputeId,address indexed arbitrator,uint8 ruling,uint8 round,uint64 givenAt)",
    "LateRuling(uint256 indexed disputeId,address indexed arbitrator,uint256 ruling)",
    "DisputeFinalized(uint256 indexed disputeId,uint8 ruling,uint8 basis,bool punishes,bytes32 matter,uint8 reopenings,uint64 openUntil)",
    "DisputeExecuted(uint256 indexed disputeId,uint256 indexed agentId,uint8 indexed ruling,uint256 slashed,uint256 toClaimant,uint256 toInjured,uint256 toLiable,uint256 burned)",
    "DisputeEndedByProof(uint256 indexed disputeId,bytes32 indexed faultKey,address indexed caller)",
    "JoinSettled(uint256 indexed disputeId,address indexed claimant,uint256 toClaimant,uint256 toLiable,uint256 burned)",
    "ClaimJoined(uint256 indexed disputeId,address indexed claimant,bytes32 evidenceHash,uint256 deposit)",
    "ClaimWithdrawn(uint256 indexed disputeId,address indexed claimant)",
    "DisputeConceded(uint256 indexed disputeId,address indexed liable,uint64 provisionalUntil)",
    "DisputeAppealed(uint256 indexed disputeId,address indexed appellant,bytes32 evidenceHash,uint8 round,uint64 arbitrateBy)",
    "Dispute(address indexed _arbitrator,uint256 indexed _disputeID,uint256 _metaEvidenceID,uint256 _evidenceGroupID)",
    "Evidence(address indexed _arbitrator,uint256 indexed _evidenceGroupID,address indexed _party,string _evidence)",
    "MetaEvidence(uint256 indexed _metaEvidenceID,string _evidence)",
    "Ruling(address indexed _arbitrator,uint256 indexed _disputeID,uint256 _ruling)",
  ],
};

// Events of earlier contracts, whose case files are read still.
const FORMER = {
  PanelArbitrator: ["ArbitratorListed(address indexed arbitrator,uint32 indexed number,bytes32 document,uint64 validUntil,uint256 stake)"],
};

const EVENTS = new Map();
for (const [contract, declarations] of Object.entries(DECLARED)) {
  for (const text of [...declarations, ...(FORMER[contract] ?? [])]) {
    const [, name, inside] = /^(\w+)\((.*)\)$/.exec(text);
    const parameters = inside.split(",").map((one) => one.split(" "));
    const topic = keccak(utf8(`${name}(${parameters.map(([kind]) => kind).join(",")})`));
    EVENTS.set(`${contract}/${hex(topic)}`, { contract, name, parameters });
  }
}

const WORD = 32;
const layout = (reason) => new Refusal("bad_event_layout", reason);
const bitsOf = (kind) => (kind === "address" ? 160n : kind === "bool" ? 1n : BigInt(kind.slice(4)));

function single(kind, word) {
  if (word.length !== WORD) throw layout(`a ${kind} has ${word.length} bytes`);
  if (kind === "bytes32") return word;
  const number = toBig(word);
  if (number >> bitsOf(kind)) throw layout(`a ${kind} holds ${number}`);
  if (kind === "bool") return number === 1n;
  return kind === "address" ? checksum(word.subarray(12)) : number;
}

/** A run of bytes at an offset: its length, then itself. */
function tail(data, offset) {
  if (offset > BigInt(data.length - WORD)) throw layout("a value lies outside of the data");
  const begin = Number(offset) + WORD;
  return { begin, size: toBig(data.subarray(begin - WORD, begin)) };
}

/** The value of a parameter whose head word is at `at`. */
export function read(kind, data, at) {
  const head = data.subarray(at, at + WORD);
  if (!/^(?:string|bytes|.*\[\])$/.test(kind)) return single(kind, head);
  if (head.length !== WORD) throw layout(`a ${kind} has no head`);
  const { begin, size } = tail(data, toBig(head));
  const width = kind.endsWith("[]") ? BigInt(WORD) : 1n;
  if (size * width > BigInt(data.length - begin)) throw layout("a value lies outside of the data");
  if (kind.endsWith("[]")) return Array.from({ length: Number(size) }, (_, n) => single(kind.slice(0, -2), data.subarray(begin + WORD * n, begin + WORD * n + WORD)));
  const bytes = data.subarray(begin, begin + Number(size));
  return kind === "string" ? new TextDecoder().decode(bytes) : bytes;
}

/** The event of a log, or null if it is none of ours. `contracts` maps addresses to names. */
export function decodeEvent({ address, topics, data }, contracts) {
  const known = topics.length ? EVENTS.get(`${contracts[address]}/${hex(topics[0])}`) : undefined;
  if (!known) return null;
  const indexed = known.parameters.filter((one) => one.length === 3);
  if (topics.length !== indexed.length + 1) throw layout(`${known.name} has ${topics.length - 1} indexed values`);
  const args = {};
  let topic = 1;
  let at = 0;
  for (const parameter of known.parameters) {
    const [kind, name] = [parameter[0], parameter.at(-1)];
    if (parameter.length === 3) args[name] = kind === "string" || kind === "bytes" ? topics[topic++] : single(kind, topics[topic++]);
    else {
      args[name] = read(kind, data, at);
      at += WORD;
    }
  }
  return { contract: known.contract, name: known.name, args };
}

/** A key of look-up tables. */
export const keyOf = (...parts) => parts.map((part) => (part instanceof Uint8Array ? hex(part) : String(part))).join("/");
