// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Mandate} from "../types/Mandate.sol";
import {Statements} from "./Statements.sol";

/// @title What people sign to authorise something
/// @notice EIP-712 digests under a domain that names chain and contract, so that none serves anywhere else.
library Authorisations {
    bytes32 internal constant MANDATE_TYPEHASH = keccak256(
        "Mandate(address principal,uint256 agentId,uint256 cap,uint64 expiry,bytes32 tools,bytes32 salt)"
    );
    bytes32 internal constant ACCREDITATION_TYPEHASH =
        keccak256("Accreditation(address arbitrator,bytes32 document,uint64 validUntil)");

    /// @notice Most tools that a mandate may list: all of them are shown to prove that one is missing.
    uint256 internal constant MOST_TOOLS = 64;

    /// @notice Digest of a mandate, and its name.
    /// @param mandates Contract that keeps it.
    function mandateId(address mandates, Mandate memory mandate) internal view returns (bytes32) {
        return _digest(mandates, keccak256(abi.encode(MANDATE_TYPEHASH, mandate)));
    }

    /// @notice Digest of the accreditation of an arbitrator.
    /// @param panel Contract that the arbitrator registers with.
    /// @param document Hash of the document that says who the arbitrator is.
    /// @param validUntil Unix seconds until which it may be drawn.
    function accreditation(address panel, address arbitrator, bytes32 document, uint64 validUntil)
        internal
        view
        returns (bytes32)
    {
        return _digest(panel, keccak256(abi.encode(ACCREDITATION_TYPEHASH, arbitrator, document, validUntil)));
    }

    /// @notice Hash of a list of tools.
    /// @param tools In strictly ascending order.
    function toolsHash(bytes32[] memory tools) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(tools));
    }

    function _digest(address verifier, bytes32 structHash) private view returns (bytes32) {
        return Statements.digest(Statements.boundDomain(block.chainid, verifier), structHash);
    }
}
