// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IStanding} from "../interfaces/IStanding.sol";
import {DecayMath} from "../libraries/DecayMath.sol";

/// @title What rulings, proofs and audits did to agents
contract Standing is IStanding {
    /// @dev Evidence as of when it last changed.
    struct Evidence {
        // slot 0
        uint80 positive; // milli-units
        uint80 negative; // milli-units
        uint32 count;
        uint64 clock; // Unix seconds of the last change, and below them in 24 bits for how many seconds it suspends
    }

    /// @dev How far audits may lift an agent.
    struct Recovery {
        // slot 0
        uint80 negative; // milli-units against it after the last audit
        uint32 period; // period of the last audit
        uint32 gained; // milli-units gained by audits in that period
        uint32 ceiling; // score in millionths that audits may not exceed
        uint32 until; // first period without the ceiling
    }

    /// @inheritdoc IStanding
    uint256 public constant PERIOD = 7 days;
    /// @inheritdoc IStanding
    uint80 public constant MOST_GAIN = 1_000;
    /// @inheritdoc IStanding
    uint80 public constant SEVERE = 2_000;
    /// @inheritdoc IStanding
    uint32 public constant RECOVERY_PERIODS = 26;

    uint256 private constant PPM = 1e6;
    uint256 private constant PRIOR_POSITIVE = 1_000;
    uint256 private constant PRIOR_ALL = 3_000;
    uint256 private constant MOST_WRITERS = 4;
    uint256 private constant SUSPENSION = 1 minutes; // for each milli-unit against
    uint256 private constant LONGEST_SUSPENSION = 7 days; // by one ruling or proof
    uint256 private constant CLOCK = 24; // bits below the time of a change
    uint8 private constant JUDGED = 2; // dimensions that rulings and proofs know

    IAgentRegistry private immutable _registry;
    address private immutable _auditor;
    // Not in storage: every change would pay for reading it.
    address private immutable _writer0;
    address private immutable _writer1;
    address private immutable _writer2;
    address private immutable _writer3;

    mapping(uint256 agentId => mapping(bytes32 context => mapping(uint8 dimension => Evidence))) private _evidence;
    mapping(uint256 agentId => mapping(bytes32 context => mapping(uint8 dimension => Evidence))) private _inherited;
    mapping(uint256 agentId => mapping(bytes32 context => mapping(uint8 dimension => Recovery))) private _recoveries;

    /// @param registry Identity registry, which knows when agents changed owner.
    /// @param auditor Contract that may add what audits found.
    /// @param writers Contracts that may add what rulings and proofs found, four at most.
    constructor(IAgentRegistry registry, address auditor, address[] memory writers) {
        if (writers.length > MOST_WRITERS) revert Standing_TooManyWriters(writers.length, MOST_WRITERS);
        for (uint256 i; i < writers.length; ++i) {
            if (writers[i] == address(0)) revert Standing_ZeroWriter();
        }
        (_registry, _auditor) = (registry, auditor);
        _writer0 = writers.length > 0 ? writers[0] : address(0);
        _writer1 = writers.length > 1 ? writers[1] : address(0);
        _writer2 = writers.length > 2 ? writers[2] : address(0);
        _writer3 = writers.length > 3 ? writers[3] : address(0);
    }

    /// @inheritdoc IStanding
    function addEvidence(
        uint256 agentId,
        bytes32 context,
        uint8 dimension,
        uint80 addPositive,
        uint80 addNegative,
        bytes32 cause
    ) external {
        if (!isWriter(msg.sender)) revert Standing_NotWriter(msg.sender);
        if (addPositive == 0 && addNegative == 0) revert Standing_NothingToAdd(agentId);
        _change(agentId, context, dimension, addPositive, addNegative, cause);
    }

    /// @inheritdoc IStanding
    function addAudited(uint256 agentId, bytes32 context, uint8 dimension, uint80 amount, bytes32 cause)
        external
        returns (uint80 gained)
    {
        if (msg.sender != _auditor) revert Standing_NotWriter(msg.sender);
        Evidence memory now_ = _decayed(_evidence[agentId][context][dimension]);
        Recovery memory recovery = _judged(_recoveries[agentId][context][dimension], now_);
        uint256 room = _room(recovery, now_);
        gained = amount < room ? amount : uint80(room);
        if (gained == 0) revert Standing_NothingToGain(agentId, recovery.ceiling, recovery.until);
        recovery.gained += uint32(gained);
        _recoveries[agentId][context][dimension] = recovery;
        _change(agentId, context, dimension, gained, 0, cause);
    }

    /// @inheritdoc IStanding
    function noteInherited(uint256 agentId, bytes32 context, uint8 dimension) external {
        (, uint32 ownerEpoch, uint64 since) = _registry.ownership(agentId);
        Evidence memory taken = _evidence[agentId][context][dimension];
        if (ownerEpoch == 0 || taken.clock == 0 || _changedAt(taken) > since) {
            revert Standing_NothingToNote(agentId, ownerEpoch, uint64(_changedAt(taken)));
        }
        taken = _decayed(taken);
        taken.clock = uint64(block.timestamp << CLOCK);
        _inherited[agentId][context][dimension] = taken;
        emit InheritanceNoted(
            agentId, context, dimension, ownerEpoch, taken.positive, taken.negative, taken.count
        );
    }

    /// @inheritdoc IStanding
    function standingOf(uint256 agentId, bytes32 context, uint8 dimension)
        external
        view
        returns (uint80 positive, uint80 negative, uint32 count, uint32 period)
    {
        Evidence memory now_ = _decayed(_evidence[agentId][context][dimension]);
        return (now_.positive, now_.negative, now_.count, _periodOf(block.timestamp));
    }

    /// @inheritdoc IStanding
    function inheritedOf(uint256 agentId, bytes32 context, uint8 dimension)
        external
        view
        returns (uint80 positive, uint80 negative, uint32 count, uint32 ownerEpoch)
    {
        uint64 since;
        (, ownerEpoch, since) = _registry.ownership(agentId);
        if (ownerEpoch == 0) return (0, 0, 0, 0);
        Evidence memory taken = _evidence[agentId][context][dimension];
        if (_changedAt(taken) > since) {
            taken = _inherited[agentId][context][dimension];
            // Nobody noted it before something else was decided: all of it counts as this owner's.
            if (_changedAt(taken) < since) return (0, 0, 0, ownerEpoch);
        }
        taken = _decayed(taken);
        return (taken.positive, taken.negative, taken.count, ownerEpoch);
    }

    /// @inheritdoc IStanding
    function scoreOf(uint256 agentId, bytes32 context, uint8 dimension) external view returns (uint256 ppm) {
        return _score(_decayed(_evidence[agentId][context][dimension]));
    }

    /// @inheritdoc IStanding
    function suspensionOf(uint256 agentId) external view returns (uint64 since, uint64 until) {
        for (uint8 dimension; dimension < JUDGED; ++dimension) {
            Evidence memory kept = _evidence[agentId][0][dimension];
            (uint256 begin, uint256 end) = (_changedAt(kept), _suspendedUntil(kept));
            if (end > begin && end > until) (since, until) = (uint64(begin), uint64(end));
        }
    }

    /// @inheritdoc IStanding
    function roomOf(uint256 agentId, bytes32 context, uint8 dimension)
        external
        view
        returns (uint80 room, uint32 ceiling, uint32 until)
    {
        Evidence memory now_ = _decayed(_evidence[agentId][context][dimension]);
        Recovery memory recovery = _judged(_recoveries[agentId][context][dimension], now_);
        return (uint80(_room(recovery, now_)), recovery.ceiling, recovery.until);
    }

    /// @inheritdoc IStanding
    function isWriter(address account) public view returns (bool) {
        return account != address(0)
            && (account == _writer0 || account == _writer1 || account == _writer2 || account == _writer3);
    }

    function _change(
        uint256 agentId,
        bytes32 context,
        uint8 dimension,
        uint80 addPositive,
        uint80 addNegative,
        bytes32 cause
    ) private {
        Evidence memory now_ = _decayed(_evidence[agentId][context][dimension]);
        uint256 end = addNegative * SUSPENSION;
        end = block.timestamp + (end < LONGEST_SUSPENSION ? end : LONGEST_SUSPENSION);
        uint256 before = _suspendedUntil(now_);
        if (before > end) end = before;
        now_.clock = uint64(block.timestamp << CLOCK | end - block.timestamp);
        now_.positive = _add(now_.positive, addPositive);
        now_.negative = _add(now_.negative, addNegative);
        if (now_.count != type(uint32).max) ++now_.count;
        _evidence[agentId][context][dimension] = now_;
        emit StandingChanged(
            agentId,
            context,
            dimension,
            cause,
            addPositive,
            addNegative,
            now_.positive,
            now_.negative,
            now_.count,
            _periodOf(block.timestamp)
        );
    }

    function _changedAt(Evidence memory stored) private pure returns (uint256) {
        return stored.clock >> CLOCK;
    }

    /// @dev Unix seconds until which the last change suspends; that of the change when it does not.
    function _suspendedUntil(Evidence memory stored) private pure returns (uint256) {
        return (stored.clock >> CLOCK) + uint24(stored.clock);
    }

    function _decayed(Evidence memory stored) private view returns (Evidence memory) {
        uint256 passed;
        // One division: bits below a second never reach the period. No change lies in the future.
        unchecked {
            passed = block.timestamp / PERIOD - stored.clock / (PERIOD << CLOCK);
        }
        if (passed != 0) {
            stored.positive = DecayMath.decayPositive(stored.positive, passed);
            stored.negative = DecayMath.decayNegative(stored.negative, passed);
        }
        return stored;
    }

    /// @dev What is known of an agent's recovery now: a severe breach since the last audit brings a ceiling, the score
    /// that it would have without it.
    function _judged(Recovery memory last, Evidence memory now_) private view returns (Recovery memory) {
        uint32 period = _periodOf(block.timestamp);
        uint80 known = DecayMath.decayNegative(last.negative, period - last.period);
        if (now_.negative >= uint256(known) + SEVERE) {
            uint256 ceiling = _scoreFor(now_.positive, known);
            bool lower = period >= last.until || ceiling < last.ceiling;
            if (lower) last.ceiling = uint32(ceiling);
            last.until = period + RECOVERY_PERIODS;
        }
        if (last.period != period) last.gained = 0;
        (last.period, last.negative) = (period, now_.negative);
        return last;
    }

    /// @dev Milli-units that an audit may add in the period of `recovery`.
    function _room(Recovery memory recovery, Evidence memory now_) private pure returns (uint256 room) {
        room = MOST_GAIN - recovery.gained;
        if (recovery.period < recovery.until) {
            uint256 below = _belowCeiling(recovery.ceiling, now_);
            if (below < room) room = below;
        }
    }

    /// @dev Largest x for which floor(1e6 * (1000 + P + x) / (3000 + P + x + N)) is at most the ceiling: that is where
    /// (P + x) * (1e6 - ceiling - 1) < (ceiling + 1) * (3000 + N) - 1e9.
    function _belowCeiling(uint256 ceiling, Evidence memory now_) private pure returns (uint256) {
        uint256 most = (ceiling + 1) * (PRIOR_ALL + now_.negative);
        uint256 rest = PPM - ceiling - 1;
        if (rest == 0) return type(uint80).max;
        if (most <= PPM * PRIOR_POSITIVE) return 0;
        uint256 positive = (most - PPM * PRIOR_POSITIVE - 1) / rest;
        return positive > now_.positive ? positive - now_.positive : 0;
    }

    function _score(Evidence memory now_) private pure returns (uint256) {
        return _scoreFor(now_.positive, now_.negative);
    }

    function _scoreFor(uint256 positive, uint256 negative) private pure returns (uint256) {
        return PPM * (PRIOR_POSITIVE + positive) / (PRIOR_ALL + positive + negative);
    }

    function _periodOf(uint256 time) private pure returns (uint32) {
        return uint32(time / PERIOD);
    }

    function _add(uint80 stored, uint80 added) private pure returns (uint80) {
        uint256 sum = uint256(stored) + added;
        return sum > type(uint80).max ? type(uint80).max : uint80(sum);
    }
}
