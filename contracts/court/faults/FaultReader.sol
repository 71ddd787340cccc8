// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionLog} from "../../interfaces/IActionLog.sol";
import {IFaultErrors} from "../../interfaces/IFaultErrors.sol";
import {IKeyRing} from "../../interfaces/IKeyRing.sol";
import {MerkleLog} from "../../libraries/MerkleLog.sol";
import {Signatures} from "../../libraries/Signatures.sol";
import {Statements} from "../../libraries/Statements.sol";
import {LogRef, SegmentRef} from "../../types/ActionRefs.sol";
import {AgentKey, toAgentKey} from "../../types/AgentKey.sol";
import {FaultKind, Finding} from "../../types/Finding.sol";
import {Receipt} from "../../types/Receipt.sol";
import {Segment} from "../../types/Segment.sol";

/// @title How statements are read before they convict
/// @notice Base of the contracts that check proofs. It keeps nothing and changes nothing.
abstract contract FaultReader is IFaultErrors {
    address internal immutable _registry;
    IKeyRing internal immutable _keyRing;
    IActionLog internal immutable _actionLog;

    /// @param registry Identity registry, part of every agent's name.
    /// @param keyRing Who may state what.
    /// @param actionLog Direct records and anchors.
    constructor(address registry, IKeyRing keyRing, IActionLog actionLog) {
        (_registry, _keyRing, _actionLog) = (registry, keyRing, actionLog);
    }

    function _agentKey(uint256 agentId) internal view returns (AgentKey) {
        return toAgentKey(block.chainid, _registry, agentId);
    }

    /// @dev Checks that a statement names the agent and returns its key.
    function _mustBe(AgentKey named, uint256 agentId) internal view returns (AgentKey agent) {
        agent = _agentKey(agentId);
        if (named != agent) revert FaultProver_WrongAgent(named, agent);
    }

    function _signerOf(bytes32 structHash, bytes calldata signature) internal pure returns (address signer) {
        signer = Signatures.recover(Statements.digest(structHash), signature);
        if (signer == address(0)) revert FaultProver_BadSignature(structHash);
    }

    /// @dev Checks that a key of the agent's epoch signed, and that its word, first witnessed now, counts.
    function _checkSigner(bytes32 structHash, bytes calldata signature, uint256 agentId, uint32 epoch) internal view {
        address signer = _signerOf(structHash, signature);
        if (!_keyRing.mayState(signer, agentId, epoch)) revert FaultProver_MayNotState(signer, agentId, epoch);
    }

    /// @dev The same of a statement that an anchor witnessed.
    function _checkSignerAt(
        bytes32 structHash,
        bytes calldata signature,
        uint256 agentId,
        uint32 epoch,
        uint64 witnessedAt
    ) internal view {
        address signer = _signerOf(structHash, signature);
        if (!_keyRing.mayStateAt(signer, agentId, epoch, witnessedAt)) {
            revert FaultProver_MayNotState(signer, agentId, epoch);
        }
    }

    /// @dev Checks two signers at once: of a statement that is first witnessed now, and of one that was at a time.
    function _expectBoth(address one, address other, uint256 agentId, uint32 epoch, uint64 witnessedAt) internal view {
        address silent = _keyRing.silentOf(one, other, agentId, epoch, witnessedAt);
        if (silent != address(0)) revert FaultProver_MayNotState(silent, agentId, epoch);
    }

    /// @dev Checks a receipt's agent and signature, and returns its hash.
    function _checkReceipt(uint256 agentId, Receipt calldata receipt, bytes calldata signature)
        internal
        view
        returns (AgentKey agent, bytes32 receiptHash)
    {
        agent = _mustBe(receipt.agent, agentId);
        receiptHash = Statements.receiptHash(receipt);
        _checkSigner(receiptHash, signature, agentId, receipt.epoch);
    }

    /// @dev Checks that a segment holds a record, and returns the record's sequence number.
    function _seqOf(SegmentRef calldata ref) internal view returns (uint64) {
        if (
            !MerkleLog.includes(
                ref.recordId, ref.recordIndex, ref.segment.count, ref.segment.recordsRoot, ref.recordProof
            )
        ) revert FaultProver_NotInSegment(ref.recordId, ref.recordIndex);
        return ref.segment.firstSeq + ref.recordIndex;
    }

    /// @dev Checks that an anchored tree holds a signed segment, and returns when it was anchored, Unix seconds.
    function _anchoredAt(Segment calldata segment, bytes calldata signature, LogRef calldata ref)
        internal
        view
        returns (uint64 time)
    {
        time = _anchorTime(ref);
        bytes32 leaf = MerkleLog.leafHash(Statements.entryOf(segment, signature));
        if (!MerkleLog.includes(leaf, ref.leafIndex, ref.size, ref.root, ref.proof)) {
            revert FaultProver_NotInLog(leaf, ref.leafIndex);
        }
    }

    /// @dev Checks that a tree was anchored, and returns when, Unix seconds.
    function _anchorTime(LogRef calldata ref) internal view returns (uint64 time) {
        time = _actionLog.anchoredAt(ref.log, ref.anchorIndex, ref.size, ref.root, ref.blockNumber);
        if (time == 0) revert FaultProver_NotAnchored(ref.log.unwrap(), ref.anchorIndex);
    }

    /// @dev A finding against an agent; its name is left to the kind, who is liable to the prover.
    function _against(FaultKind kind, uint256 agentId, AgentKey agent, uint32 epoch, uint32 stream, uint64 seq)
        internal
        pure
        returns (Finding memory found)
    {
        found.kind = kind;
        found.subject = agent.unwrap();
        (found.agentId, found.epoch, found.stream, found.seq) = (agentId, epoch, stream, seq);
    }
}
