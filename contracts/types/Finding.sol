// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Faults that a proof decides. Numbers never change their meaning; events carry them.
enum FaultKind {
    None,
    Equivocation, // two headers for one sequence number
    MandateBreach, // a receipt beyond its mandate
    ReceiptContradicted, // a receipt promises another record than the stream holds
    HiddenRecord, // promised by a receipt, and not shown when asked for
    LateRecord, // promised by a receipt, and anchored after its time
    BrokenChain, // a header does not follow the one before it
    WrongTime, // a header later than its anchor, or earlier than the one before it
    TwoEffects, // one call, two successful outcomes that differ
    ManifestBreach, // a tool that the manifest in force does not list
    UnanchoredEntry, // acknowledged by an operator, and not anchored when asked for
    LateAnchor, // acknowledged by an operator, and anchored after its time
    ForkedCheckpoints, // two trees of one log that contradict each other
    HiddenTile, // part of an anchored tree that the operator does not show
    ForgedEntry, // an anchored entry that the agent it names did not sign
    VoidEntry // an entry anchored when its key had long lost its say
}

/// @notice What a proof shows, before anyone is punished.
struct Finding {
    FaultKind kind;
    bytes32 faultKey; // name of the fault; punished once
    bytes32 subject; // bond that answers for it: agent key or log id
    address liable; // operator who answers for it; zero for whoever owned the agent in the epoch
    uint256 agentId; // agent at fault; 0 when an operator is
    uint32 epoch;
    uint32 stream;
    uint64 seq;
    bytes32 statementA;
    bytes32 statementB;
    bytes32 action; // action that a court may have judged too; zero for none
    address prover; // who earned the reward already; zero for whoever shows the proof
}

/// @notice What a fault costs.
struct Penalty {
    uint16 slashBps; // of active and unbonding bond, basis points
    bool closesEpoch;
    uint8 dimension; // of standing
    uint80 weight; // evidence against, milli-units; zero for operators
}
