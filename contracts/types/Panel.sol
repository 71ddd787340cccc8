// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice How far a panel is.
enum Phase {
    None,
    Armed, // waits for the block that draws the seats
    Voting,
    Concluded,
    Appealable // has ruled, and waits for an appeal to itself
}

/// @notice What a panel is told of a dispute. It keeps the hash; callers bring the rest along.
struct Terms {
    uint32 commitTime; // seconds
    uint32 revealTime; // seconds
    address payer; // whom unspent pay goes back to
    address[] parties; // who may not sit, and whom no seat may be in conflict with
    uint32 appealTime; // seconds in which a ruling can be appealed at the panel itself; 0 for none
    uint256 earlierId; // dispute whose ruling is reviewed; 0 for none
    bytes32 earlierTerms; // hash of the terms of that dispute
    bool human; // whether one seat at least must be an attested human's
}

/// @notice What changes about a panel.
struct Panel {
    // slot 0
    Phase phase;
    uint8 round; // how often its seats were drawn, or are to be
    uint8 seats; // of this draw
    uint8 arms; // of this draw
    uint8 commits;
    uint8 refused;
    uint8 upheld;
    uint8 dismissed;
    uint8 ruling;
    uint8 prior; // ruling under review
    uint8 marks; // whether seven sit, whether they review, whether seats were drawn again
    uint32 roster; // numbers below this one are in the draw
    uint40 drawBlock;
    uint40 commitUntil; // Unix seconds; begin of the time to appeal when appealable
    uint40 revealUntil; // Unix seconds; end of the time to appeal when appealable
}

/// @notice What the roster knows of an account.
struct Listing {
    // slot 0
    uint32 number; // counted from 0
    uint64 validUntil; // Unix seconds; 0 for one never listed
    bool listed;
    bool human; // attested to be one; a model else
    bytes16 cluster; // first half of the cluster's name; zero for none shown
}
