// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondVault} from "../interfaces/IBondVault.sol";
import {IFaultProver} from "../interfaces/IFaultProver.sol";
import {IKeyRing} from "../interfaces/IKeyRing.sol";
import {IMandates} from "../interfaces/IMandates.sol";
import {IStanding} from "../interfaces/IStanding.sol";
import {Authorisations} from "../libraries/Authorisations.sol";
import {Signatures} from "../libraries/Signatures.sol";
import {Statements} from "../libraries/Statements.sol";
import {AgentKey, toAgentKey} from "../types/AgentKey.sol";
import {Mandate} from "../types/Mandate.sol";
import {Receipt} from "../types/Receipt.sol";
import {Segment} from "../types/Segment.sol";

/// @title Faults that a proof decides
contract FaultProver is IFaultProver {
    /// @dev What an equivocation proof shows.
    struct Finding {
        bytes32 faultKey;
        bytes32 headerA;
        bytes32 headerB;
        uint64 seq;
    }

    uint8 private constant EQUIVOCATION = 1;
    uint8 private constant MANDATE_BREACH = 2;
    uint256 private constant SLASH_DIVISOR = 2; // half of active and unbonding
    uint256 private constant BREACH_DIVISOR = 4; // a quarter
    uint16 private constant REWARD_BPS = 2_000;
    uint8 private constant INTEGRITY = 0; // dimension
    uint8 private constant CONDUCT = 1; // dimension
    bytes32 private constant EVERYWHERE = 0; // context
    uint80 private constant EQUIVOCATION_WEIGHT = 10_000; // milli-units against
    uint80 private constant BREACH_WEIGHT = 5_000; // milli-units against

    address private immutable _registry;
    IKeyRing private immutable _keyRing;
    IBondVault private immutable _vault;
    IStanding private immutable _standing;
    IMandates private immutable _mandates;

    mapping(bytes32 faultKey => bool) private _proved;

    /// @param registry Identity registry, part of every agent's name.
    /// @param keyRing Who may state what.
    /// @param vault Holds the bonds.
    /// @param standing Holds the evidence.
    /// @param mandates Knows the mandates.
    constructor(address registry, IKeyRing keyRing, IBondVault vault, IStanding standing, IMandates mandates) {
        _registry = registry;
        _keyRing = keyRing;
        _vault = vault;
        _standing = standing;
        _mandates = mandates;
    }

    /// @inheritdoc IFaultProver
    function proveEquivocation(
        uint256 agentId,
        Segment calldata a,
        bytes calldata sigA,
        Segment calldata b,
        bytes calldata sigB
    ) external returns (bytes32 faultKey) {
        Finding memory found = _check(agentId, a, sigA, b, sigB);
        faultKey = found.faultKey;
        if (_proved[faultKey]) revert FaultProver_AlreadyProved(faultKey);
        _proved[faultKey] = true;
        uint256 slashed = _punish(agentId, a.agent, a.epoch, faultKey);
        emit FaultProved(
            faultKey,
            agentId,
            EQUIVOCATION,
            a.epoch,
            a.stream,
            found.seq,
            msg.sender,
            found.headerA,
            found.headerB,
            slashed
        );
    }

    /// @inheritdoc IFaultProver
    function checkEquivocation(
        uint256 agentId,
        Segment calldata a,
        bytes calldata sigA,
        Segment calldata b,
        bytes calldata sigB
    ) external view returns (bytes32 faultKey, uint64 seq, bytes32 headerA, bytes32 headerB) {
        Finding memory found = _check(agentId, a, sigA, b, sigB);
        return (found.faultKey, found.seq, found.headerA, found.headerB);
    }

    /// @inheritdoc IFaultProver
    function proveMandateBreach(
        uint256 agentId,
        Receipt calldata receipt,
        bytes calldata signature,
        Mandate calldata mandate,
        bytes32[] calldata tools
    ) external returns (bytes32 faultKey) {
        bytes32 receiptHash;
        (faultKey, receiptHash) = _checkBreach(agentId, receipt, signature, mandate, tools);
        if (_proved[faultKey]) revert FaultProver_AlreadyProved(faultKey);
        _proved[faultKey] = true;
        address liable = _keyRing.epochOf(agentId, receipt.epoch).owner;
        uint256 slashed = _slash(receipt.agent, liable, BREACH_DIVISOR, faultKey);
        _standing.addEvidence(agentId, EVERYWHERE, CONDUCT, 0, BREACH_WEIGHT, faultKey);
        emit FaultProved(
            faultKey,
            agentId,
            MANDATE_BREACH,
            receipt.epoch,
            receipt.stream,
            receipt.seq,
            msg.sender,
            receiptHash,
            receipt.mandate,
            slashed
        );
    }

    /// @inheritdoc IFaultProver
    function checkMandateBreach(
        uint256 agentId,
        Receipt calldata receipt,
        bytes calldata signature,
        Mandate calldata mandate,
        bytes32[] calldata tools
    ) external view returns (bytes32 faultKey, bytes32 receiptHash) {
        return _checkBreach(agentId, receipt, signature, mandate, tools);
    }

    /// @inheritdoc IFaultProver
    function isProved(bytes32 faultKey) external view returns (bool) {
        return _proved[faultKey];
    }

    /// @dev Closes the epoch, slashes its owner, lowers the agent's standing.
    function _punish(uint256 agentId, AgentKey agent, uint32 epoch, bytes32 faultKey)
        private
        returns (uint256 slashed)
    {
        address liable = _keyRing.closeForFault(agentId, epoch, faultKey);
        slashed = _slash(agent, liable, SLASH_DIVISOR, faultKey);
        _standing.addEvidence(agentId, EVERYWHERE, INTEGRITY, 0, EQUIVOCATION_WEIGHT, faultKey);
    }

    function _slash(AgentKey agent, address liable, uint256 divisor, bytes32 faultKey) private returns (uint256) {
        (uint256 active, uint256 unbonding,,) = _vault.bondOf(agent.unwrap(), liable);
        return _vault.slash(
            agent.unwrap(), liable, (active + unbonding) / divisor, faultKey, msg.sender, REWARD_BPS
        );
    }

    function _check(
        uint256 agentId,
        Segment calldata a,
        bytes calldata sigA,
        Segment calldata b,
        bytes calldata sigB
    ) private view returns (Finding memory found) {
        AgentKey agent = toAgentKey(block.chainid, _registry, agentId);
        if (a.agent != agent) revert FaultProver_WrongAgent(a.agent, agent);
        if (b.agent != agent) revert FaultProver_WrongAgent(b.agent, agent);
        if (a.epoch != b.epoch) revert FaultProver_EpochsDiffer(a.epoch, b.epoch);
        if (a.stream != b.stream) revert FaultProver_StreamsDiffer(a.stream, b.stream);
        found.headerA = Statements.headerOf(a);
        found.headerB = Statements.headerOf(b);
        if (a.count == 0) revert FaultProver_EmptyRange(found.headerA);
        if (b.count == 0) revert FaultProver_EmptyRange(found.headerB);
        // Ranges may end beyond uint64, so ends are taken in 256 bits.
        if (
            a.firstSeq >= uint256(b.firstSeq) + b.count || b.firstSeq >= uint256(a.firstSeq) + a.count
        ) revert FaultProver_RangesApart(a.firstSeq, a.count, b.firstSeq, b.count);
        if (found.headerA == found.headerB) revert FaultProver_SameHeader(found.headerA);

        address signerA = Signatures.recover(Statements.digest(found.headerA), sigA);
        if (signerA == address(0)) revert FaultProver_BadSignature(found.headerA);
        address signerB = Signatures.recover(Statements.digest(found.headerB), sigB);
        if (signerB == address(0)) revert FaultProver_BadSignature(found.headerB);
        if (!_keyRing.mayState(signerA, agentId, a.epoch)) {
            revert FaultProver_MayNotState(signerA, agentId, a.epoch);
        }
        if (signerB != signerA && !_keyRing.mayState(signerB, agentId, a.epoch)) {
            revert FaultProver_MayNotState(signerB, agentId, a.epoch);
        }
        found.seq = a.firstSeq > b.firstSeq ? a.firstSeq : b.firstSeq;
        found.faultKey = keccak256(abi.encode(agent, a.epoch, EQUIVOCATION));
    }

    function _checkBreach(
        uint256 agentId,
        Receipt calldata receipt,
        bytes calldata signature,
        Mandate calldata mandate,
        bytes32[] calldata tools
    ) private view returns (bytes32 faultKey, bytes32 receiptHash) {
        AgentKey agent = toAgentKey(block.chainid, _registry, agentId);
        if (receipt.agent != agent) revert FaultProver_WrongAgent(receipt.agent, agent);
        bytes32 mandateId = Authorisations.mandateId(address(_mandates), mandate);
        if (receipt.mandate != mandateId || mandate.agentId != agentId) {
            revert FaultProver_WrongMandate(receipt.mandate, mandateId);
        }
        (address principal,,) = _mandates.statusOf(mandateId);
        if (principal == address(0)) revert FaultProver_MandateUnknown(mandateId);
        receiptHash = Statements.receiptHash(receipt);
        bool exceeds = receipt.amount > mandate.cap || receipt.runningTotal > mandate.cap;
        if (!exceeds && !_isUnlisted(receipt.tool, tools, mandate.tools)) {
            revert FaultProver_WithinMandate(mandateId, receiptHash);
        }
        address signer = Signatures.recover(Statements.digest(receiptHash), signature);
        if (signer == address(0)) revert FaultProver_BadSignature(receiptHash);
        if (!_keyRing.mayState(signer, agentId, receipt.epoch)) {
            revert FaultProver_MayNotState(signer, agentId, receipt.epoch);
        }
        faultKey = keccak256(abi.encode(agent, receipt.epoch, receipt.stream, receipt.seq, MANDATE_BREACH));
    }

    /// @dev Whether a tool is missing from the list that a mandate names; false when no list is shown, or no tool named.
    function _isUnlisted(bytes32 tool, bytes32[] calldata tools, bytes32 listed) private pure returns (bool) {
        if (tools.length == 0 || tool == 0) return false;
        bytes32 shown = Authorisations.toolsHash(tools);
        if (shown != listed || tools.length > Authorisations.MOST_TOOLS) {
            revert FaultProver_WrongTools(shown, listed);
        }
        for (uint256 i; i < tools.length; ++i) {
            if (tools[i] == tool) return false;
        }
        return true;
    }
}
