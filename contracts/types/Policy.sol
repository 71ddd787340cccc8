// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice The terms of a dispute. A policy never changes; another one is another number.
struct Policy {
    address arbitrator; // ERC-792 arbitrator that rules
    uint32 responseTime; // seconds to respond
    uint32 responseBlocks; // blocks that must pass too, whatever the clock says
    uint32 commitTime; // seconds to commit votes
    uint32 revealTime; // seconds to reveal them
    uint32 appealTime; // seconds in which a provisional ruling can change
    uint32 arbitrationTime; // seconds after which an arbitrator is not waited for
    uint32 claimWindow; // seconds after a direct record in which it can be disputed
    uint32 claimBlocks; // blocks after an anchor in which an entry under it can be disputed
    uint96 deposit; // least deposit of a claimant, wei
    uint16[4] sliceBps; // part of the bond at stake, by fault class, basis points
    uint32[4] weights; // evidence against, by fault class, milli-units
    bytes32 rules; // hash of the text that arbitrators rule by
}

/// @notice Hash that a dispute freezes a policy by.
function hashOf(Policy memory policy) pure returns (bytes32) {
    return keccak256(abi.encode(policy));
}
