// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Delegation} from "../types/Delegation.sol";
import {Mandate} from "../types/Mandate.sol";

/// @title What principals let agents do, and what agents pass on of it
/// @notice A mandate is granted by a principal to an agent, and is the root of a tree: with the principal's leave the
/// agent passes part of it on, and so on for a bounded number of hops. Every node is named by the EIP-712 digest that
/// is signed for it, which binds it to this chain and contract; receipts name the node that they act under, so that a
/// breach is arithmetic.
/// What is passed on only ever gets less: expiry, tools, hops, and the budget. A cap that is passed on is taken from
/// the agent's own and never returns, so all that the agents of a tree may spend is exactly the cap of its root.
/// A node ends with its own revocation or any ancestor's, and when an agent on the way to its root changes owner: a
/// mandate was given to whoever answered for the agent then.
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

    /// @notice Thrown when someone revokes who is neither the principal nor of the side that passed it on.
    error Mandates_NotPrincipal(bytes32 mandateId, address caller);

    /// @notice Thrown when a mandate was revoked before; Unix seconds.
    error Mandates_AlreadyRevoked(bytes32 mandateId, uint64 revokedAt);

    /// @notice Thrown when leave to pass on is given for no hop, or for more than are possible.
    error Mandates_BadHops(uint8 hops, uint8 most);

    /// @notice Thrown when leave is given for what was itself passed on.
    error Mandates_NotRoot(bytes32 mandateId);

    /// @notice Thrown when leave was given before.
    error Mandates_LeaveGiven(bytes32 mandateId, uint8 hops);

    /// @notice Thrown when a delegation does not say what it is for.
    error Mandates_EmptyContext(bytes32 parent);

    /// @notice Thrown when a delegation would not be deeper than its parent, or the parent may not be passed on.
    error Mandates_TooDeep(bytes32 parent, uint8 hops, uint8 parentHops);

    /// @notice Thrown when the parent is over, was revoked, or an agent above changed owner.
    error Mandates_NotInForce(bytes32 mandateId);

    /// @notice Thrown when a delegation would outlive its parent; Unix seconds.
    error Mandates_OutlivesParent(uint64 expiry, uint64 parentExpiry);

    /// @notice Thrown when more is passed on than the parent has left.
    error Mandates_OverBudget(bytes32 parent, uint256 cap, uint256 left);

    /// @notice Thrown when a list shown is not the one named, or is too long.
    error Mandates_WrongTools(bytes32 shown, bytes32 named);

    /// @notice Thrown when a list of tools is not in strictly ascending order.
    error Mandates_ToolsUnordered();

    /// @notice Thrown when a tool is passed on that the parent does not allow.
    error Mandates_ToolsExceed(bytes32 parent);

    /// @notice Thrown when neither the side of the agent that passes on sends the delegation nor its signature comes
    /// with it.
    error Mandates_NotDelegated(bytes32 mandateId, uint256 agentId, address by);

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
    /// @param principal Who revokes: the principal, or of the side that passed it on.
    event MandateRevoked(bytes32 indexed mandateId, address indexed principal);

    /// @notice Emitted when a principal lets a mandate be passed on.
    /// @param mandateId Name of the mandate.
    /// @param hops How often it may be passed on.
    event DelegationAllowed(bytes32 indexed mandateId, uint8 hops);

    /// @notice Emitted when part of a mandate is passed on.
    /// @param mandateId Name of what is passed on.
    /// @param parent Mandate that it is passed on from.
    /// @param agentId Agent that may act.
    /// @param cap Most that it may spend.
    /// @param expiry Unix seconds from which it may not be used.
    /// @param tools Hash of the list of allowed tools.
    /// @param context Hash of what it is for.
    /// @param hops How often it may be passed on.
    /// @param salt Tells equal delegations apart.
    /// @param by Who of the parent's side said so: owner, operator or session key.
    /// @param left What the parent's agent may still spend itself.
    event MandateDelegated(
        bytes32 indexed mandateId,
        bytes32 indexed parent,
        uint256 indexed agentId,
        uint256 cap,
        uint64 expiry,
        bytes32 tools,
        bytes32 context,
        uint8 hops,
        bytes32 salt,
        address by,
        uint256 left
    );

    /// @notice Makes a mandate known. The principal sends it, or anyone with the principal's signature (of a key, or of
    /// a wallet by ERC-1271).
    /// @param mandate The delegation.
    /// @param signature Of the digest that names it; ignored when the principal sends it.
    /// @return mandateId Name of the mandate.
    function grant(Mandate calldata mandate, bytes calldata signature) external returns (bytes32 mandateId);

    /// @notice Lets a mandate be passed on, once and for good. The principal sends it, or anyone with its signature.
    /// @param mandateId Name of a mandate that a principal granted.
    /// @param hops How often it may be passed on, 1 to `MOST_HOPS`.
    /// @param signature Of `leaveDigest`; ignored when the principal sends it.
    function allowDelegation(bytes32 mandateId, uint8 hops, bytes calldata signature) external;

    /// @notice Passes part of a mandate on. The owner, an operator or a live session key of the parent's agent sends
    /// it, or anyone with the signature of one of them (of the owner by ERC-1271, too).
    /// @param delegation What is passed on.
    /// @param parentTools List of tools of the parent, in strictly ascending order.
    /// @param tools List of tools passed on, in strictly ascending order.
    /// @param signature Of the digest that names it; empty when one of them sends it.
    /// @return mandateId Name of what is passed on.
    function delegate(
        Delegation calldata delegation,
        bytes32[] calldata parentTools,
        bytes32[] calldata tools,
        bytes calldata signature
    ) external returns (bytes32 mandateId);

    /// @notice Revokes a mandate and all that was passed on from it. Its principal; or, for what was passed on, the
    /// owner or an operator of the agent that did.
    /// @param mandateId Name of the mandate.
    function revoke(bytes32 mandateId) external;

    /// @notice Name of a mandate, granted or not.
    function idOf(Mandate calldata mandate) external view returns (bytes32 mandateId);

    /// @notice Name of a delegation, made or not.
    function delegationIdOf(Delegation calldata delegation) external view returns (bytes32 mandateId);

    /// @notice What a principal signs to let a mandate be passed on.
    function leaveDigest(bytes32 mandateId, uint8 hops) external view returns (bytes32 digest);

    /// @notice What binds whoever acts under a node of a tree, root or passed on; zeros when there is none.
    /// @return agentId Who may act.
    /// @return principal Who granted the root.
    /// @return cap What the agent may spend itself: what was granted to it less what it passed on.
    /// @return expiry Unix seconds from which it may not be used.
    /// @return tools Hash of the list of allowed tools.
    /// @return grantedAt Unix seconds.
    /// @return revokedAt Unix seconds at which it ended before its expiry: by a revocation of it or of any ancestor, or
    /// by a change of owner on the way to its root; 0 while it did not.
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
        );

    /// @notice Whether a node may be acted under now.
    function isInForce(bytes32 mandateId) external view returns (bool);

    /// @notice Where a node stands in its tree.
    /// @return parent Node that it was passed on from; zero for a root.
    /// @return hops How often it may be passed on.
    function placeOf(bytes32 mandateId) external view returns (bytes32 parent, uint8 hops);

    /// @notice Most hops that a principal can allow.
    function MOST_HOPS() external view returns (uint8);

    /// @notice What is known of a mandate itself, without its ancestors.
    /// @param mandateId Name of the mandate.
    /// @return principal Who delegated; zero when it was never granted.
    /// @return grantedAt Unix seconds.
    /// @return revokedAt Unix seconds; 0 while not revoked.
    function statusOf(bytes32 mandateId)
        external
        view
        returns (address principal, uint64 grantedAt, uint64 revokedAt);
}
