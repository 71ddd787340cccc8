// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Case} from "../types/Dispute.sol";

/// @title What agents claim to be capable of, until a ruling says otherwise
/// @notice An owner claims a capability of its agent, in versions: each replaces the one before, and all are kept. The
/// claimant of a dispute may say, while the dispute is open, that the agent's action contradicts a version that stood
/// then. If the claim is upheld, that version is refuted for good; a later version is another claim.
interface IClaims {
    /// @notice Where a version stands.
    enum Standpoint {
        None,
        Made, // in force while it is the newest
        Replaced,
        Withdrawn,
        Refuted
    }

    /// @notice A version of a claim.
    struct Version {
        bytes32 document; // hash of what is claimed, with its limits
        uint64 madeAt; // Unix seconds
        Standpoint standpoint;
        uint32 ownerEpoch; // of who claimed it
    }

    /// @notice Thrown when the caller does not own or operate the agent.
    error Claims_NotAuthorized(uint256 agentId, address caller);

    /// @notice Thrown when a claim names no capability or document.
    error Claims_Empty(bytes32 capability, bytes32 document);

    /// @notice Thrown when a version is not as a step needs it.
    error Claims_WrongStandpoint(uint256 agentId, bytes32 capability, uint32 version, Standpoint standpoint);

    /// @notice Thrown when a dispute cannot be about a version: it is answered, about another agent, opened before the
    /// version was made, or not the caller's.
    error Claims_NoGround(uint256 disputeId, address caller);

    /// @notice Thrown when a dispute was said to be about a claim before.
    error Claims_Contested(uint256 disputeId);

    /// @notice Thrown when a dispute does not refute anything: it was not upheld in the end, or is about no claim.
    error Claims_NotRefuted(uint256 disputeId);

    /// @notice Emitted when a capability is claimed.
    event CapabilityClaimed(
        uint256 indexed agentId, bytes32 indexed capability, uint32 version, bytes32 document, string uri
    );

    /// @notice Emitted when a claim is withdrawn.
    event CapabilityWithdrawn(uint256 indexed agentId, bytes32 indexed capability, uint32 version);

    /// @notice Emitted when a dispute is said to be about a claim.
    event ClaimContested(
        uint256 indexed agentId, bytes32 indexed capability, uint256 indexed disputeId, uint32 version
    );

    /// @notice Emitted when a ruling refutes a version.
    event CapabilityRefuted(
        uint256 indexed agentId, bytes32 indexed capability, uint256 indexed disputeId, uint32 version
    );

    /// @notice Claims a capability; the next version of it. Only the owner or an operator.
    /// @param capability Hash of the capability's name.
    /// @param document Hash of what is claimed.
    /// @param uri Where it is.
    /// @return version Counted from 1.
    function claim(uint256 agentId, bytes32 capability, bytes32 document, string calldata uri)
        external
        returns (uint32 version);

    /// @notice Withdraws the newest version. Only the owner or an operator.
    function withdraw(uint256 agentId, bytes32 capability) external;

    /// @notice Says that a dispute is about a version. Only its claimant, before the agent's side has answered.
    function contest(bytes32 capability, uint32 version, Case calldata case_) external;

    /// @notice Refutes the version that an upheld dispute is about. Anyone may show it.
    function refute(Case calldata case_) external;

    /// @notice The newest version of a claim; 0 for none.
    function newest(uint256 agentId, bytes32 capability) external view returns (uint32 version);

    /// @notice A version.
    function versionOf(uint256 agentId, bytes32 capability, uint32 version) external view returns (Version memory);

    /// @notice Whether an agent claims a capability now: by its newest version, neither withdrawn nor refuted, and made
    /// by its present owner.
    function isClaimed(uint256 agentId, bytes32 capability) external view returns (bool);
}
