// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Delegation} from "../types/Delegation.sol";
import {Mandate} from "../types/Mandate.sol";
import {Statements} from "./Statements.sol";

/// @title What people sign to authorise something
/// @notice EIP-712 digests under a domain that names chain and contract, so that none serves anywhere else.
library Authorisations {
    bytes32 internal constant MANDATE_TYPEHASH = keccak256(
        "Mandate(address principal,uint256 agentId,uint256 cap,uint64 expiry,bytes32 tools,bytes32 salt)"
    );
    bytes32 internal constant DELEGATION_TYPEHASH = keccak256(
        "Delegation(bytes32 parent,uint256 agentId,uint256 cap,uint64 expiry,bytes32 tools,bytes32 context,uint8 hops,bytes32 salt)"
    );
    bytes32 internal constant LEAVE_TYPEHASH = keccak256("LeaveToDelegate(bytes32 mandate,uint8 hops)");
    bytes32 internal constant ACCREDITATION_TYPEHASH =
        keccak256("Accreditation(address arbitrator,bytes32 document,bytes32 model,uint64 validUntil)");

    /// @notice Most tools that a mandate may list: all of them are shown to prove that one is missing.
    uint256 internal constant MOST_TOOLS = 64;

    /// @notice Digest of a mandate, and its name.
    /// @param mandates Contract that keeps it.
    function mandateId(address mandates, Mandate memory mandate) internal view returns (bytes32) {
        return _digest(mandates, keccak256(abi.encode(MANDATE_TYPEHASH, mandate)));
    }

    /// @notice Digest of a delegation, and its name.
    /// @param mandates Contract that keeps it.
    function delegationId(address mandates, Delegation memory delegation) internal view returns (bytes32) {
        return _digest(mandates, keccak256(abi.encode(DELEGATION_TYPEHASH, delegation)));
    }

    /// @notice Digest of a principal's leave to pass a mandate on.
    /// @param mandates Contract that keeps it.
    /// @param mandate Name of the mandate.
    /// @param hops How often it may be passed on.
    function leave(address mandates, bytes32 mandate, uint8 hops) internal view returns (bytes32) {
        return _digest(mandates, keccak256(abi.encode(LEAVE_TYPEHASH, mandate, hops)));
    }

    /// @notice Digest of the accreditation of an arbitrator.
    /// @param panel Contract that the arbitrator registers with.
    /// @param document Hash of the document that says who the arbitrator is.
    /// @param model Hash of the id of the model that judges; zero attests that a human does.
    /// @param validUntil Unix seconds until which it may be drawn.
    function accreditation(address panel, address arbitrator, bytes32 document, bytes32 model, uint64 validUntil)
        internal
        view
        returns (bytes32)
    {
        return _digest(panel, keccak256(abi.encode(ACCREDITATION_TYPEHASH, arbitrator, document, model, validUntil)));
    }

    /// @notice Hash of a list of tools.
    /// @param tools In strictly ascending order.
    function toolsHash(bytes32[] memory tools) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(tools));
    }

    /// @notice Whether every tool of one list is on another. Both are in strictly ascending order.
    /// @return ordered Whether they are.
    /// @return within Whether nothing is missing on the other.
    function isWithin(bytes32[] calldata part, bytes32[] calldata whole)
        internal
        pure
        returns (bool ordered, bool within)
    {
        if (!_ascends(part) || !_ascends(whole)) return (false, false);
        uint256 j;
        for (uint256 i; i < part.length; ++i) {
            while (j < whole.length && whole[j] < part[i]) ++j;
            if (j == whole.length || whole[j] != part[i]) return (true, false);
        }
        return (true, true);
    }

    function _ascends(bytes32[] calldata list) private pure returns (bool) {
        for (uint256 i = 1; i < list.length; ++i) {
            if (list[i] <= list[i - 1]) return false;
        }
        return true;
    }

    function _digest(address verifier, bytes32 structHash) private view returns (bytes32) {
        return Statements.digest(Statements.boundDomain(block.chainid, verifier), structHash);
    }
}
