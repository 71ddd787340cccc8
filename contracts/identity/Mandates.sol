// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IKeyRing} from "../interfaces/IKeyRing.sol";
import {IMandates} from "../interfaces/IMandates.sol";
import {Authorisations} from "../libraries/Authorisations.sol";
import {Signatures} from "../libraries/Signatures.sol";
import {Delegation} from "../types/Delegation.sol";
import {Mandate} from "../types/Mandate.sol";

/// @title What principals let agents do, and what agents pass on of it
contract Mandates is IMandates {
    /// @dev A mandate or what was passed on of one; its name holds the rest.
    struct Node {
        // slot 0
        address principal; // of the root
        uint48 grantedAt; // Unix seconds
        uint48 revokedAt; // Unix seconds; 0 while not revoked itself
        // slot 1
        uint96 agentId; // tokens are numbered from 0 one by one, so they fit
        uint64 expiry; // Unix seconds
        uint32 ownerEpoch; // of the agent, when it was granted
        uint8 hops; // how often it may be passed on
        // slot 2
        bytes32 tools;
        // slot 3
        uint256 left; // what the agent may spend itself
        // slot 4
        bytes32 parent;
    }

    /// @inheritdoc IMandates
    uint8 public constant MOST_HOPS = 8;

    IAgentRegistry private immutable _registry;
    IKeyRing private immutable _keyRing;

    mapping(bytes32 mandateId => Node) private _nodes;

    /// @param registry Identity registry whose tokens are the agents.
    /// @param keyRing Knows the session keys of agents.
    constructor(IAgentRegistry registry, IKeyRing keyRing) {
        _registry = registry;
        _keyRing = keyRing;
    }

    /// @inheritdoc IMandates
    function grant(Mandate calldata mandate, bytes calldata signature) external returns (bytes32 mandateId) {
        if (mandate.principal == address(0)) revert Mandates_ZeroPrincipal();
        _requireSomething(mandate.cap, mandate.expiry, mandate.tools);
        mandateId = idOf(mandate);
        if (_nodes[mandateId].principal != address(0)) revert Mandates_AlreadyGranted(mandateId);
        uint32 ownerEpoch = _ownerEpoch(mandate.agentId);
        _requirePrincipal(mandateId, mandate.principal, mandateId, signature);
        _nodes[mandateId] = Node({
            principal: mandate.principal,
            grantedAt: uint48(block.timestamp),
            revokedAt: 0,
            agentId: uint96(mandate.agentId),
            expiry: mandate.expiry,
            ownerEpoch: ownerEpoch,
            hops: 0,
            tools: mandate.tools,
            left: mandate.cap,
            parent: 0
        });
        emit MandateGranted(
            mandateId,
            mandate.agentId,
            mandate.principal,
            mandate.cap,
            mandate.expiry,
            mandate.tools,
            mandate.salt
        );
    }

    /// @inheritdoc IMandates
    function allowDelegation(bytes32 mandateId, uint8 hops, bytes calldata signature) external {
        Node storage node = _known(mandateId);
        if (node.parent != 0) revert Mandates_NotRoot(mandateId);
        if (hops == 0 || hops > MOST_HOPS) revert Mandates_BadHops(hops, MOST_HOPS);
        if (node.hops != 0) revert Mandates_LeaveGiven(mandateId, node.hops);
        _requirePrincipal(mandateId, node.principal, leaveDigest(mandateId, hops), signature);
        node.hops = hops;
        emit DelegationAllowed(mandateId, hops);
    }

    /// @inheritdoc IMandates
    function delegate(
        Delegation calldata delegation,
        bytes32[] calldata parentTools,
        bytes32[] calldata tools,
        bytes calldata signature
    ) external returns (bytes32 mandateId) {
        Node storage parent = _known(delegation.parent);
        _requireLess(delegation, parent);
        _requireTools(delegation, parent.tools, parentTools, tools);
        mandateId = delegationIdOf(delegation);
        if (_nodes[mandateId].principal != address(0)) revert Mandates_AlreadyGranted(mandateId);
        uint32 ownerEpoch = _ownerEpoch(delegation.agentId);
        address by = _speaker(mandateId, parent.agentId, signature);
        uint256 left = parent.left - delegation.cap;
        parent.left = left;
        _nodes[mandateId] = Node({
            principal: parent.principal,
            grantedAt: uint48(block.timestamp),
            revokedAt: 0,
            agentId: uint96(delegation.agentId),
            expiry: delegation.expiry,
            ownerEpoch: ownerEpoch,
            hops: delegation.hops,
            tools: delegation.tools,
            left: delegation.cap,
            parent: delegation.parent
        });
        emit MandateDelegated(
            mandateId,
            delegation.parent,
            delegation.agentId,
            delegation.cap,
            delegation.expiry,
            delegation.tools,
            delegation.context,
            delegation.hops,
            delegation.salt,
            by,
            left
        );
    }

    /// @inheritdoc IMandates
    function revoke(bytes32 mandateId) external {
        Node storage node = _known(mandateId);
        bool passedOn = node.parent != 0;
        if (
            msg.sender != node.principal
                && !(passedOn && _registry.isAuthorizedOrOwner(msg.sender, _nodes[node.parent].agentId))
        ) revert Mandates_NotPrincipal(mandateId, msg.sender);
        if (node.revokedAt != 0) revert Mandates_AlreadyRevoked(mandateId, node.revokedAt);
        node.revokedAt = uint48(block.timestamp);
        emit MandateRevoked(mandateId, msg.sender);
    }

    /// @inheritdoc IMandates
    function statusOf(bytes32 mandateId)
        external
        view
        returns (address principal, uint64 grantedAt, uint64 revokedAt)
    {
        Node storage node = _nodes[mandateId];
        return (node.principal, node.grantedAt, node.revokedAt);
    }

    /// @inheritdoc IMandates
    function boundsOf(bytes32 mandateId)
        external
        view
        returns (
            uint256 agentId,
            address principal,
            uint256 cap,
            uint64 expiry,
            bytes32 tools,
            uint64 grantedAt,
            uint64 revokedAt
        )
    {
        Node storage node = _nodes[mandateId];
        principal = node.principal;
        if (principal == address(0)) return (0, principal, 0, 0, 0, 0, 0);
        (agentId, cap, expiry) = (node.agentId, node.left, node.expiry);
        (tools, grantedAt, revokedAt) = (node.tools, node.grantedAt, _endedAt(mandateId));
    }

    /// @inheritdoc IMandates
    function isInForce(bytes32 mandateId) external view returns (bool) {
        return _nodes[mandateId].principal != address(0) && _isInForce(mandateId);
    }

    /// @inheritdoc IMandates
    function placeOf(bytes32 mandateId) external view returns (bytes32 parent, uint8 hops) {
        Node storage node = _nodes[mandateId];
        return (node.parent, node.hops);
    }

    /// @inheritdoc IMandates
    function idOf(Mandate calldata mandate) public view returns (bytes32) {
        return Authorisations.mandateId(address(this), mandate);
    }

    /// @inheritdoc IMandates
    function delegationIdOf(Delegation calldata delegation) public view returns (bytes32) {
        return Authorisations.delegationId(address(this), delegation);
    }

    /// @inheritdoc IMandates
    function leaveDigest(bytes32 mandateId, uint8 hops) public view returns (bytes32) {
        return Authorisations.leave(address(this), mandateId, hops);
    }

    /// @dev Everything in which a delegation must stay below its parent, but the tools.
    function _requireLess(Delegation calldata delegation, Node storage parent) private view {
        if (_isNothing(delegation.context)) revert Mandates_EmptyContext(delegation.parent);
        _requireSomething(delegation.cap, delegation.expiry, delegation.tools);
        if (delegation.hops >= parent.hops) {
            revert Mandates_TooDeep(delegation.parent, delegation.hops, parent.hops);
        }
        if (!_isInForce(delegation.parent)) revert Mandates_NotInForce(delegation.parent);
        if (delegation.expiry > parent.expiry) revert Mandates_OutlivesParent(delegation.expiry, parent.expiry);
        if (delegation.cap > parent.left) {
            revert Mandates_OverBudget(delegation.parent, delegation.cap, parent.left);
        }
    }

    function _requireTools(
        Delegation calldata delegation,
        bytes32 parentHash,
        bytes32[] calldata parentTools,
        bytes32[] calldata tools
    ) private pure {
        _requireList(parentTools, parentHash);
        _requireList(tools, delegation.tools);
        (bool ordered, bool within) = Authorisations.isWithin(tools, parentTools);
        if (!ordered) revert Mandates_ToolsUnordered();
        if (!within) revert Mandates_ToolsExceed(delegation.parent);
    }

    function _requireList(bytes32[] calldata tools, bytes32 named) private pure {
        // The length first: nobody else pays for hashing a list that cannot be shown.
        bytes32 shown = tools.length > Authorisations.MOST_TOOLS ? bytes32(0) : Authorisations.toolsHash(tools);
        if (shown != named) revert Mandates_WrongTools(shown, named);
    }

    function _requireSomething(uint256 cap, uint64 expiry, bytes32 tools) private view {
        if (cap == 0 || _isNothing(tools) || expiry <= block.timestamp) revert Mandates_Empty(cap, expiry, tools);
    }

    function _requirePrincipal(bytes32 mandateId, address principal, bytes32 digest, bytes calldata signature)
        private
        view
    {
        if (msg.sender != principal && !SignatureChecker.isValidSignatureNow(principal, digest, signature)) {
            revert Mandates_NotGranted(mandateId, principal);
        }
    }

    /// @dev Who of an agent's side passes on: the caller, or the signer.
    function _speaker(bytes32 mandateId, uint256 agentId, bytes calldata signature) private view returns (address by) {
        by = signature.length == 0 ? msg.sender : Signatures.recover(mandateId, signature);
        if (by != address(0) && _speaksFor(by, agentId)) return by;
        (address owner,,) = _registry.ownership(agentId);
        if (signature.length == 0 || !SignatureChecker.isValidSignatureNow(owner, mandateId, signature)) {
            revert Mandates_NotDelegated(mandateId, agentId, by);
        }
        return owner;
    }

    function _speaksFor(address account, uint256 agentId) private view returns (bool) {
        if (_registry.isAuthorizedOrOwner(account, agentId)) return true;
        (uint256 served,, bool live) = _keyRing.sessionOf(account);
        return live && served == agentId;
    }

    function _ownerEpoch(uint256 agentId) private view returns (uint32) {
        try _registry.ownership(agentId) returns (address, uint32 ownerEpoch, uint64) {
            return ownerEpoch;
        } catch {
            revert Mandates_AgentUnknown(agentId);
        }
    }

    function _isInForce(bytes32 mandateId) private view returns (bool) {
        return block.timestamp < _nodes[mandateId].expiry && _endedAt(mandateId) == 0;
    }

    /// @dev First end of a node or any ancestor. Hops shrink on the way down, so there are at most MOST_HOPS + 1 nodes.
    function _endedAt(bytes32 mandateId) private view returns (uint64 endedAt) {
        while (mandateId != 0) {
            Node storage node = _nodes[mandateId];
            endedAt = _earlier(endedAt, node.revokedAt);
            (, uint64 soldAt) = _registry.ownershipByEpoch(node.agentId, node.ownerEpoch + 1);
            endedAt = _earlier(endedAt, soldAt);
            mandateId = node.parent;
        }
    }

    /// @dev Of two ends, where 0 is none.
    function _earlier(uint64 a, uint64 b) private pure returns (uint64) {
        return a == 0 || (b != 0 && b < a) ? b : a;
    }

    function _known(bytes32 mandateId) private view returns (Node storage node) {
        node = _nodes[mandateId];
        if (node.principal == address(0)) revert Mandates_Unknown(mandateId);
    }

    function _isNothing(bytes32 hash) private pure returns (bool) {
        return hash == 0 || hash == keccak256("");
    }
}
