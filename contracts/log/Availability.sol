// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionLog} from "../interfaces/IActionLog.sol";
import {IAvailability} from "../interfaces/IAvailability.sol";
import {IBondVault} from "../interfaces/IBondVault.sol";
import {MerkleLog} from "../libraries/MerkleLog.sol";
import {Penalties} from "../libraries/Penalties.sol";
import {TreeRef} from "../types/Challenge.sol";
import {FaultKind, Finding} from "../types/Finding.sol";
import {ChallengeBook} from "./ChallengeBook.sol";

/// @title What someone must be able to show
contract Availability is IAvailability, ChallengeBook {
    /// @dev What a challenge of evidence is about, for when nobody answers it.
    struct Custody {
        // slot 0
        bytes32 evidenceHash;
        // slot 1
        address custodian;
    }

    /// @inheritdoc IAvailability
    uint64 public constant TILE = 256;

    IActionLog private immutable _actionLog;

    mapping(bytes32 evidenceHash => mapping(address custodian => uint64 since)) private _kept;
    mapping(bytes32 evidenceHash => mapping(address custodian => bool)) private _defaulted;
    mapping(bytes32 id => Custody) private _asked;

    /// @param actionLog Anchors.
    /// @param vault Pays deposits out.
    /// @param deposit What asking costs, wei.
    constructor(IActionLog actionLog, IBondVault vault, uint256 deposit) ChallengeBook(vault, deposit) {
        _actionLog = actionLog;
    }

    /// @inheritdoc IAvailability
    function challengeTile(TreeRef calldata tree, uint64 tile) external payable returns (bytes32 id) {
        bool anchored = _actionLog.isAnchored(tree.log, tree.anchorIndex, tree.size, tree.root, tree.blockNumber);
        if (!anchored || tile >= _tiles(tree.size)) {
            revert Availability_NoSuchTile(tree.log.unwrap(), tree.anchorIndex, tile);
        }
        id = _tileId(tree, tile);
        _ask(id, FaultKind.HiddenTile, tree.log.unwrap(), bytes32(uint256(tile)), 0);
    }

    /// @inheritdoc IAvailability
    function answerTile(TreeRef calldata tree, uint64 tile, bytes32[] calldata hashes, bytes32[] calldata proof)
        external
    {
        uint256 first = uint256(tile) * TILE;
        uint256 width = tree.size - first < TILE ? tree.size - first : TILE;
        bytes32 node = hashes.length == width ? _rootOf(hashes) : bytes32(0);
        // Tiles are the leaves of the tree above them: the same shape, one leaf a tile.
        if (node == 0 || !MerkleLog.includes(node, tile, _tiles(tree.size), tree.root, proof)) {
            revert Availability_OtherTile(tile, node);
        }
        _answer(_tileId(tree, tile), true);
    }

    /// @inheritdoc IAvailability
    function checkTile(TreeRef calldata tree, uint64 tile) external view returns (Finding memory found) {
        (found.prover,) = _failed(_tileId(tree, tile));
        found.kind = FaultKind.HiddenTile;
        found.subject = tree.log.unwrap();
        (found.liable,,,,) = _actionLog.logOf(tree.log);
        (found.statementA, found.statementB) = (tree.root, bytes32(uint256(tile)));
        found.faultKey = Penalties.keyAbout(found, tree.root);
    }

    /// @inheritdoc IAvailability
    function keepEvidence(bytes32 evidenceHash) external {
        if (_kept[evidenceHash][msg.sender] != 0) revert Availability_AlreadyKept(evidenceHash, msg.sender);
        _kept[evidenceHash][msg.sender] = uint64(block.timestamp);
        emit EvidenceKept(evidenceHash, msg.sender);
    }

    /// @inheritdoc IAvailability
    function challengeEvidence(bytes32 evidenceHash, address custodian) external payable returns (bytes32 id) {
        if (_kept[evidenceHash][custodian] == 0) revert Availability_NotKept(evidenceHash, custodian);
        id = _evidenceId(evidenceHash, custodian);
        _asked[id] = Custody(evidenceHash, custodian);
        _ask(id, FaultKind.None, evidenceHash, bytes32(uint256(uint160(custodian))), 0);
    }

    /// @inheritdoc IAvailability
    function answerEvidence(bytes32 evidenceHash, address custodian, bytes calldata content) external {
        bytes32 shown = sha256(content);
        if (shown != evidenceHash) revert Availability_OtherEvidence(evidenceHash, shown);
        _answer(_evidenceId(evidenceHash, custodian), true);
    }

    /// @inheritdoc IAvailability
    function isDefaulted(bytes32 evidenceHash, address custodian) external view returns (bool) {
        return _defaulted[evidenceHash][custodian];
    }

    /// @inheritdoc IAvailability
    function keptSince(bytes32 evidenceHash, address custodian) external view returns (uint64) {
        return _kept[evidenceHash][custodian];
    }

    /// @dev A custodian that did not answer has lost the point for good.
    function _unanswered(bytes32 id) internal override {
        Custody memory asked = _asked[id];
        if (asked.custodian == address(0)) return;
        _defaulted[asked.evidenceHash][asked.custodian] = true;
        emit CustodyDefaulted(asked.evidenceHash, asked.custodian, id);
    }

    function _tiles(uint64 size) private pure returns (uint64) {
        return uint64((uint256(size) + TILE - 1) / TILE);
    }

    function _tileId(TreeRef calldata tree, uint64 tile) private pure returns (bytes32) {
        return keccak256(abi.encode(tree.log, tree.anchorIndex, tree.size, tree.root, tile));
    }

    function _evidenceId(bytes32 evidenceHash, address custodian) private pure returns (bytes32) {
        return keccak256(abi.encode(evidenceHash, custodian));
    }

    /// @dev Root over leaf hashes in RFC 6962 shape: pairs are joined level by level, and a last one without a partner
    /// goes up as it is.
    function _rootOf(bytes32[] calldata hashes) private view returns (bytes32) {
        bytes32[] memory nodes = hashes;
        uint256 left = nodes.length;
        while (left > 1) {
            uint256 pairs = left / 2;
            for (uint256 i; i < pairs; ++i) {
                nodes[i] = MerkleLog.joined(nodes[2 * i], nodes[2 * i + 1]);
            }
            if (left % 2 == 1) nodes[pairs] = nodes[left - 1];
            left = pairs + left % 2;
        }
        return nodes[0];
    }
}
