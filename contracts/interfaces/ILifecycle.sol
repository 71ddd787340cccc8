// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Case} from "../types/Dispute.sol";

/// @title Whether an agent is active, suspended, retired or banned
/// @notice An authority may suspend an agent in an emergency, once per cause and for a bounded time: the suspension ends
/// by itself, unless the authority has opened a dispute about the agent, then with that dispute. An owner may retire its
/// agent. Only a ruling bans one: deception upheld on the merits. What executed rulings and proofs suspend (see `IStanding`),
/// the authority neither lifts nor prolongs. Nothing here stops an agent from recording what it does:
/// records made meanwhile are kept, and can be told by their time.
/// The authority can do nothing else, and its place is taken by a queued and visible step.
interface ILifecycle {
    /// @notice How an agent stands.
    enum Life {
        Active,
        Suspended,
        Retired,
        Banned
    }

    /// @notice Thrown when the caller is not the authority.
    error Lifecycle_NotAuthority(address caller);

    /// @notice Thrown when the caller does not own or operate the agent.
    error Lifecycle_NotAuthorized(uint256 agentId, address caller);

    /// @notice Thrown when there is no such agent.
    error Lifecycle_AgentUnknown(uint256 agentId);

    /// @notice Thrown when an agent was suspended for this cause before, or no cause is named.
    error Lifecycle_CauseUsed(uint256 agentId, bytes32 cause);

    /// @notice Thrown when an agent is not as a step needs it.
    error Lifecycle_WrongLife(uint256 agentId, Life life);

    /// @notice Thrown when a dispute does not prolong a suspension: it is over, about another agent, opened before the
    /// suspension, or not by the authority.
    error Lifecycle_NoGround(uint256 agentId, uint256 disputeId);

    /// @notice Thrown when a queued step is taken too early, or none is queued; Unix seconds.
    error Lifecycle_NotReady(uint256 time, uint256 readyAt);

    /// @notice Thrown when the caller is not the one queued.
    error Lifecycle_NotQueued(address caller, address queued);

    /// @notice Thrown when the authority would be nobody.
    error Lifecycle_ZeroAuthority();

    /// @notice Emitted when an agent is suspended.
    /// @param until Unix seconds at which it ends by itself.
    /// @param evidenceHash Hash of what the authority saw.
    event AgentSuspended(
        uint256 indexed agentId,
        bytes32 indexed cause,
        address indexed authority,
        uint64 until,
        bytes32 evidenceHash
    );

    /// @notice Emitted when a dispute prolongs a suspension; it ends when the dispute is final, at `latest` at most.
    event SuspensionProlonged(uint256 indexed agentId, uint256 indexed disputeId, uint64 latest);

    /// @notice Emitted when a suspension ends before its time: lifted, or with its dispute.
    event SuspensionLifted(uint256 indexed agentId, uint64 endedAt);

    /// @notice Emitted when an agent is retired.
    event AgentRetired(uint256 indexed agentId, address indexed by);

    /// @notice Emitted when a ruling bans an agent.
    event AgentBanned(uint256 indexed agentId, uint256 indexed disputeId);

    /// @notice Emitted when an authority is queued.
    event AuthorityQueued(address indexed authority, uint64 readyAt);

    /// @notice Emitted when a queued authority takes its place.
    event AuthorityChanged(address indexed before, address indexed authority);

    /// @notice Suspends an agent for `SUSPENSION_TIME`. Only the authority, once per cause.
    function suspend(uint256 agentId, bytes32 cause, bytes32 evidenceHash) external;

    /// @notice Prolongs a suspension that runs until a dispute of the authority is final. Anyone may show it.
    function prolong(uint256 agentId, Case calldata case_) external;

    /// @notice Ends a prolonged suspension whose dispute is over. Anyone may show it.
    function release(uint256 agentId, Case calldata case_) external;

    /// @notice Ends a suspension early. Only the authority.
    function lift(uint256 agentId) external;

    /// @notice Retires an agent for good. Only its owner or an operator.
    function retire(uint256 agentId) external;

    /// @notice Bans an agent that deceived, as a court has found on the merits and executed. Anyone may show it.
    function ban(Case calldata case_) external;

    /// @notice Queues another authority. Only the authority.
    function queueAuthority(address next) external;

    /// @notice Takes the place of the authority, once the delay is over. Only the one queued.
    function acceptAuthority() external;

    /// @notice How an agent stands now.
    function lifeOf(uint256 agentId) external view returns (Life);

    /// @notice How an agent stood at a time; what ended it meanwhile is known. Of suspensions by rulings and proofs only the
    /// last is known here, since the last change; events tell of all.
    /// @param time Unix seconds.
    function lifeAt(uint256 agentId, uint64 time) external view returns (Life);

    /// @notice The suspension by the authority that runs or ran last.
    /// @return from Unix seconds; 0 when there was none.
    /// @return until Unix seconds at which it ends or ended.
    /// @return disputeId Dispute that prolongs it; 0 for none.
    function suspensionOf(uint256 agentId) external view returns (uint64 from, uint64 until, uint256 disputeId);

    /// @notice Who may suspend.
    function authority() external view returns (address);

    /// @notice Who is queued, and from when on it may take the place; zeros for nobody.
    function queued() external view returns (address next, uint64 readyAt);

    /// @notice Seconds that a suspension lasts.
    function SUSPENSION_TIME() external view returns (uint64);

    /// @notice Seconds that a prolonged suspension lasts at most: no shorter than the longest dispute.
    function LONGEST_TIME() external view returns (uint64);

    /// @notice Seconds that another authority is queued.
    function DELAY() external view returns (uint64);
}
