"""Every refusal of our contracts in words: why, with the values of the custom error, and the way on.

In a reason `{name}` is a value of the error. Times are shown as UTC, blocks by their number, states and phases by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from ledger.domain.dispute import State
from ledger.domain.panel import Phase

_FIRST_TIME: Final = 10**9  # no chain has as many blocks, and no clock of one is before
_LAST_TIME: Final = 253_402_300_799  # the last second of the year 9999
_MOMENTS: Final = (
    "answerBy",
    "anchoredAt",
    "at",
    "until",
    "time",
    "due",
    "witnessed",
    "window",
    "readyAt",
    "revokedAt",
    "releaseAt",
    "validUntil",
    "expiry",
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a contract refused (a template), and what to do. An empty reason: the error's name says it."""

    why: str
    hint: str


REFUSALS: Final[Mapping[str, Refusal]] = {
    "KeyRing_NotAuthorized": Refusal("", "send it from the agent's owner, or from an operator that the owner approved"),
    "KeyRing_NotOwner": Refusal("", "only the account that owns the token may do this"),
    "KeyRing_NotAccepted": Refusal("", "the new owner calls acceptAgent first"),
    "KeyRing_EpochStillOpen": Refusal("", "close the running epoch first, or add the key to it"),
    "KeyRing_EpochNotOpen": Refusal("", "open an epoch first"),
    "KeyRing_KeyTaken": Refusal("", "a key belongs to one epoch of one agent for ever: make a new one"),
    "KeyRing_BadProof": Refusal("", "sign the KeyBinding of this agent and epoch with the session key itself"),
    "KeyRing_StreamTaken": Refusal("", "choose another stream number"),
    "ERC721NonexistentToken": Refusal("", "no agent has this number"),
    "Not authorized": Refusal("", "send it from the agent's owner or an approved operator"),
    # -- the vault
    "BondVault_NotCourt": Refusal("{caller} is no court of this bond", "only courts lock, slash and settle bonds"),
    "BondVault_ZeroAddress": Refusal("an address is zero", "name an account"),
    "BondVault_ZeroAmount": Refusal("the amount is 0", "send some wei"),
    "BondVault_NotActive": Refusal("{amount} wei are asked for and {active} are active", "ask for less"),
    "BondVault_StillUnbonding": Refusal("the bond stays liable until {releaseAt}", "withdraw it then"),
    "BondVault_NothingToWithdraw": Refusal(
        "of {unbonding} wei leaving, courts have locked {locked}",
        "ask for unbonding first; locks end with disputes",
    ),
    "BondVault_LockTooLarge": Refusal("{amount} wei are to be locked and {unlocked} are free", "lock less"),
    "BondVault_UnlockTooLarge": Refusal("the court locked {lockedByCourt} wei, not {amount}", "unlock less"),
    "BondVault_RewardTooHigh": Refusal("{rewardBps} basis points are over {maximum}", "half is burned at least"),
    "BondVault_CourtAlreadyAccepted": Refusal("the court is accepted already", "nothing is left to do"),
    "BondVault_NoCredit": Refusal("{account} has no credit", "there is nothing to claim; `ombud credit show` looks"),
    "BondVault_TransferFailed": Refusal(
        "{receiver} takes no coins", "claim from an account that takes coins; the credit stays"
    ),
    # -- faults that a proof decides
    "FaultProver_WrongAgent": Refusal("the statement is of another agent", "name the agent that signed it"),
    "FaultProver_EpochsDiffer": Refusal("the headers are of epochs {a} and {b}", "show two headers of one epoch"),
    "FaultProver_StreamsDiffer": Refusal("the headers are of streams {a} and {b}", "show two headers of one stream"),
    "FaultProver_EmptyRange": Refusal("header {header} counts no record", "such a header contradicts nothing"),
    "FaultProver_RangesApart": Refusal("the ranges do not meet", "headers contradict each other where they overlap"),
    "FaultProver_SameHeader": Refusal("both headers are the same", "show two different ones"),
    "FaultProver_BadSignature": Refusal("a signature is not canonical", "bring the 65 bytes that the session key made"),
    "FaultProver_MayNotState": Refusal(
        "{signer} is no key of epoch {epoch} of agent {agentId} whose word counts",
        "only statements of registered session keys convict, and for a while after their epoch",
    ),
    "FaultProver_WrongMandate": Refusal(
        "mandate {mandateId} binds agent {agentId}", "prove it on the agent that the mandate binds"
    ),
    "FaultProver_MandateUnknown": Refusal(
        "mandate {mandateId} was never granted on this chain", "only a granted mandate can be breached"
    ),
    "FaultProver_WrongTools": Refusal(
        "the tools shown hash to {shown}, the mandate lists {listed}", "show the mandate's whole list of tools"
    ),
    "FaultProver_WithinMandate": Refusal("the receipt keeps to mandate {mandateId}", "nothing is proved"),
    "FaultProver_AlreadyProved": Refusal(
        "this fault was proved before", "a fault is punished once; only an earlier commitment moves the reward"
    ),
    "FaultProver_UnknownChecker": Refusal("{checker} checks no faults", "name a checker of this deployment"),
    "FaultProver_AlreadyJudged": Refusal(
        "a ruling decided the same matter", "execute it first; what it took is not taken again"
    ),
    "FaultProver_NotProved": Refusal("fault {faultKey} was never proved", "prove it first"),
    "FaultProver_AlreadyCommitted": Refusal("{commitment} was committed to before", "another salt makes another one"),
    "FaultProver_StillHeld": Refusal(
        "the reward is held back until {until}", "release it after: until then an earlier committed prover may take it"
    ),
    "FaultProver_NoReward": Refusal("there is no reward to release", "it was paid, or the bond was empty"),
    "FaultProver_OnlyFromVault": Refusal("{sender} is not the vault", "send it no coins"),
    "FaultProver_NotInSegment": Refusal(
        "record {recordId} is not number {recordIndex} of the segment", "show the path from the record to its root"
    ),
    "FaultProver_NotAnchored": Refusal(
        "anchor {anchorIndex} is another", "show size, root and block as the anchor has them"
    ),
    "FaultProver_NotInLog": Refusal(
        "leaf {leafIndex} of the anchored tree is another", "show the path from the entry to the anchored root"
    ),
    "FaultProver_NoContradiction": Refusal("what is shown agrees", "nothing is proved"),
    "HeaderFaults_NotAdjacent": Refusal(
        "the second header begins at {firstSeqB}, not where the first ends", "show two headers that follow each other"
    ),
    "HeaderFaults_TimesAgree": Refusal(
        "the header says {stated} and its witness {witnessed}", "clocks may be wrong by a quarter of an hour"
    ),
    "HeaderFaults_NoClosing": Refusal(
        "nobody said where stream {stream} ended in epoch {epoch}", "only a committed end can be contradicted"
    ),
    "ReceiptFaults_NotWhole": Refusal("{length} bytes are no packed proof", "build it with the fault commands"),
    "ReceiptFaults_OtherPlace": Refusal(
        "what is shown stands at number {seq} of stream {stream}", "show what stands at the receipt's own place"
    ),
    "PermissionFaults_OtherRecord": Refusal(
        "the text is record {shown}, promised was {promised}", "show the text of the record that the receipt names"
    ),
    "PermissionFaults_NotInForce": Refusal(
        "manifest {index} was not in force at {at}", "name the manifest of that time; the first quarter hour is spared"
    ),
    "PermissionFaults_WithinManifest": Refusal("manifest {index} lists the tool", "nothing is proved"),
    "EffectFaults_OtherRecord": Refusal("the text is record {shown}, named was {named}", "show the record's own text"),
    "EffectFaults_NoSuccess": Refusal("record {recordId} is no successful outcome of a call", "nothing is proved"),
    "EffectFaults_OtherCall": Refusal("the records are of two calls", "show two outcomes of one call"),
    "EffectFaults_NotItsOutput": Refusal(
        "salt and value do not open the output of {recordId}", "show what the record committed to"
    ),
    "RecordText_NotARecord": Refusal("byte {position} is not that of a record", "show the canonical text"),
    "OperatorFaults_NotStated": Refusal(
        "the operator neither signed nor anchored {size} leaves under {root}", "show its own checkpoint or anchor"
    ),
    "OperatorFaults_Signed": Refusal("{signer} is a key of the agent", "nothing is proved"),
    "OperatorFaults_NotVoid": Refusal(
        "the entry was anchored on {anchoredAt} while its key had its say", "show its first anchor and the one before"
    ),
    # -- challenges
    "Challenges_WrongDeposit": Refusal("{value} wei were sent, not {deposit}", "send the deposit, exactly"),
    "Challenges_AlreadyAsked": Refusal("this was asked before", "nothing is asked twice"),
    "Challenges_NotOpen": Refusal("nothing such is open", "it was never asked, or was answered"),
    "Challenges_TooLate": Refusal("it could be answered until {answerBy}", "the time for answers is over"),
    "Challenges_StillOpen": Refusal("it can be answered until {answerBy}", "come back after"),
    "Challenges_NotPromised": Refusal("shown is {shown}, promised was {promised}", "show what was promised"),
    "Challenges_NotAcknowledged": Refusal(
        "the operator did not promise to anchor {header} in time", "show its own acknowledgement"
    ),
    "Challenges_AlreadyPosted": Refusal("header {header} was posted before", "nothing is left to do"),
    "Availability_NoSuchTile": Refusal(
        "anchor {anchorIndex} has no tile {tile}", "name size, root and block as anchored, and a tile of that tree"
    ),
    "Availability_OtherTile": Refusal("the hashes are not those of tile {tile}", "show all of its leaf hashes"),
    "Availability_NotKept": Refusal(
        "{custodian} never said that it keeps this", "only who answers for evidence can be asked for it"
    ),
    "Availability_AlreadyKept": Refusal("{custodian} keeps it already", "nothing is left to do"),
    "Availability_OtherEvidence": Refusal("what is shown hashes to {shown}", "show the very bytes"),
    # -- manifests
    "Manifests_NotAuthorized": Refusal(
        "{caller} speaks not for agent {agentId}", "send it from the agent's owner or an approved operator"
    ),
    "Manifests_Unchanged": Refusal("this manifest is in force", "nothing is left to do"),
    "Manifests_Unknown": Refusal("agent {agentId} has no manifest {index}", "manifests are counted from 0"),
    "KeyRing_StillBonded": Refusal(
        "{active} wei are active and {unbonding} leaving", "an epoch closes when all of its bond is leaving"
    ),
    # -- mandates
    "Mandates_ZeroPrincipal": Refusal("the mandate names no principal", "name the account that delegates"),
    "Mandates_Empty": Refusal(
        "it allows nothing: cap {cap}, tools {tools}, until {expiry}",
        "a mandate needs an amount, a list of tools and time ahead",
    ),
    "Mandates_AgentUnknown": Refusal("there is no agent {agentId}", "name an agent that is registered"),
    "Mandates_NotGranted": Refusal(
        "{principal} neither sends nor signs it", "send it from the principal, or with the principal's signature"
    ),
    "Mandates_AlreadyGranted": Refusal(
        "mandate {mandateId} is granted", "another salt makes another mandate of the same terms"
    ),
    "Mandates_Unknown": Refusal("mandate {mandateId} was never granted", "name one that was"),
    "Mandates_NotPrincipal": Refusal(
        "{caller} is not its principal", "who granted a mandate revokes it, or the side that passed it on"
    ),
    "Mandates_AlreadyRevoked": Refusal("it was revoked on {revokedAt}", "nothing is left to do"),
    "Mandates_BadHops": Refusal("{hops} hops are asked for", "allow 1 to 8"),
    "Mandates_NotRoot": Refusal(
        "mandate {mandateId} was itself passed on", "hops are allowed where a principal granted"
    ),
    "Mandates_LeaveGiven": Refusal("{hops} hops were allowed before", "that is said once; grant another mandate"),
    "Mandates_EmptyContext": Refusal("the delegation does not say what it is for", "name the hash of its purpose"),
    "Mandates_TooDeep": Refusal(
        "it leaves {hops} hops, and its parent has {parentHops}",
        "a delegation leaves fewer hops than its parent; the principal allows them with allowDelegation",
    ),
    "Mandates_NotInForce": Refusal(
        "mandate {mandateId} is over, revoked, or an agent above changed owner", "act under one that is in force"
    ),
    "Mandates_OutlivesParent": Refusal("it ends after its parent, which ends {parentExpiry}", "let it end earlier"),
    "Mandates_OverBudget": Refusal(
        "{cap} is asked for, and the parent has {left} left", "what was passed on never returns: pass on less"
    ),
    "Mandates_WrongTools": Refusal(
        "the list shown hashes to {shown}, the one named is {named}", "show both lists whole, at most 64 tools each"
    ),
    "Mandates_ToolsUnordered": Refusal("a list of tools is not in ascending order", "sort it, without doubles"),
    "Mandates_ToolsExceed": Refusal("a tool is not on the parent's list", "pass on only tools that are held"),
    "Mandates_NotDelegated": Refusal(
        "{by} does not speak for agent {agentId}", "let its owner, an operator or a live session key send or sign it"
    ),
    # -- policies
    "Policies_ArbitratorUnknown": Refusal(
        "{arbitrator} is none of the arbitrators of this deployment", "name the panel of this deployment"
    ),
    "Policies_OutOfBounds": Refusal(
        "field {field} is {value}, outside {least} to {most}", "no policy may go beyond these bounds"
    ),
    "Policies_Unknown": Refusal("there is no policy {policyId}", "name one that was queued"),
    "Policies_StillQueued": Refusal(
        "policy {policyId} may be chosen from {readyAt} on", "wait until it is ready, or choose one that is"
    ),
    # -- the panel
    "Policies_ArbitratorQueued": Refusal("policies may name {arbitrator} from {readyAt} on", "queue the policy then"),
    "Policies_ArbitratorKnown": Refusal("{arbitrator} was proposed before", "nothing is left to do"),
    "Policies_NotProposer": Refusal("{caller} proposes no arbitrators", "the account named at deployment does"),
    "PanelArbitrator_ZeroAddress": Refusal("an address is zero", "name an account"),
    "PanelArbitrator_NotAccredited": Refusal(
        "the accreditor did not sign this document for {arbitrator} until {validUntil}, or that time is over",
        "ask the accreditor for an accreditation of this account that still runs, and give the same document and date",
    ),
    "PanelArbitrator_OtherKind": Refusal(
        "{arbitrator} was listed as of another kind: a human never becomes a model, nor a model a human",
        "register from another account",
    ),
    "PanelArbitrator_LastHuman": Refusal(
        "{arbitrator} is the only human on the panel of dispute {disputeId}, and no other can be drawn",
        "appeal: others sit then",
    ),
    "PanelArbitrator_StakeTooSmall": Refusal(
        "the stake is {stake} wei, and {minimum} is the least", "send the missing stake along"
    ),
    "PanelArbitrator_NotListed": Refusal("{caller} is not on the roster", "register first"),
    "PanelArbitrator_WrongChoices": Refusal("{choices} choices", "this panel decides between two"),
    "PanelArbitrator_FeeTooSmall": Refusal("{value} wei were paid and {cost} are due", "pay the cost"),
    "PanelArbitrator_BadTerms": Refusal(
        "commit time {commitTime}, reveal time {revealTime}, {parties} parties", "give times, and eight parties at most"
    ),
    "PanelArbitrator_WrongTerms": Refusal(
        "these are not the terms of the panel's dispute {disputeId}", "show the terms of its PanelArmed event"
    ),
    "PanelArbitrator_WrongPhase": Refusal(
        "the panel's dispute {disputeId} is in phase {phase}", "the case file tells what can follow"
    ),
    "PanelArbitrator_TooEarly": Refusal("it is {time}, and {due} must come first", "wait until then"),
    "PanelArbitrator_TooLate": Refusal(
        "it is {time}, and the time was over on {due}", "a seat must vote in time; a vote that was missed costs stake"
    ),
    "PanelArbitrator_NotSeated": Refusal(
        "{caller} has no seat in the panel's dispute {disputeId}, or has used it", "only a seat votes, once"
    ),
    "PanelArbitrator_BadCommitment": Refusal("the commitment is empty", "commit to a hash"),
    "PanelArbitrator_WrongReveal": Refusal(
        "{arbitrator} committed to something else", "reveal vote, reasons and salt exactly as committed"
    ),
    "PanelArbitrator_NoReasons": Refusal("the vote comes without reasons", "name the hash of the reasons"),
    "PanelArbitrator_BadVote": Refusal("{vote} is no vote", "vote 0 (refuse), 1 (uphold) or 2 (dismiss)"),
    "PanelArbitrator_WrongAbsentees": Refusal(
        "{named} seats are named absent, and {absent} are", "name exactly the seats that did not reveal"
    ),
    "PanelArbitrator_NotBurned": Refusal("{amount} wei cannot be burned", "report it"),
    "PanelArbitrator_NoAppeal": Refusal(
        "nothing can be appealed at the panel now", "rulings for the court are appealed at the court"
    ),
    "PanelArbitrator_NothingToReview": Refusal(
        "dispute {disputeId} is no concluded one of the caller", "a contract has its own disputes reviewed, once ruled"
    ),
    "PanelArbitrator_NotInCluster": Refusal(
        "the posted root puts {account} into no such cluster", "show it under the root in force"
    ),
    "PanelArbitrator_WrongSeats": Refusal(
        "{shown} seats are shown and {expected} sit", "show all seats of the present draw"
    ),
    "PanelArbitrator_NoDealings": Refusal(
        "the receipt of {signer} for {counterparty} takes no seat",
        "show a receipt between a party and a seat that has not committed; a party's own excuses one seat",
    ),
    "PanelArbitrator_NotVault": Refusal("{caller} sends money for nothing", "pay a dispute, or a stake"),
    # -- whether an action is an agent's
    "ActionWitness_NotRecorded": Refusal(
        "number {seq} of stream {stream}, epoch {epoch}, does not lead to the stream's head",
        "show all later records of the stream too, up to its head",
    ),
    "ActionWitness_WrongAgent": Refusal("the statement names another agent", "name the agent that signed it"),
    "ActionWitness_NotInSegment": Refusal(
        "the segment does not hold {recordId} at position {recordIndex}", "show the segment that holds the record"
    ),
    "ActionWitness_NotAnchored": Refusal(
        "log {log} has no such anchor {anchorIndex}", "name the anchor by its index, size, root and block"
    ),
    "ActionWitness_NotInLog": Refusal(
        "the anchored log does not hold the segment at leaf {leafIndex}",
        "ask the log for the path to that anchor",
    ),
    "ActionWitness_NotAcknowledged": Refusal(
        "the operator of log {log} signed no such acknowledgement", "bring the acknowledgement that the operator signed"
    ),
    "ActionWitness_WrongCounterparty": Refusal(
        "{counterparty} is not whom the receipt names", "name the counterparty and the salt that the receipt commits to"
    ),
    "ActionWitness_MayNotState": Refusal(
        "{signer} is no key of epoch {epoch} of agent {agentId} whose word counts",
        "only statements of registered session keys count, and for a while after their epoch",
    ),
    # -- the court
    "DisputeCourt_WrongState": Refusal(
        "dispute {disputeId} is in state {state}", "`ombud dispute show` tells what can follow"
    ),
    "DisputeCourt_WrongCase": Refusal(
        "this is not the case of dispute {disputeId}",
        "show the case of its DisputeOpened event; or no dispute has this number",
    ),
    "DisputeCourt_WrongPolicy": Refusal(
        "shown was policy {shown}, in force is {expected}", "show the policy in force; if it just changed, try again"
    ),
    "DisputeCourt_OwnSide": Refusal(
        "{caller} is on the side of agent {agentId}",
        "owner, operators and session keys of an agent cannot dispute its actions: sign with another account",
    ),
    "DisputeCourt_WrongAgent": Refusal("the action is of agent {shown}, not of {claimed}", "name the agent that acted"),
    "DisputeCourt_ClaimTooLate": Refusal(
        "it is {witnessed}, and the time to dispute this action was over on {window}", "nothing is left to do"
    ),
    "DisputeCourt_AlreadyDismissed": Refusal(
        "this claim on evidence {evidenceHash} was dismissed", "a dismissed claim needs new evidence"
    ),
    "DisputeCourt_AlreadyUpheld": Refusal("a claim about this action was upheld before", "a fault is punished once"),
    "DisputeCourt_NoEvidence": Refusal("the evidence has no hash", "name the hash of the evidence"),
    "DisputeCourt_ValueTooSmall": Refusal(
        "{value} wei do not cover deposit {deposit} and fee {fee}", "send deposit and fee along"
    ),
    "DisputeCourt_NotLiable": Refusal(
        "{caller} is not liable in dispute {disputeId}",
        "the owner who is liable for the action responds or concedes",
    ),
    "DisputeCourt_NotClaimant": Refusal(
        "{caller} is not the claimant of dispute {disputeId}", "only the claimant withdraws a claim"
    ),
    "DisputeCourt_TooLate": Refusal(
        "it is {time}, and the time to respond was over on {due}", "the default stands; it can be made final"
    ),
    "DisputeCourt_TooEarly": Refusal("it is {time}, and {due} must come first", "wait until then"),
    "DisputeCourt_TooFewBlocks": Refusal(
        "it is block {blockNumber}, and block {due} must come first", "wait for blocks to pass"
    ),
    "DisputeCourt_BondTooSmall": Refusal(
        "the bond holds {taken} wei, and the fee of a late response is {fee}", "deposit first"
    ),
    "DisputeCourt_AlreadyClaimant": Refusal("{caller} is a claimant already", "add evidence instead"),
    "DisputeCourt_TooManyJoins": Refusal("{most} have joined, which is all that may", "open a dispute of your own"),
    "DisputeCourt_NoAppeal": Refusal("it cannot be appealed", "a ruling on the merits is appealed, once"),
    "DisputeCourt_NotLoser": Refusal("{caller} did not lose", "the loser alone appeals at first, anyone from {due} on"),
    "DisputeCourt_NotProved": Refusal("no proof has punished the matter", "prove the fault first"),
    "DisputeCourt_NotPending": Refusal("the arbitrator was asked already", "wait for its ruling"),
    "DisputeCourt_FeeTooSmall": Refusal(
        "{fee} wei are there and the arbitrator asks for {cost}", "send the difference along"
    ),
    "DisputeCourt_NotArbitrator": Refusal(
        "{caller} has no dispute of this court under number {arbitratorDisputeId}",
        "only the arbitrator of a dispute rules; name its own number",
    ),
    "DisputeCourt_NumberTaken": Refusal("the arbitrator numbers two disputes alike", "its contract is broken"),
    "DisputeCourt_OnlyItself": Refusal("{caller} is not the court", "call startArbitration instead"),
    "DisputeCourt_TooLittleGas": Refusal("{left} gas is left and {needed} is needed", "send more gas"),
    "DisputeCourt_NotBurned": Refusal("{amount} wei cannot be burned", "report it"),
    # -- feedback and validation
    "Self-feedback not allowed": Refusal("", "owner and operators of an agent cannot rate it"),
    "index out of bounds": Refusal("", "the client gave no feedback of this number"),
    "Already revoked": Refusal("", "nothing is left to do"),
    "exists": Refusal("", "another request has this hash: choose another"),
    "unknown": Refusal("", "no request has this hash"),
    "not validator": Refusal("", "only the validator that was asked answers"),
    "ValidationRegistry_NoAnswer": Refusal(
        "request {requestHash} has no answer {number}", "answers are counted from 0, in the order they were given"
    ),
    "Dimensions_Unnamed": Refusal("the scale has no name", "name it as the first tag of feedback in it"),
    "Dimensions_TooManyDecimals": Refusal("{decimals} decimals", "a scale has 18 at most, as feedback has"),
    "Dimensions_BadBounds": Refusal("{least} to {most} is no scale", "the least is below the greatest, within 1e38"),
    "Dimensions_AlreadyDeclared": Refusal("dimension {dimension} is declared", "use it"),
    "Dimensions_Unknown": Refusal("dimension {dimension} was never declared", "declare it first"),
    "Dimensions_OtherName": Refusal(
        "the feedback is tagged {name}", "choose the dimension that is named as the feedback's first tag"
    ),
    "Dimensions_TooFine": Refusal(
        "the value has {valueDecimals} decimals and its dimension {decimals}", "give no finer values than the scale"
    ),
    "Dimensions_OutsideScale": Refusal("{value} is outside {least} to {most}", "the dimension declares its bounds"),
    "EvidenceLinks_OwnSide": Refusal(
        "{client} owns, owned, operates or signs for agent {agentId}", "nobody's word about oneself weighs anything"
    ),
    "EvidenceLinks_Revoked": Refusal("the feedback was revoked", "give it anew"),
    "EvidenceLinks_AlreadyLinked": Refusal("the feedback stands on an action already", "nothing is left to do"),
    "EvidenceLinks_WrongAgent": Refusal("the action is of agent {agentId}, not of {expected}", "show one of its own"),
    "EvidenceLinks_NotCounterparty": Refusal(
        "the receipt names {counterparty}, not {client}", "the counterparty of a receipt links its own feedback"
    ),
    "EvidenceLinks_ActionUsed": Refusal(
        "other feedback of {client} stands on action {action}", "each action carries one feedback of a client"
    ),
    "EvidenceLinks_OtherOwner": Refusal(
        "{liable} is liable for the action, and the feedback was given under {owner}",
        "feedback stands on actions of the owner it was given under",
    ),
    "EvidenceLinks_OwnersNotNoted": Refusal(
        "{noted} of {ownerEpoch} past owners of agent {agentId} are noted", "call noteOwners until all of them are"
    ),
    # -- standing
    "Standing_NotWriter": Refusal("{caller} adds no evidence", "courts, provers and audits do"),
    "Standing_NothingToAdd": Refusal("the change adds nothing", "add something"),
    "Standing_ZeroWriter": Refusal("a writer is zero", "name a contract"),
    "Standing_TooManyWriters": Refusal("{count} writers are named", "name {most} at most"),
    "Standing_NothingToNote": Refusal(
        "agent {agentId} was never sold, or something was decided since", "note it right after a sale"
    ),
    "Standing_NothingToGain": Refusal(
        "audits add nothing to agent {agentId} now", "wait for the next period, or until the ceiling is over"
    ),
    # -- bonded assertions
    "Assertions_WrongBond": Refusal("{sent} wei were sent", "send {bond} wei"),
    "Assertions_TooLittle": Refusal("{sent} wei were sent", "send what `challengeCost` says"),
    "Assertions_Known": Refusal("it was asserted before", "nothing is left to do"),
    "Assertions_WrongStandpoint": Refusal(
        "assertion {assertion} does not stand where this needs it", "look at it first"
    ),
    "Assertions_NotNow": Refusal(
        "it is {time}, and {due} bounds this step", "an assertion can be challenged for 3 days"
    ),
    "Assertions_OwnAssertion": Refusal("{asserter} asserted it itself", "others challenge"),
    "Assertions_NotArbitrator": Refusal("{caller} does not rule on this", "only the arbitrator does"),
    "Audits_OwnSide": Refusal("{auditor} is of the side of agent {agentId}", "let somebody else audit"),
    "Audits_NotAccredited": Refusal("{auditor} is not on the roster of arbitrators", "arbitrators of the roster audit"),
    "Audits_WrongAgent": Refusal("the action is of agent {shown}", "show an action of agent {claimed}"),
    "Audits_Audited": Refusal("action {action} was audited", "an action is audited once"),
    "Audits_WrongWeight": Refusal("{weight} milli-units are asked for", "an audit weighs 1 to 1000"),
    "Audits_NoReport": Refusal("the audit does not say what was found", "name the hash of a report"),
    "Audits_NotToCount": Refusal("audit {assertion} is not accepted, or was counted", "conclude it first"),
    "CredibilityRoots_NotNext": Refusal(
        "epoch {epoch} is not the next", "propose epoch {next}, one proposal at a time"
    ),
    "CredibilityRoots_Empty": Refusal("the root is that of nothing", "propose a root of at least one leaf"),
    "CredibilityRoots_WrongBlock": Refusal(
        "block {asOfBlock} was read before, or is not there yet", "read up to a later block that is mined"
    ),
    # -- forecasts
    "ForecastBook_AlreadyCommitted": Refusal("{forecaster} committed in epoch {epoch}", "wait for the next epoch"),
    "ForecastBook_Empty": Refusal("it commits to nothing", "commit to a forecast for every agent"),
    "ForecastBook_WrongPopulation": Refusal("{population} agents are not all there are", "leave out no agent"),
    "ForecastBook_WrongHorizon": Refusal("the horizon is {horizon} seconds", "choose {least} to {most}"),
    "ForecastBook_Unknown": Refusal("{forecaster} did not commit in epoch {epoch}", "name a round that exists"),
    "ForecastBook_NotNow": Refusal("it is {time}", "reveal after the horizon, and before the round closes"),
    "ForecastBook_NoProbability": Refusal("{ppm} parts per million are no probability", "say 0 to 1000000"),
    "ForecastBook_NotIncluded": Refusal(
        "that was not committed to for agent {agentId}", "reveal what was committed to"
    ),
    "ForecastBook_AlreadyShown": Refusal("agent {agentId} was shown before", "nothing is left to do"),
    "ForecastBook_NoOutcome": Refusal(
        "dispute {disputeId} is no outcome of the round",
        "outcomes are upheld, final, opened within the horizon, and not the forecaster's own",
    ),
    # -- lifecycle, claims, bounties
    "CourtCases_WrongCase": Refusal("the case is not that of dispute {disputeId}", "show it as its opening tells it"),
    "Lifecycle_NotAuthority": Refusal("{caller} is not the authority", "only the authority suspends"),
    "Lifecycle_NotAuthorized": Refusal("{caller} does not own or operate agent {agentId}", "let the owner do it"),
    "Lifecycle_AgentUnknown": Refusal("there is no agent {agentId}", "name an agent that is registered"),
    "Lifecycle_CauseUsed": Refusal(
        "agent {agentId} was suspended for this cause, or none is named", "name another cause"
    ),
    "Lifecycle_WrongLife": Refusal("agent {agentId} stands otherwise", "look at how it stands first"),
    "Lifecycle_NoGround": Refusal("dispute {disputeId} is no ground for this", "see `ILifecycle`"),
    "Lifecycle_NotReady": Refusal("it is {time}", "wait until {readyAt}"),
    "Lifecycle_NotQueued": Refusal("{caller} is not queued", "the one queued accepts"),
    "Lifecycle_ZeroAuthority": Refusal("the authority would be nobody", "name an account"),
    "Claims_NotAuthorized": Refusal("{caller} does not own or operate agent {agentId}", "let the owner claim"),
    "Claims_Empty": Refusal("the claim names no capability or document", "name both"),
    "Claims_WrongStandpoint": Refusal("version {version} does not stand where this needs it", "look at it first"),
    "Claims_NoGround": Refusal(
        "dispute {disputeId} cannot be about this version",
        "its claimant says so while it is open, of an earlier version",
    ),
    "Claims_Contested": Refusal("dispute {disputeId} is about a claim already", "nothing is left to do"),
    "Claims_NotRefuted": Refusal(
        "dispute {disputeId} refutes nothing", "it must be about a claim, and be upheld and final"
    ),
    "Credits_Empty": Refusal("no money, task or time is given", "send wei for a task, with time ahead"),
    "Credits_AgentUnknown": Refusal("there is no agent {agentId}", "name an agent that is registered"),
    "Credits_NotAuthorized": Refusal("{caller} does not speak for agent {agentId}", "let its owner or a key do it"),
    "Credits_WrongStage": Refusal("bounty {bountyId} does not stand where this needs it", "look at it first"),
    "Credits_NotNow": Refusal(
        "it is {time}, and {due} bounds this step", "bounties have a time to deliver and one to review"
    ),
    "Credits_BadAsset": Refusal("asset {asset} is known, or asks for {bps} basis points", "ask for 1 to 5000, once"),
    "Credits_BadReuse": Refusal(
        "{count} assets ask for {bps} basis points", "name at most 8 known ones in ascending order, for 5000 together"
    ),
    "Credits_NoGround": Refusal(
        "dispute {disputeId} does not hold bounty {bountyId}", "its client opens it, after delivery"
    ),
}


def _named(kind: Callable[[int], Any], value: int) -> str:
    return str(kind(value).name.lower())


def _moment(value: int) -> str:
    if not _FIRST_TIME <= value <= _LAST_TIME:
        return f"block {value}" if value < _FIRST_TIME else str(value)
    return datetime.fromtimestamp(value, UTC).strftime("%Y-%m-%d %H:%M:%SZ")


def _shown(name: str, value: Any) -> str:
    if name == "state":
        return _named(State, value)
    if name == "phase":
        return _named(Phase, value)
    return _moment(value) if name in _MOMENTS else str(value)


def explain(name: str, values: Mapping[str, Any]) -> Refusal | None:
    """Return why a contract refused, with the values filled in, and the way on; None for an error not listed.

    Args:
        name: Of the custom error, or the text of a plain one.
        values: By parameter.
    """
    found = REFUSALS.get(name)
    if found is None:
        return None
    why = found.why.format_map({part: _shown(part, value) for part, value in values.items()})
    return Refusal(why, found.hint)
