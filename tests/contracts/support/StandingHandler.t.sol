// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStanding} from "../../../contracts/interfaces/IStanding.sol";
import {DecayMath} from "../../../contracts/libraries/DecayMath.sol";
import {Standing} from "../../../contracts/reputation/Standing.sol";
import {Scenario} from "./Scenario.sol";
import {Vm} from "./Vm.sol";

/// @notice A court, an auditor and strangers write on the standing of two agents in several places. Of what was emitted
/// alone, every place is computed again.
contract StandingHandler is Scenario {
    struct Replayed {
        uint80 positive; // milli-units
        uint80 negative; // milli-units
        uint32 count;
        uint256 period;
    }

    address private constant COURT = address(0xC001);
    address private constant AUDITOR = address(0xAD17);
    Standing private _own;
    mapping(bytes32 place => Replayed) private _replayed;
    uint256 public wronglyWritten; // by others, or in another measure than asked for
    uint256 public wronglyTold; // an event that differs from what follows from those before

    constructor() {
        deployAll();
        registerAgent(owner);
        registerAgent(owner);
        _own = Standing(createContract("Standing", abi.encode(registry, AUDITOR, listOf(COURT))));
    }

    function add(uint8 place, uint80 positive, uint80 negative, uint8 size) external {
        // From single units to the widths of the fields.
        (positive, negative) = (positive >> (size % 80), negative >> (size % 79));
        (uint256 agent, bytes32 context, uint8 dimension) = _at(place);
        vm.recordLogs();
        vm.prank(COURT);
        _own.addEvidence(agent, context, dimension, positive, negative, bytes32(uint256(size)));
        if (_replay() != 1) ++wronglyWritten;
    }

    function audit(uint8 place, uint80 amount) external {
        (uint256 agent, bytes32 context, uint8 dimension) = _at(place);
        vm.recordLogs();
        vm.prank(AUDITOR);
        uint80 gained = _own.addAudited(agent, context, dimension, amount % 2_000 + 1, "audit");
        if (_replay() != 1 || gained > _own.MOST_GAIN()) ++wronglyWritten;
    }

    function write(uint8 place, address who, uint80 positive, uint80 negative, bool audited) external {
        require(who != (audited ? AUDITOR : COURT), "who may");
        (uint256 agent, bytes32 context, uint8 dimension) = _at(place);
        vm.prank(who);
        (bool done,) = address(_own).call(
            audited
                ? abi.encodeCall(_own.addAudited, (agent, context, dimension, positive, "forged"))
                : abi.encodeCall(_own.addEvidence, (agent, context, dimension, positive, negative, "forged"))
        );
        if (done) ++wronglyWritten;
    }

    /// @notice Whoever bought the agent has it noted what he took over; however often, it changes nothing that stands.
    function note(uint8 place) external {
        (uint256 agent, bytes32 context, uint8 dimension) = _at(place);
        (, uint32 ownerEpoch,) = registry.ownership(agent);
        if (ownerEpoch == 0) {
            vm.prank(owner);
            registry.transferFrom(owner, buyer, agent);
        }
        vm.recordLogs();
        try _own.noteInherited(agent, context, dimension) {} catch {}
        if (_replay() != 0) ++wronglyWritten;
    }

    function wait(uint32 time, uint8 size) external {
        vm.warp(vm.getBlockTimestamp() + time % (size % 8 == 0 ? 2_000 days : 20 days));
    }

    /// @notice What is stored is what the events give, whenever it is asked for.
    function check() external view {
        assertEq(wronglyWritten, 0, "nobody else writes, and nothing else is written");
        assertEq(wronglyTold, 0, "every event follows from those before");
        uint256 now_ = vm.getBlockTimestamp() / 7 days;
        for (uint8 place; place < 8; ++place) {
            (uint256 agent, bytes32 context, uint8 dimension) = _at(place);
            (uint80 positive, uint80 negative, uint32 count,) = _own.standingOf(agent, context, dimension);
            Replayed memory kept = _decayed(_replayed[_key(agent, context, dimension)], now_);
            assertEq(positive, kept.positive, "in favour");
            assertEq(negative, kept.negative, "against");
            assertEq(count, kept.count, "changes");
        }
    }

    /// @dev Applies what was emitted to what is known, and tells how many changes that were.
    function _replay() private returns (uint256 changes) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != address(_own) || logs[i].topics[0] != IStanding.StandingChanged.selector) continue;
            ++changes;
            _apply(uint256(logs[i].topics[1]), logs[i].topics[2], uint8(uint256(logs[i].topics[3])), logs[i].data);
        }
    }

    function _apply(uint256 agent, bytes32 context, uint8 dimension, bytes memory data) private {
        (, uint80 added, uint80 against, uint80 positive, uint80 negative, uint32 count, uint32 period) =
            abi.decode(data, (bytes32, uint80, uint80, uint80, uint80, uint32, uint32));
        Replayed memory kept = _decayed(_replayed[_key(agent, context, dimension)], period);
        (kept.positive, kept.negative) = (_sum(kept.positive, added), _sum(kept.negative, against));
        ++kept.count;
        if (kept.positive != positive || kept.negative != negative || kept.count != count) ++wronglyTold;
        _replayed[_key(agent, context, dimension)] = kept;
    }

    function _decayed(Replayed memory kept, uint256 period) private pure returns (Replayed memory) {
        uint256 passed = period - kept.period;
        kept.positive = DecayMath.decayPositive(kept.positive, passed);
        kept.negative = DecayMath.decayNegative(kept.negative, passed);
        kept.period = period;
        return kept;
    }

    function _sum(uint80 kept, uint80 added) private pure returns (uint80) {
        return kept > type(uint80).max - added ? type(uint80).max : kept + added;
    }

    function _at(uint8 place) private pure returns (uint256 agent, bytes32 context, uint8 dimension) {
        return (place % 2, bytes32(uint256(place / 2 % 2)), place / 4 % 2);
    }

    function _key(uint256 agent, bytes32 context, uint8 dimension) private pure returns (bytes32) {
        return keccak256(abi.encode(agent, context, dimension));
    }
}
