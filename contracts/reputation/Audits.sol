// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {IActionWitness} from "../interfaces/IActionWitness.sol";
import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IAudits} from "../interfaces/IAudits.sol";
import {IBondVault} from "../interfaces/IBondVault.sol";
import {IKeyRing} from "../interfaces/IKeyRing.sol";
import {IPanelArbitrator} from "../interfaces/IPanelArbitrator.sol";
import {IStanding} from "../interfaces/IStanding.sol";
import {Witnessed} from "../types/Dispute.sol";
import {Assertions} from "./Assertions.sol";

/// @title Audits of what agents did
contract Audits is IAudits, Assertions {
    /// @inheritdoc IAudits
    uint80 public constant MOST_WEIGHT = 1_000;

    IAgentRegistry private immutable _registry;
    IKeyRing private immutable _keyRing;
    IActionWitness private immutable _witness;
    IPanelArbitrator private immutable _panel;
    IStanding private immutable _standing;

    mapping(bytes32 assertion => Audit) private _audits;
    mapping(bytes32 action => bytes32) private _byAction;
    uint64 private _tries; // tells audits of the same action apart

    /// @param registry Identity registry whose tokens are the agents.
    /// @param keyRing Knows the session keys of agents.
    /// @param witness Knows whose an action is.
    /// @param panel Rules on challenges, and keeps the roster.
    /// @param vault Keeps what accounts may claim.
    /// @param standing Holds the evidence.
    /// @param bond Wei that an audit costs, and a challenge.
    constructor(
        IAgentRegistry registry,
        IKeyRing keyRing,
        IActionWitness witness,
        IPanelArbitrator panel,
        IBondVault vault,
        IStanding standing,
        uint256 bond
    ) Assertions(panel, vault, bond) {
        (_registry, _keyRing, _witness, _panel, _standing) = (registry, keyRing, witness, panel, standing);
    }

    /// @inheritdoc IAudits
    function audit(
        uint256 agentId,
        bytes32 context,
        uint8 dimension,
        uint80 weight,
        bytes32 reportHash,
        bytes calldata proof,
        string calldata uri
    ) external payable returns (bytes32 assertion) {
        if (weight == 0 || weight > MOST_WEIGHT) revert Audits_WrongWeight(weight, MOST_WEIGHT);
        _requireAuditor(agentId);
        bytes32 action = _shown(agentId, proof);
        if (reportHash == 0) revert Audits_NoReport(action);
        bytes32 before = _byAction[action];
        (Standpoint standpoint,,,,,) = assertionOf(before);
        if (before != 0 && standpoint != Standpoint.Rejected) revert Audits_Audited(action, before);
        assertion = keccak256(abi.encode(block.chainid, address(this), action, ++_tries));
        (_byAction[action], _audits[assertion]) =
            (assertion, Audit(agentId, context, action, dimension, weight, false));
        _assert(assertion);
        emit ActionAudited(
            assertion, agentId, action, msg.sender, context, dimension, weight, reportHash, uri
        );
    }

    /// @inheritdoc IAudits
    function count(bytes32 assertion) external returns (uint80 gained) {
        Audit storage found = _audits[assertion];
        (Standpoint standpoint,,,,,) = assertionOf(assertion);
        if (standpoint != Standpoint.Accepted || found.counted) revert Audits_NotToCount(assertion);
        found.counted = true;
        gained = _standing.addAudited(found.agentId, found.context, found.dimension, found.weight, assertion);
        emit AuditCounted(assertion, found.agentId, gained);
    }

    /// @inheritdoc IAudits
    function auditOf(bytes32 assertion) external view returns (Audit memory) {
        return _audits[assertion];
    }

    /// @inheritdoc IAudits
    function auditFor(bytes32 action) external view returns (bytes32) {
        return _byAction[action];
    }

    /// @inheritdoc Assertions
    /// @dev What is accepted is counted by whoever calls for it, since there may be no room yet.
    function _ended(bytes32, bool) internal override {}

    function _requireAuditor(uint256 agentId) private view {
        (, uint64 validUntil, bool listed) = _panel.arbitratorOf(msg.sender);
        if (!listed || validUntil < block.timestamp) revert Audits_NotAccredited(msg.sender);
        (uint256 served,,,, bool known) = _keyRing.keyOf(msg.sender);
        if (
            (known && served == agentId) || _registry.isAuthorizedOrOwner(msg.sender, agentId)
                || _registry.getAgentWallet(agentId) == msg.sender
        ) revert Audits_OwnSide(agentId, msg.sender);
    }

    /// @dev Asks the witness as the auditor says; it knows no other questions than those about actions.
    function _shown(uint256 agentId, bytes calldata proof) private view returns (bytes32) {
        (bool shown, bytes memory answer) = address(_witness).staticcall(proof);
        if (!shown) LowLevelCall.bubbleRevert(answer);
        Witnessed memory found = abi.decode(answer, (Witnessed));
        if (found.agentId != agentId) revert Audits_WrongAgent(found.agentId, agentId);
        return found.action;
    }
}
