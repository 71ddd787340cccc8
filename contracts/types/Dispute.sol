// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AgentKey} from "./AgentKey.sol";

/// @notice Where a dispute stands. A second arbitration is another round of `Arbitration`.
enum State {
    None,
    Open,
    Arbitration,
    Provisional,
    Final,
    Executed
}

/// @notice What a ruling stands on.
enum Basis {
    None,
    Merits, // an arbitrator ruled
    Default, // nobody responded
    Concession, // the liable account conceded
    Timeout, // no arbitrator ruled in time
    Proof, // an objective fault was proved
    Withdrawal // the claimant gave up
}

/// @notice What the agent is said to have done. Slash and evidence against it follow from this, never from a vote.
enum FaultClass {
    Negligence,
    Breach, // of what a mandate or agreement means
    Harm,
    Deception
}

/// @notice Whether a fault is so grave that a human must be among those who judge it, whatever a policy charges for it.
function isSerious(FaultClass faultClass) pure returns (bool) {
    return faultClass >= FaultClass.Harm;
}

/// @notice How an action is shown to be the agent's.
enum RefKind {
    Record, // recorded directly on chain
    Logged, // a signed segment under an anchor
    Receipt, // a signed promise to a counterparty
    Acknowledged // a signed segment that an operator acknowledged
}

/// @notice An action that was shown to be an agent's.
struct Witnessed {
    RefKind kind;
    uint256 agentId;
    AgentKey agent;
    address liable; // owner who answers for it
    address injured; // counterparty of the receipt, when it was named; zero else
    bytes32 action; // keccak256(abi.encode(agentKey, epoch, stream, seq, recordId))
    uint64 witness; // Unix seconds of the first witness
    uint256 anchorBlock; // block of the anchor; 0 when none was shown
}

/// @notice What a claimant claims.
struct Claim {
    uint256 agentId;
    FaultClass faultClass;
    bytes32 evidenceHash; // root of the claimant's evidence
}

/// @notice Everything about a dispute that never changes. The court keeps 192 bits of its hash; callers bring it along.
struct Case {
    uint256 disputeId;
    uint256 agentId;
    bytes32 subject; // bond at stake: agent key or log id
    address liable; // owner who answers for the action
    address claimant;
    address injured; // counterparty named in the receipt; zero for nobody
    bytes32 action; // as witnessed
    FaultClass faultClass;
    bytes32 evidenceHash;
    uint32 policyId;
    bytes32 policyHash;
    uint256 deposit; // wei
    uint256 fee; // first arbitration fee, wei
    uint256 slice; // most that is taken from the bond, wei
    uint256 locked; // part of the bond locked for slice and fee, wei
    uint64 openedAt; // Unix seconds
    uint64 openedBlock;
}

/// @notice Another claimant of a dispute.
struct Join {
    // slot 0
    address claimant;
    uint96 deposit; // wei
    // slot 1
    bytes32 evidenceHash; // root of its evidence
}

/// @notice What is known of an action and fault class after a dispute about it.
struct Matter {
    // slot 0
    bool upheld; // otherwise than by concession; bars other claims
    uint8 reopenings; // how often it ended otherwise, withdrawn claims left out
    uint40 openUntil; // Unix seconds
    bool conceded;
    uint128 slashed; // slice that the one ruling that punished took, wei
}

/// @notice What changes about a dispute.
struct Docket {
    // slot 0
    bytes24 tag; // first 192 bits of the hash of the case
    State state;
    uint16 marks; // rulings, round, basis, joins, and what happened to the fee: see `Dockets`
    uint40 since; // Unix seconds at which the state was entered
}
