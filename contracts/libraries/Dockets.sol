// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Basis, Case, Docket, State} from "../types/Dispute.sol";
import {Policy} from "../types/Policy.sol";

/// @title The changing part of a dispute
/// @notice `marks` holds, from the lowest bit: the basis of the ruling (3 bits), whether this is the second round,
/// whether no arbitrator was found yet, whether the fee has been spent, whether the claimant has it back already,
/// whether the ruling punishes, the ruling (2 bits), the ruling that was appealed (2 bits), and whether others joined.
library Dockets {
    uint16 private constant BASIS = 7;
    uint16 private constant RULING = 3 << 8;
    uint16 private constant APPEALED_RULING = 3 << 10;
    uint256 private constant CASE_BYTES = 17 * 32;
    uint256 private constant POLICY_BYTES = 19 * 32;
    uint16 internal constant SECOND_ROUND = 1 << 3;
    uint16 internal constant PENDING = 1 << 4;
    uint16 internal constant FEE_SPENT = 1 << 5;
    uint16 internal constant FEE_REPAID = 1 << 6;
    uint16 internal constant PUNISHES = 1 << 7;
    uint16 internal constant JOINED = 1 << 12;

    /// @notice Enters a state, keeping the marks.
    function enter(Docket memory docket, State state) internal view {
        (docket.state, docket.since) = (state, uint40(block.timestamp));
    }

    /// @notice Enters a state with a ruling.
    function enter(Docket memory docket, State state, uint8 ruling, Basis basis) internal view {
        enter(docket, state);
        docket.marks = (docket.marks & ~(BASIS | RULING)) | uint16(basis) | uint16(ruling) << 8;
    }

    /// @notice Enters the second round: the ruling so far is kept as the one that was appealed.
    function enterAppeal(Docket memory docket) internal view {
        uint16 appealed = uint16(rulingOf(docket)) << 10;
        enter(docket, State.Arbitration, 0, Basis.None);
        docket.marks |= SECOND_ROUND | appealed;
    }

    function set(Docket memory docket, uint16 mark) internal pure {
        docket.marks |= mark;
    }

    function clear(Docket memory docket, uint16 mark) internal pure {
        docket.marks &= ~mark;
    }

    function has(Docket memory docket, uint16 mark) internal pure returns (bool) {
        return docket.marks & mark != 0;
    }

    function basisOf(Docket memory docket) internal pure returns (Basis) {
        return Basis(docket.marks & BASIS);
    }

    function rulingOf(Docket memory docket) internal pure returns (uint8) {
        return uint8((docket.marks & RULING) >> 8);
    }

    /// @notice Ruling of the first round, once it was appealed; refused before.
    function appealedOf(Docket memory docket) internal pure returns (uint8) {
        return uint8((docket.marks & APPEALED_RULING) >> 10);
    }

    function roundOf(Docket memory docket) internal pure returns (uint8) {
        return has(docket, SECOND_ROUND) ? 2 : 1;
    }

    /// @notice What a docket keeps of a case. Finding another case with the same 192 bits takes about 2^96 hashes even
    /// for whoever chooses both.
    /// @dev A struct of value types lies in memory as its ABI encoding does, one clean word a field.
    function tagOf(Case memory case_) internal pure returns (bytes24 tag) {
        assembly ("memory-safe") {
            tag := and(keccak256(case_, CASE_BYTES), not(0xffffffffffffffff))
        }
    }

    /// @notice The same for a case that is shown. A word with dirty bits makes another tag, so it is not taken.
    function shownTagOf(Case calldata case_) internal pure returns (bytes24 tag) {
        assembly ("memory-safe") {
            let start := mload(0x40)
            calldatacopy(start, case_, CASE_BYTES)
            tag := and(keccak256(start, CASE_BYTES), not(0xffffffffffffffff))
        }
    }

    /// @notice keccak256(abi.encode(policy)) of a policy that is shown; likewise.
    function hashOf(Policy calldata policy) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            let start := mload(0x40)
            calldatacopy(start, policy, POLICY_BYTES)
            hash := keccak256(start, POLICY_BYTES)
        }
    }
}
