// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionLog} from "../../interfaces/IActionLog.sol";
import {IKeyRing} from "../../interfaces/IKeyRing.sol";
import {IMandates} from "../../interfaces/IMandates.sol";
import {IManifests} from "../../interfaces/IManifests.sol";
import {IPermissionFaults} from "../../interfaces/IPermissionFaults.sol";
import {Authorisations} from "../../libraries/Authorisations.sol";
import {Penalties} from "../../libraries/Penalties.sol";
import {RecordText} from "../../libraries/RecordText.sol";
import {Statements} from "../../libraries/Statements.sol";
import {AgentKey} from "../../types/AgentKey.sol";
import {FaultKind, Finding} from "../../types/Finding.sol";
import {Manifest} from "../../types/Manifest.sol";
import {Receipt} from "../../types/Receipt.sol";
import {FaultReader} from "./FaultReader.sol";

/// @title Actions beyond what an agent may do
contract PermissionFaults is IPermissionFaults, FaultReader {
    uint256 private constant CLOCK_SKEW = 15 minutes;

    IMandates private immutable _mandates;
    IManifests private immutable _manifests;

    /// @param registry Identity registry, part of every agent's name.
    /// @param keyRing Who may state what.
    /// @param actionLog Direct records and anchors.
    /// @param mandates Knows the mandates.
    /// @param manifests Knows the manifests.
    constructor(
        address registry,
        IKeyRing keyRing,
        IActionLog actionLog,
        IMandates mandates,
        IManifests manifests
    ) FaultReader(registry, keyRing, actionLog) {
        (_mandates, _manifests) = (mandates, manifests);
    }

    /// @inheritdoc IPermissionFaults
    function checkMandateBreach(
        uint256 agentId,
        Receipt calldata receipt,
        bytes calldata signature,
        bytes32[] calldata tools
    ) external view returns (Finding memory found) {
        AgentKey agent = _mustBe(receipt.agent, agentId);
        bytes32 receiptHash = Statements.receiptHash(receipt);
        if (!_exceeds(agentId, receipt, tools)) revert FaultProver_WithinMandate(receipt.mandate, receiptHash);
        _checkSigner(receiptHash, signature, agentId, receipt.epoch);
        found = _found(FaultKind.MandateBreach, agentId, agent, receipt);
        (found.statementA, found.statementB) = (receiptHash, receipt.mandate);
    }

    /// @inheritdoc IPermissionFaults
    function checkManifestBreach(
        uint256 agentId,
        Receipt calldata receipt,
        bytes calldata signature,
        bytes calldata record,
        uint256 index,
        bytes32[] calldata tools
    ) external view returns (Finding memory found) {
        (AgentKey agent, bytes32 receiptHash) = _checkReceipt(agentId, receipt, signature);
        Manifest memory manifest = _manifests.manifestAt(agentId, index);
        _checkInForce(manifest, receipt.recordHash, record, index);
        if (!_isUnlisted(receipt.tool, tools, manifest.tools)) {
            revert PermissionFaults_WithinManifest(index, receipt.tool);
        }
        found = _found(FaultKind.ManifestBreach, agentId, agent, receipt);
        (found.statementA, found.statementB) = (receiptHash, manifest.document);
    }

    /// @dev Whether a receipt goes beyond the mandate that it names, granted or passed on to the agent.
    function _exceeds(uint256 agentId, Receipt calldata receipt, bytes32[] calldata tools)
        private
        view
        returns (bool)
    {
        (uint256 bound, address principal, uint256 cap,, bytes32 listed,,) = _mandates.boundsOf(receipt.mandate);
        if (principal == address(0)) revert FaultProver_MandateUnknown(receipt.mandate);
        if (bound != agentId) revert FaultProver_WrongMandate(receipt.mandate, bound);
        if (receipt.amount > cap || receipt.runningTotal > cap) return true;
        // No list is shown to prove an excess alone.
        return tools.length != 0 && _isUnlisted(receipt.tool, tools, listed);
    }

    function _found(FaultKind kind, uint256 agentId, AgentKey agent, Receipt calldata receipt)
        private
        pure
        returns (Finding memory found)
    {
        found = _against(kind, agentId, agent, receipt.epoch, receipt.stream, receipt.seq);
        found.action =
            keccak256(abi.encode(agent, receipt.epoch, receipt.stream, receipt.seq, receipt.recordHash));
        found.faultKey = Penalties.keyOf(found);
    }

    /// @dev Checks that a manifest was in force when a record says that it was made, whatever an honest clock is wrong.
    function _checkInForce(Manifest memory manifest, bytes32 recordHash, bytes calldata record, uint256 index)
        private
        pure
    {
        bytes32 shown = RecordText.idOf(record);
        if (shown != recordHash) revert PermissionFaults_OtherRecord(recordHash, shown);
        uint64 ts = RecordText.read(record).ts / 1000;
        bool begun = ts >= manifest.since + CLOCK_SKEW;
        bool ended = manifest.until != 0 && ts + CLOCK_SKEW >= manifest.until;
        if (!begun || ended) revert PermissionFaults_NotInForce(index, ts);
    }

    /// @dev Whether a tool is missing from a list that is known by its hash; false when no tool is named.
    function _isUnlisted(bytes32 tool, bytes32[] calldata tools, bytes32 listed) private pure returns (bool) {
        if (tool == 0) return false;
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
