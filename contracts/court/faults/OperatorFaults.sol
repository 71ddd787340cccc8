// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionLog} from "../../interfaces/IActionLog.sol";
import {IKeyRing} from "../../interfaces/IKeyRing.sol";
import {IOperatorFaults} from "../../interfaces/IOperatorFaults.sol";
import {MerkleLog} from "../../libraries/MerkleLog.sol";
import {Penalties} from "../../libraries/Penalties.sol";
import {Signatures} from "../../libraries/Signatures.sol";
import {Statements} from "../../libraries/Statements.sol";
import {LogRef} from "../../types/ActionRefs.sol";
import {LeafFork, TreeClaim, TreeRef} from "../../types/Challenge.sol";
import {FaultKind, Finding} from "../../types/Finding.sol";
import {LogId} from "../../types/LogId.sol";
import {Segment} from "../../types/Segment.sol";
import {FaultReader} from "./FaultReader.sol";

/// @title Faults of a log's operator
contract OperatorFaults is IOperatorFaults, FaultReader {
    bytes32 private constant WHOLE_LOG = 0; // what a fork is about

    /// @param registry Identity registry, part of every agent's name.
    /// @param keyRing Who may state what.
    /// @param actionLog Direct records and anchors.
    constructor(address registry, IKeyRing keyRing, IActionLog actionLog) FaultReader(registry, keyRing, actionLog) {}

    /// @inheritdoc IOperatorFaults
    function checkForkedCheckpoints(
        LogId log,
        TreeClaim calldata a,
        TreeClaim calldata b,
        LeafFork calldata fork
    ) external view returns (Finding memory found) {
        found = _by(FaultKind.ForkedCheckpoints, log);
        _checkStated(log, found.liable, a);
        _checkStated(log, found.liable, b);
        bool forked = a.size == b.size ? a.root != b.root : _isForked(a, b, fork);
        if (!forked) revert FaultProver_NoContradiction(a.root, b.root);
        (found.statementA, found.statementB) = (a.root, b.root);
        found.faultKey = Penalties.keyAbout(found, WHOLE_LOG);
    }

    /// @inheritdoc IOperatorFaults
    function checkForgedEntry(Segment calldata segment, bytes calldata signature, LogRef calldata anchored)
        external
        view
        returns (Finding memory found)
    {
        _anchoredAt(segment, signature, anchored);
        (address signer, uint256 agentId) = _keyOf(segment, signature);
        bytes32 leaf = MerkleLog.leafHash(Statements.entryOf(segment, signature));
        if (agentId != type(uint256).max) revert OperatorFaults_Signed(leaf, signer);
        found = _byAbout(FaultKind.ForgedEntry, anchored, leaf, segment);
    }

    /// @inheritdoc IOperatorFaults
    function checkVoidEntry(
        Segment calldata segment,
        bytes calldata signature,
        LogRef calldata anchored,
        TreeRef calldata before
    ) external view returns (Finding memory found) {
        uint64 time = _anchoredAt(segment, signature, anchored);
        bytes32 leaf = MerkleLog.leafHash(Statements.entryOf(segment, signature));
        if (anchored.anchorIndex != 0 && !_isBefore(anchored, before)) revert OperatorFaults_NotVoid(leaf, time);
        (address signer, uint256 agentId) = _keyOf(segment, signature);
        // A forged entry is another fault.
        if (agentId == type(uint256).max || _keyRing.mayStateAt(signer, agentId, segment.epoch, time)) {
            revert OperatorFaults_NotVoid(leaf, time);
        }
        found = _byAbout(FaultKind.VoidEntry, anchored, leaf, segment);
    }

    /// @dev Whether a tree is the anchor before, and did not hold the entry yet.
    function _isBefore(LogRef calldata anchored, TreeRef calldata before) private view returns (bool) {
        return before.anchorIndex + 1 == anchored.anchorIndex && anchored.leafIndex >= before.size
            && _actionLog.isAnchored(
                anchored.log, before.anchorIndex, before.size, before.root, before.blockNumber
            );
    }

    /// @dev Who signed an entry, and the agent that it is a key of, if that is the entry's agent and epoch; else the
    /// highest number, which no agent has.
    function _keyOf(Segment calldata segment, bytes calldata signature)
        private
        view
        returns (address signer, uint256 agentId)
    {
        signer = Signatures.recover(Statements.digest(Statements.headerOf(segment)), signature);
        (uint256 served, uint32 epoch,,, bool known) = _keyRing.keyOf(signer);
        bool its = known && epoch == segment.epoch && _agentKey(served) == segment.agent;
        agentId = its ? served : type(uint256).max;
    }

    function _isForked(TreeClaim calldata a, TreeClaim calldata b, LeafFork calldata fork)
        private
        view
        returns (bool)
    {
        return fork.leafA != fork.leafB && MerkleLog.includes(fork.leafA, fork.index, a.size, a.root, fork.proofA)
            && MerkleLog.includes(fork.leafB, fork.index, b.size, b.root, fork.proofB);
    }

    function _checkStated(LogId log, address operator, TreeClaim calldata claim) private view {
        bool stated;
        if (claim.signature.length == 0) {
            stated =
                _actionLog.isAnchored(log, claim.anchorIndex, claim.size, claim.root, claim.blockNumber);
        } else {
            bytes32 said = Statements.checkpointHash(block.chainid, log, claim.size, claim.root);
            stated = Signatures.recover(Statements.digest(said), claim.signature) == operator;
        }
        if (!stated) revert OperatorFaults_NotStated(log.unwrap(), claim.size, claim.root);
    }

    function _by(FaultKind kind, LogId log) private view returns (Finding memory found) {
        (found.kind, found.subject) = (kind, log.unwrap());
        (found.liable,,,,) = _actionLog.logOf(log);
    }

    function _byAbout(FaultKind kind, LogRef calldata anchored, bytes32 leaf, Segment calldata segment)
        private
        view
        returns (Finding memory found)
    {
        found = _by(kind, anchored.log);
        (found.statementA, found.statementB) = (leaf, Statements.headerOf(segment));
        found.faultKey = Penalties.keyAbout(found, leaf);
    }
}
