// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FaultClass} from "../types/Dispute.sol";
import {FaultKind, Finding, Penalty} from "../types/Finding.sol";

/// @title What each fault costs, and how it is named
library Penalties {
    uint8 private constant INTEGRITY = 0; // dimension
    uint8 private constant CONDUCT = 1; // dimension

    /// @notice What a fault costs. Lies about history cost half of the bond and the epoch; breaches and hidden records
    /// a quarter; what is only late, or a wrong clock, little.
    function penaltyOf(FaultKind kind) internal pure returns (Penalty memory) {
        if (kind == FaultKind.Equivocation) return Penalty(5_000, true, INTEGRITY, 10_000);
        if (kind == FaultKind.ReceiptContradicted) return Penalty(5_000, true, INTEGRITY, 10_000);
        if (kind == FaultKind.BrokenChain) return Penalty(2_500, true, INTEGRITY, 5_000);
        if (kind == FaultKind.TwoEffects) return Penalty(2_500, false, INTEGRITY, 5_000);
        if (kind == FaultKind.HiddenRecord) return Penalty(2_500, false, INTEGRITY, 5_000);
        if (kind == FaultKind.MandateBreach) return Penalty(2_500, false, CONDUCT, 5_000);
        if (kind == FaultKind.ManifestBreach) return Penalty(2_500, false, CONDUCT, 5_000);
        if (kind == FaultKind.WrongTime) return Penalty(1_000, false, INTEGRITY, 2_000);
        if (kind == FaultKind.LateRecord) return Penalty(200, false, CONDUCT, 500);
        if (kind == FaultKind.ForkedCheckpoints) return Penalty(10_000, false, 0, 0);
        if (kind == FaultKind.ForgedEntry) return Penalty(5_000, false, 0, 0);
        if (kind == FaultKind.UnanchoredEntry || kind == FaultKind.HiddenTile) return Penalty(2_500, false, 0, 0);
        if (kind == FaultKind.VoidEntry) return Penalty(1_000, false, 0, 0);
        if (kind == FaultKind.LateAnchor) return Penalty(200, false, 0, 0);
        return Penalty(0, false, 0, 0);
    }

    /// @notice Whether a log's operator is at fault, not an agent.
    function isOperators(FaultKind kind) internal pure returns (bool) {
        return kind >= FaultKind.UnanchoredEntry;
    }

    /// @notice The class under which a court may have judged the same action.
    function classOf(FaultKind kind) internal pure returns (FaultClass) {
        bool breach = kind == FaultKind.MandateBreach || kind == FaultKind.ManifestBreach;
        return breach ? FaultClass.Breach : FaultClass.Deception;
    }

    /// @notice The matter that a court may have judged already. Zero for faults that no court judges.
    function matterOf(Finding memory found) internal pure returns (bytes32) {
        return found.action == 0 ? bytes32(0) : keccak256(abi.encode(found.action, classOf(found.kind)));
    }

    /// @notice Name of a fault at one sequence number of an agent.
    function keyOf(Finding memory found) internal pure returns (bytes32) {
        return placed(found, bytes32(uint256(found.kind)));
    }

    /// @notice keccak256(abi.encode(subject, epoch, stream, seq, what)): something at the place of a finding.
    /// @dev In free memory that is not kept. The fields of a struct in memory are clean words.
    function placed(Finding memory found, bytes32 what) internal pure returns (bytes32 name) {
        assembly ("memory-safe") {
            let start := mload(0x40)
            mstore(start, mload(add(found, 0x40))) // subject
            mcopy(add(start, 0x20), add(found, 0xa0), 0x60) // epoch, stream, seq
            mstore(add(start, 0x80), what)
            name := keccak256(start, 0xa0)
        }
    }

    /// @notice Name of a fault that is punished once an epoch.
    function epochKeyOf(Finding memory found) internal pure returns (bytes32) {
        return keccak256(abi.encode(found.subject, found.epoch, found.kind));
    }

    /// @notice Name of a fault about one thing, wherever it shows.
    function keyAbout(Finding memory found, bytes32 about) internal pure returns (bytes32) {
        return keccak256(abi.encode(found.subject, about, found.kind));
    }
}
