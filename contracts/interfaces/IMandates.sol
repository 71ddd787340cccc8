// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Mandate} from "../types/Mandate.sol";

/// @title What principals let agents do
/// @notice One delegation from a principal to an agent. Its name is the EIP-712 digest that the principal signs, which
/// binds it to this chain and contract; receipts name the mandate that they act under, so that a breach is arithmetic.
interface IMandates {
    /// @notice Thrown when a mandate names no principal.
    error Mandates_ZeroPrincipal();

    /// @notice Thrown when a mandate allows nothing: no amount, no tools, or no time is left.
    error Mandates_Empty(uint256 cap, uint64 expiry, bytes32 tools);

    /// @notice Thrown when the agent does not exist.
    error Mandates_AgentUnknown(uint256 agentId);

    /// @notice Thrown when neither the principal sends the mandate nor its signature comes with it.
    error Mandates_NotGranted(bytes32 mandateId, address principal);

    /// @notice Thrown when a mandate is granted twice.
    error Mandates_AlreadyGranted(bytes32 mandateId);

    /// @notice Thrown when a mandate was never granted.
    error Mandates_Unknown(bytes32 mandateId);

    /// @notice Thrown when someone else than the principal revokes.
    error Mandates_NotPrincipal(bytes32 mandateId, address caller);

    /// @notice Thrown when a mandate was revoked before; Unix seconds.
    error Mandates_AlreadyRevoked(bytes32 mandateId, uint64 revokedAt);

    /// @notice Emitted when a mandate is granted.
    /// @param mandateId Name of the mandate.
    /// @param agentId Agent that may act.
    /// @param principal Who delegates.
    /// @param cap Most that may be spent, in all and at once.
    /// @param expiry Unix seconds from which it may not be used.
    /// @param tools Hash of the list of allowed tools.
    /// @param salt Tells equal mandates apart.
    event MandateGranted(
        bytes32 indexed mandateId,
        uint256 indexed agentId,
        address indexed principal,
        uint256 cap,
        uint64 expiry,
        bytes32 tools,
        bytes32 salt
    );

    /// @notice Emitted when a mandate is revoked.
    /// @param mandateId Name of the mandate.
    /// @param principal Who revokes.
    event MandateRevoked(bytes32 indexed mandateId, address indexed principal);

    /// @notice Makes a mandate known. The principal sends it, or anyone with the principal's signature (of a key, or of
    /// a wallet by ERC-1271).
    /// @param mandate The delegation.
    /// @param signature Of the digest that names it; ignored when the principal sends it.
    /// @return mandateId Name of the mandate.
    function grant(Mandate calldata mandate, bytes calldata signature) external returns (bytes32 mandateId);

    /// @notice Revokes a mandate. Only its principal.
    /// @param mandateId Name of the mandate.
    function revoke(bytes32 mandateId) external;

    /// @notice Name of a mandate, granted or not.
    function idOf(Mandate calldata mandate) external view returns (bytes32 mandateId);

    /// @notice What is known of a mandate.
    /// @param mandateId Name of the mandate.
    /// @return principal Who delegated; zero when it was never granted.
    /// @return grantedAt Unix seconds.
    /// @return revokedAt Unix seconds; 0 while not revoked.
    function statusOf(bytes32 mandateId)
        external
        view
        returns (address principal, uint64 grantedAt, uint64 revokedAt);
}
