// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TreeRef} from "../types/Challenge.sol";
import {Finding} from "../types/Finding.sol";
import {IChallengeBook} from "./IChallengeBook.sol";

/// @title What someone must be able to show
/// @notice An operator must show any part of a tree that it anchored, and whoever keeps evidence must show it. The
/// answer is public, so anyone may give it.
interface IAvailability is IChallengeBook {
    /// @notice Thrown when an anchor is not what someone says it is, or the tree has no such tile.
    error Availability_NoSuchTile(bytes32 log, uint64 anchorIndex, uint64 tile);

    /// @notice Thrown when the hashes shown are not those of the tile.
    error Availability_OtherTile(uint64 tile, bytes32 node);

    /// @notice Thrown when someone is asked for evidence that it never said it keeps.
    error Availability_NotKept(bytes32 evidenceHash, address custodian);

    /// @notice Thrown when a custodian says twice that it keeps something.
    error Availability_AlreadyKept(bytes32 evidenceHash, address custodian);

    /// @notice Thrown when what is shown has another hash.
    error Availability_OtherEvidence(bytes32 evidenceHash, bytes32 shown);

    /// @notice Emitted when someone answers for evidence.
    event EvidenceKept(bytes32 indexed evidenceHash, address indexed custodian);

    /// @notice Emitted when a custodian did not show evidence in time: the point that rests on it is lost.
    event CustodyDefaulted(bytes32 indexed evidenceHash, address indexed custodian, bytes32 indexed id);

    /// @notice Asks for the leaf hashes of one tile of an anchored tree: `TILE` of them, the last one fewer.
    /// @param tree The anchored tree.
    /// @param tile Number of the tile, counted from 0.
    /// @return id Name of the challenge.
    function challengeTile(TreeRef calldata tree, uint64 tile) external payable returns (bytes32 id);

    /// @notice Shows a tile.
    /// @param hashes Leaf hashes of the tile, in order.
    /// @param proof Siblings from the tile's root upwards.
    function answerTile(TreeRef calldata tree, uint64 tile, bytes32[] calldata hashes, bytes32[] calldata proof) external;

    /// @notice A tile that was not shown; punished once an anchored tree.
    function checkTile(TreeRef calldata tree, uint64 tile) external view returns (Finding memory);

    /// @notice Says that the caller keeps evidence and will show it when asked.
    function keepEvidence(bytes32 evidenceHash) external;

    /// @notice Asks a custodian for evidence.
    /// @param evidenceHash SHA-256 of the evidence, as the court knows it.
    /// @return id Name of the challenge.
    function challengeEvidence(bytes32 evidenceHash, address custodian) external payable returns (bytes32 id);

    /// @notice Shows evidence, whole.
    function answerEvidence(bytes32 evidenceHash, address custodian, bytes calldata content) external;

    /// @notice Whether a custodian was asked for evidence and did not show it in time.
    function isDefaulted(bytes32 evidenceHash, address custodian) external view returns (bool);

    /// @notice Since when someone keeps evidence, Unix seconds; 0 for never.
    function keptSince(bytes32 evidenceHash, address custodian) external view returns (uint64);

    /// @notice Leaf hashes of a whole tile.
    function TILE() external view returns (uint64);
}
