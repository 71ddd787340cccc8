// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStanding} from "../interfaces/IStanding.sol";
import {DecayMath} from "../libraries/DecayMath.sol";

/// @title What rulings and proofs did to agents
contract Standing is IStanding {
    /// @dev Evidence as of the period it last changed in.
    struct Evidence {
        // slot 0
        uint80 positive; // milli-units
        uint80 negative; // milli-units
        uint32 count;
        uint32 period;
    }

    uint256 private constant PERIOD = 7 days;
    uint256 private constant PRIOR_POSITIVE = 1_000;
    uint256 private constant PRIOR_ALL = 3_000;

    mapping(address writer => bool) private _writers;
    mapping(uint256 agentId => mapping(bytes32 context => mapping(uint8 dimension => Evidence))) private _evidence;

    /// @param writers Contracts that may add evidence.
    constructor(address[] memory writers) {
        for (uint256 i; i < writers.length; ++i) {
            if (writers[i] == address(0)) revert Standing_ZeroWriter();
            _writers[writers[i]] = true;
        }
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
        if (!_writers[msg.sender]) revert Standing_NotWriter(msg.sender);
        if (addPositive == 0 && addNegative == 0) revert Standing_NothingToAdd(agentId);
        Evidence memory now_ = _decayed(_evidence[agentId][context][dimension]);
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
            now_.period
        );
    }

    /// @inheritdoc IStanding
    function standingOf(uint256 agentId, bytes32 context, uint8 dimension)
        external
        view
        returns (uint80 positive, uint80 negative, uint32 count, uint32 period)
    {
        Evidence memory now_ = _decayed(_evidence[agentId][context][dimension]);
        return (now_.positive, now_.negative, now_.count, now_.period);
    }

    /// @inheritdoc IStanding
    function scoreOf(uint256 agentId, bytes32 context, uint8 dimension) external view returns (uint256 ppm) {
        Evidence memory now_ = _decayed(_evidence[agentId][context][dimension]);
        return 1e6 * (PRIOR_POSITIVE + now_.positive) / (PRIOR_ALL + now_.positive + now_.negative);
    }

    /// @inheritdoc IStanding
    function isWriter(address account) external view returns (bool) {
        return _writers[account];
    }

    function _decayed(Evidence memory stored) private view returns (Evidence memory) {
        uint32 period = uint32(block.timestamp / PERIOD);
        uint256 passed = period - stored.period;
        if (passed != 0) {
            stored.positive = DecayMath.decayPositive(stored.positive, passed);
            stored.negative = DecayMath.decayNegative(stored.negative, passed);
            stored.period = period;
        }
        return stored;
    }

    function _add(uint80 stored, uint80 added) private pure returns (uint80) {
        uint256 sum = uint256(stored) + added;
        return sum > type(uint80).max ? type(uint80).max : uint80(sum);
    }
}
