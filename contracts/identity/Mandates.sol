// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IMandates} from "../interfaces/IMandates.sol";
import {Authorisations} from "../libraries/Authorisations.sol";
import {Mandate} from "../types/Mandate.sol";

/// @title What principals let agents do
contract Mandates is IMandates {
    /// @dev What is kept of a mandate; its name holds the rest.
    struct Grant {
        // slot 0
        address principal;
        uint48 grantedAt; // Unix seconds
        uint48 revokedAt; // Unix seconds; 0 while not revoked
    }

    IAgentRegistry private immutable _registry;

    mapping(bytes32 mandateId => Grant) private _grants;

    /// @param registry Identity registry whose tokens are the agents.
    constructor(IAgentRegistry registry) {
        _registry = registry;
    }

    /// @inheritdoc IMandates
    function grant(Mandate calldata mandate, bytes calldata signature) external returns (bytes32 mandateId) {
        if (mandate.principal == address(0)) revert Mandates_ZeroPrincipal();
        if (mandate.cap == 0 || _isNoList(mandate.tools) || mandate.expiry <= block.timestamp) {
            revert Mandates_Empty(mandate.cap, mandate.expiry, mandate.tools);
        }
        mandateId = idOf(mandate);
        if (_grants[mandateId].principal != address(0)) revert Mandates_AlreadyGranted(mandateId);
        (bool exists,) = address(_registry).staticcall(abi.encodeCall(_registry.ownership, (mandate.agentId)));
        if (!exists) revert Mandates_AgentUnknown(mandate.agentId);
        if (
            msg.sender != mandate.principal
                && !SignatureChecker.isValidSignatureNow(mandate.principal, mandateId, signature)
        ) revert Mandates_NotGranted(mandateId, mandate.principal);
        _grants[mandateId] = Grant(mandate.principal, uint48(block.timestamp), 0);
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
    function revoke(bytes32 mandateId) external {
        Grant storage known = _grants[mandateId];
        if (known.principal == address(0)) revert Mandates_Unknown(mandateId);
        if (msg.sender != known.principal) revert Mandates_NotPrincipal(mandateId, msg.sender);
        if (known.revokedAt != 0) revert Mandates_AlreadyRevoked(mandateId, known.revokedAt);
        known.revokedAt = uint48(block.timestamp);
        emit MandateRevoked(mandateId, msg.sender);
    }

    /// @inheritdoc IMandates
    function statusOf(bytes32 mandateId)
        external
        view
        returns (address principal, uint64 grantedAt, uint64 revokedAt)
    {
        Grant storage known = _grants[mandateId];
        return (known.principal, known.grantedAt, known.revokedAt);
    }

    /// @inheritdoc IMandates
    function idOf(Mandate calldata mandate) public view returns (bytes32) {
        return Authorisations.mandateId(address(this), mandate);
    }

    function _isNoList(bytes32 tools) private pure returns (bool) {
        return tools == 0 || tools == keccak256("");
    }
}
