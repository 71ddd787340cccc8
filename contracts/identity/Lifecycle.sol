// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IDisputeCourt} from "../interfaces/IDisputeCourt.sol";
import {ILifecycle} from "../interfaces/ILifecycle.sol";
import {IStanding} from "../interfaces/IStanding.sol";
import {CourtCases} from "../libraries/CourtCases.sol";
import {Basis, Case, FaultClass, State} from "../types/Dispute.sol";

/// @title Whether an agent is active, suspended, retired or banned
contract Lifecycle is ILifecycle {
    using Checkpoints for Checkpoints.Trace208;
    using CourtCases for IDisputeCourt;

    /// @dev What is kept of an agent, its suspensions left out.
    struct Record {
        // slot 0
        uint48 retiredAt; // Unix seconds; 0 while not
        uint48 bannedAt;
        uint48 suspendedAt; // begin of the last suspension
        uint64 disputeId; // that prolongs it
    }

    /// @inheritdoc ILifecycle
    uint64 public constant SUSPENSION_TIME = 7 days;
    /// @inheritdoc ILifecycle
    uint64 public constant LONGEST_TIME = 73 days;
    /// @inheritdoc ILifecycle
    uint64 public constant DELAY = 14 days;

    IAgentRegistry private immutable _registry;
    IDisputeCourt private immutable _court;
    IStanding private immutable _standing;

    /// @inheritdoc ILifecycle
    address public authority;
    address private _next;
    uint64 private _readyAt;

    mapping(uint256 agentId => Record) private _records;
    mapping(uint256 agentId => Checkpoints.Trace208) private _suspensions; // end, by begin
    mapping(uint256 agentId => mapping(bytes32 cause => bool)) private _causes;

    modifier onlyAuthority() {
        if (msg.sender != authority) revert Lifecycle_NotAuthority(msg.sender);
        _;
    }

    /// @param registry Identity registry whose tokens are the agents.
    /// @param court Court whose rulings ban, and whose disputes prolong.
    /// @param standing Knows for how long rulings and proofs suspend.
    /// @param authority_ Who may suspend.
    constructor(IAgentRegistry registry, IDisputeCourt court, IStanding standing, address authority_) {
        if (authority_ == address(0)) revert Lifecycle_ZeroAuthority();
        (_registry, _court, _standing, authority) = (registry, court, standing, authority_);
    }

    /// @inheritdoc ILifecycle
    function suspend(uint256 agentId, bytes32 cause, bytes32 evidenceHash) external onlyAuthority {
        (address owner,) = _registry.ownershipByEpoch(agentId, 0);
        if (owner == address(0)) revert Lifecycle_AgentUnknown(agentId);
        if (cause == 0 || _causes[agentId][cause]) revert Lifecycle_CauseUsed(agentId, cause);
        Life life = _lifeAt(agentId, uint64(block.timestamp));
        if (life != Life.Active) revert Lifecycle_WrongLife(agentId, life);
        _causes[agentId][cause] = true;
        Record storage record = _records[agentId];
        (record.suspendedAt, record.disputeId) = (uint48(block.timestamp), 0);
        uint64 until = uint64(block.timestamp) + SUSPENSION_TIME;
        _suspensions[agentId].push(uint48(block.timestamp), until);
        emit AgentSuspended(agentId, cause, msg.sender, until, evidenceHash);
    }

    /// @inheritdoc ILifecycle
    function prolong(uint256 agentId, Case calldata case_) external {
        Record storage record = _suspended(agentId);
        (State state,,) = _court.standingOf(case_);
        if (
            record.disputeId != 0 || CourtCases.isOver(state) || case_.agentId != agentId
                || case_.claimant != authority || case_.openedAt < record.suspendedAt
        ) revert Lifecycle_NoGround(agentId, case_.disputeId);
        record.disputeId = uint64(case_.disputeId);
        uint64 latest = record.suspendedAt + LONGEST_TIME;
        _suspensions[agentId].push(record.suspendedAt, latest);
        emit SuspensionProlonged(agentId, case_.disputeId, latest);
    }

    /// @inheritdoc ILifecycle
    function release(uint256 agentId, Case calldata case_) external {
        Record storage record = _suspended(agentId);
        (State state,,) = _court.standingOf(case_);
        if (record.disputeId != case_.disputeId || !CourtCases.isOver(state)) {
            revert Lifecycle_NoGround(agentId, case_.disputeId);
        }
        _end(agentId, record.suspendedAt);
    }

    /// @inheritdoc ILifecycle
    function lift(uint256 agentId) external onlyAuthority {
        _end(agentId, _suspended(agentId).suspendedAt);
    }

    /// @inheritdoc ILifecycle
    function retire(uint256 agentId) external {
        if (!_registry.isAuthorizedOrOwner(msg.sender, agentId)) {
            revert Lifecycle_NotAuthorized(agentId, msg.sender);
        }
        Record storage record = _records[agentId];
        if (record.retiredAt != 0) revert Lifecycle_WrongLife(agentId, Life.Retired);
        record.retiredAt = uint48(block.timestamp);
        emit AgentRetired(agentId, msg.sender);
    }

    /// @inheritdoc ILifecycle
    function ban(Case calldata case_) external {
        (State state, uint8 ruling, Basis basis) = _court.standingOf(case_);
        if (
            state != State.Executed || ruling != CourtCases.UPHELD || basis != Basis.Merits
                || case_.faultClass != FaultClass.Deception
        ) revert Lifecycle_NoGround(case_.agentId, case_.disputeId);
        Record storage record = _records[case_.agentId];
        if (record.bannedAt != 0) revert Lifecycle_WrongLife(case_.agentId, Life.Banned);
        record.bannedAt = uint48(block.timestamp);
        emit AgentBanned(case_.agentId, case_.disputeId);
    }

    /// @inheritdoc ILifecycle
    function queueAuthority(address next) external onlyAuthority {
        if (next == address(0)) revert Lifecycle_ZeroAuthority();
        (_next, _readyAt) = (next, uint64(block.timestamp) + DELAY);
        emit AuthorityQueued(next, _readyAt);
    }

    /// @inheritdoc ILifecycle
    function acceptAuthority() external {
        if (msg.sender != _next) revert Lifecycle_NotQueued(msg.sender, _next);
        if (block.timestamp < _readyAt) revert Lifecycle_NotReady(block.timestamp, _readyAt);
        emit AuthorityChanged(authority, msg.sender);
        (authority, _next, _readyAt) = (msg.sender, address(0), 0);
    }

    /// @inheritdoc ILifecycle
    function suspensionOf(uint256 agentId) external view returns (uint64 from, uint64 until, uint256 disputeId) {
        Record memory record = _records[agentId];
        return (record.suspendedAt, uint64(_suspensions[agentId].latest()), record.disputeId);
    }

    /// @inheritdoc ILifecycle
    function queued() external view returns (address next, uint64 readyAt) {
        return (_next, _readyAt);
    }

    /// @inheritdoc ILifecycle
    function lifeOf(uint256 agentId) public view returns (Life) {
        return lifeAt(agentId, uint64(block.timestamp));
    }

    /// @inheritdoc ILifecycle
    function lifeAt(uint256 agentId, uint64 time) public view returns (Life life) {
        life = _lifeAt(agentId, time);
        if (life != Life.Active) return life;
        (uint64 since, uint64 until) = _standing.suspensionOf(agentId);
        if (since <= time && time < until) return Life.Suspended;
    }

    /// @dev Ends now what would end later.
    function _end(uint256 agentId, uint48 begun) private {
        _suspensions[agentId].push(begun, uint48(block.timestamp));
        emit SuspensionLifted(agentId, uint64(block.timestamp));
    }

    /// @dev The same without what rulings and proofs suspend: the authority has no power over that.
    function _lifeAt(uint256 agentId, uint64 time) private view returns (Life) {
        Record memory record = _records[agentId];
        if (record.bannedAt != 0 && record.bannedAt <= time) return Life.Banned;
        if (record.retiredAt != 0 && record.retiredAt <= time) return Life.Retired;
        return time < _suspensions[agentId].upperLookupRecent(uint48(time)) ? Life.Suspended : Life.Active;
    }

    /// @dev An agent in a running suspension by the authority. Whoever is banned or retired meanwhile is that.
    function _suspended(uint256 agentId) private view returns (Record storage record) {
        record = _records[agentId];
        Life life = _lifeAt(agentId, uint64(block.timestamp));
        if (life != Life.Suspended) revert Lifecycle_WrongLife(agentId, life);
    }
}
