// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IPolicies} from "../interfaces/IPolicies.sol";
import {Policy, hashOf} from "../types/Policy.sol";

/// @title Terms that bond owners choose from
/// @notice No administrator: the bounds, not a person, keep a policy from shielding its owner, and from outlasting the
/// unbonding time of the vault. Who judges is the one thing that somebody proposes, since owners would propose friends.
contract Policies is IPolicies {
    using Checkpoints for Checkpoints.Trace208;

    /// @dev A policy and where it stands.
    struct Entry {
        bytes32 hash;
        uint64 readyAt; // Unix seconds
        Policy policy;
    }

    /// @inheritdoc IPolicies
    uint64 public constant QUEUE_TIME = 7 days;
    /// @inheritdoc IPolicies
    uint64 public constant ARBITRATOR_QUEUE_TIME = 97 days;
    /// @inheritdoc IPolicies
    uint64 public constant LONGEST_DISPUTE = 66 days;
    /// @inheritdoc IPolicies
    address public immutable proposer;

    uint32 private constant FIRST = 1;
    uint256 private constant LONGEST_CLAIM = 30 days;

    mapping(address arbitrator => uint64) private _arbitrators; // Unix seconds from which one may be named; 0 for never
    mapping(uint32 policyId => Entry) private _entries;
    mapping(bytes32 subject => mapping(address beneficiary => Checkpoints.Trace208)) private _choices;
    uint32 private _count;

    /// @param arbitrators Contracts that may rule.
    /// @param policies Policies that are ready at once; the first is that of whoever never chose.
    /// @param proposer_ Who may propose other arbitrators, and nothing else; zero for nobody.
    constructor(address[] memory arbitrators, Policy[] memory policies, address proposer_) {
        proposer = proposer_;
        for (uint256 i; i < arbitrators.length; ++i) {
            _arbitrators[arbitrators[i]] = uint64(block.timestamp);
        }
        for (uint256 i; i < policies.length; ++i) {
            _add(policies[i], 0);
        }
    }

    /// @inheritdoc IPolicies
    function queue(Policy calldata policy) external returns (uint32 policyId) {
        return _add(policy, uint64(block.timestamp) + QUEUE_TIME);
    }

    /// @inheritdoc IPolicies
    function queueArbitrator(address arbitrator) external {
        if (msg.sender != proposer) revert Policies_NotProposer(msg.sender);
        if (_arbitrators[arbitrator] != 0) revert Policies_ArbitratorKnown(arbitrator);
        uint64 ready = uint64(block.timestamp) + ARBITRATOR_QUEUE_TIME;
        _arbitrators[arbitrator] = ready;
        emit ArbitratorQueued(arbitrator, msg.sender, ready);
    }

    /// @inheritdoc IPolicies
    function adopt(bytes32 subject, uint32 policyId) external {
        Entry storage entry = _known(policyId);
        if (block.timestamp < entry.readyAt) revert Policies_StillQueued(policyId, entry.readyAt);
        _choices[subject][msg.sender].push(uint48(block.timestamp), policyId);
        emit PolicyAdopted(subject, msg.sender, policyId);
    }

    /// @inheritdoc IPolicies
    function inForce(bytes32 subject, address beneficiary, uint64 time)
        external
        view
        returns (uint32 policyId, bytes32 policyHash)
    {
        policyId = uint32(_choices[subject][beneficiary].upperLookupRecent(uint48(time)));
        if (policyId == 0) policyId = FIRST;
        policyHash = _entries[policyId].hash;
    }

    /// @inheritdoc IPolicies
    function policyOf(uint32 policyId) external view returns (Policy memory) {
        return _known(policyId).policy;
    }

    /// @inheritdoc IPolicies
    function readyAt(uint32 policyId) external view returns (uint64) {
        return _known(policyId).readyAt;
    }

    /// @inheritdoc IPolicies
    function arbitratorReadyAt(address arbitrator) external view returns (uint64) {
        return _arbitrators[arbitrator];
    }

    /// @inheritdoc IPolicies
    function count() external view returns (uint32) {
        return _count;
    }

    function _add(Policy memory policy, uint64 ready) private returns (uint32 policyId) {
        uint64 named = _arbitrators[policy.arbitrator];
        if (named == 0) revert Policies_ArbitratorUnknown(policy.arbitrator);
        if (block.timestamp < named) revert Policies_ArbitratorQueued(policy.arbitrator, named);
        _checkTimes(policy);
        _within(9, policy.deposit, 1 gwei, 10 ether);
        for (uint256 i; i < 4; ++i) {
            _within(10, policy.sliceBps[i], 100, 5_000);
            _within(11, policy.weights[i], 100, 10_000);
        }
        policyId = ++_count;
        bytes32 hash = hashOf(policy);
        Entry storage entry = _entries[policyId];
        (entry.hash, entry.readyAt, entry.policy) = (hash, ready, policy);
        emit PolicyQueued(policyId, hash, msg.sender, ready, abi.encode(policy));
    }

    function _checkTimes(Policy memory policy) private pure {
        _within(1, policy.responseTime, 30 minutes, 14 days);
        _within(2, policy.responseBlocks, 1, 1_000_000);
        _within(3, policy.commitTime, 30 minutes, 7 days);
        _within(4, policy.revealTime, 30 minutes, 7 days);
        _within(5, policy.appealTime, 1 hours, 14 days);
        // A panel needs time to be drawn three times, with its phases; and every bond outlasts the longest dispute, in
        // which a default is answered late and the ruling is appealed.
        uint256 rest = uint256(policy.responseTime) + 2 * uint256(policy.appealTime);
        _within(
            6,
            policy.arbitrationTime,
            3 * (uint256(policy.commitTime) + policy.revealTime) + 1 hours,
            (LONGEST_DISPUTE - rest) / 2
        );
        _within(7, policy.claimWindow, 7 days, LONGEST_CLAIM);
        _within(8, policy.claimBlocks, 10_000, 100_000_000);
    }

    function _known(uint32 policyId) private view returns (Entry storage entry) {
        entry = _entries[policyId];
        if (entry.hash == 0) revert Policies_Unknown(policyId);
    }

    function _within(uint8 field, uint256 value, uint256 least, uint256 most) private pure {
        if (value < least || value > most) revert Policies_OutOfBounds(field, value, least, most);
    }
}
