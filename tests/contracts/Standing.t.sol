// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStanding} from "../../contracts/interfaces/IStanding.sol";
import {DecayMath} from "../../contracts/libraries/DecayMath.sol";
import {Standing} from "../../contracts/reputation/Standing.sol";
import {Scenario} from "./support/Scenario.sol";

contract StandingTest is Scenario {
    uint256 private constant PERIOD = 7 days;
    bytes32 private constant CONTEXT = keccak256("context");
    bytes32 private constant CAUSE = keccak256("cause");
    uint256 private start; // first second of a period

    function setUp() public {
        deployAll();
        for (uint256 i; i < 3; ++i) {
            registerAgent(owner); // 0 to 2
        }
        start = (START / PERIOD + 1) * PERIOD;
        vm.warp(start);
    }

    function test_RevertWhen_WriterIsZero() public {
        vm.expectRevert(abi.encodeWithSelector(IStanding.Standing_ZeroWriter.selector));
        createContract("Standing", abi.encode(registry, audits, new address[](1)));
        vm.expectRevert(abi.encodeWithSelector(IStanding.Standing_TooManyWriters.selector, 5, 4));
        createContract("Standing", abi.encode(registry, audits, new address[](5)));
    }

    function test_addEvidence_ByEachOfSoManyWriters() public {
        for (uint256 n; n <= 4; ++n) {
            address[] memory writers = new address[](n);
            for (uint256 i; i < n; ++i) {
                writers[i] = address(uint160(0xE0 + i));
            }
            Standing own = Standing(createContract("Standing", abi.encode(registry, audits, writers)));
            for (uint256 i; i < n; ++i) {
                vm.prank(writers[i]);
                own.addEvidence(1, CONTEXT, 0, 0, 1, CAUSE);
            }
            (,, uint32 count,) = own.standingOf(1, CONTEXT, 0);
            assertEq(count, n, "each");
            vm.expectRevert(abi.encodeWithSelector(IStanding.Standing_NotWriter.selector, address(0xE4)));
            vm.prank(address(0xE4));
            own.addEvidence(1, CONTEXT, 0, 0, 1, CAUSE);
        }
    }

    function test_RevertWhen_CallerIsNoWriter() public {
        assertFalse(standing.isWriter(stranger), "a stranger");
        assertTrue(standing.isWriter(address(prover)), "the prover");
        assertFalse(standing.isWriter(address(0)), "nobody");
        assertFalse(standing.isWriter(address(audits)), "the audits have a way of their own");
        vm.expectRevert(abi.encodeWithSelector(IStanding.Standing_NotWriter.selector, stranger));
        vm.prank(stranger);
        standing.addEvidence(1, CONTEXT, 0, 1, 1, CAUSE);
    }

    function test_RevertWhen_NothingIsAdded() public {
        vm.expectRevert(abi.encodeWithSelector(IStanding.Standing_NothingToAdd.selector, 1));
        _add(1, CONTEXT, 0, 0, 0);
    }

    function test_addEvidence_AddsExactly() public {
        uint32 period = uint32(start / PERIOD);
        vm.expectEmit(address(standing));
        emit IStanding.StandingChanged(1, CONTEXT, 2, CAUSE, 700, 300, 700, 300, 1, period);
        _add(1, CONTEXT, 2, 700, 300);
        vm.expectEmit(address(standing));
        emit IStanding.StandingChanged(1, CONTEXT, 2, CAUSE, 0, 50, 700, 350, 2, period);
        _add(1, CONTEXT, 2, 0, 50);
        _expect(1, CONTEXT, 2, 700, 350, 2);
        _expect(2, CONTEXT, 2, 0, 0, 0);
        _expect(1, CAUSE, 2, 0, 0, 0);
        _expect(1, CONTEXT, 1, 0, 0, 0);
    }

    function test_addEvidence_SuspendsForAMinuteAMilliUnit() public {
        (, uint64 until) = standing.suspensionOf(1);
        assertEq(until, 0, "none yet");
        _add(1, 0, 1, 0, 100);
        (uint64 since, uint64 first) = standing.suspensionOf(1);
        assertEq(since, vm.getBlockTimestamp(), "since");
        assertEq(first, vm.getBlockTimestamp() + 100 minutes, "until");
        // What is lighter does not shorten it, what favours neither; another dimension counts as well.
        vm.warp(vm.getBlockTimestamp() + 10 minutes);
        _add(1, 0, 1, 0, 1);
        _add(1, 0, 1, 5, 0);
        _add(1, 0, 0, 0, 80);
        (, until) = standing.suspensionOf(1);
        assertEq(until, first, "as before");
        _add(1, 0, 0, 0, type(uint80).max);
        (, until) = standing.suspensionOf(1);
        assertEq(until, vm.getBlockTimestamp() + 7 days, "seven days at most");
        vm.warp(until + 1);
        _add(1, 0, 1, 5, 0);
        (, uint64 still) = standing.suspensionOf(1);
        assertEq(still, until, "what favours renews nothing");
    }

    function test_addEvidence_StopsAtTheLargestValue() public {
        uint80 most = type(uint80).max;
        _add(1, CONTEXT, 0, most, most - 1);
        _add(1, CONTEXT, 0, most, 1);
        _expect(1, CONTEXT, 0, most, most, 2);
        _add(1, CONTEXT, 0, 1, 1);
        _expect(1, CONTEXT, 0, most, most, 3);
        assertTrue(standing.scoreOf(1, CONTEXT, 0) < 500_001, "score at the largest values");
    }

    function test_addEvidence_DecaysOncePerPeriod() public {
        _add(1, CONTEXT, 0, 1_000_000, 1_000_000);
        vm.warp(start + 3 * PERIOD + 5);
        (uint80 positive, uint80 negative,,) = standing.standingOf(1, CONTEXT, 0);
        for (uint80 i = 1; i <= 5; ++i) {
            _add(1, CONTEXT, 0, 1, 1);
            _expect(1, CONTEXT, 0, positive + i, negative + i, i + 1);
        }
    }

    function test_standingOf_Halves() public {
        _add(1, CONTEXT, 0, 1_000_000, 1_000_000);
        vm.warp(start + 13 * PERIOD);
        (uint80 positive,,,) = standing.standingOf(1, CONTEXT, 0);
        assertTrue(positive <= 500_000 && positive >= 499_990, "half after 13 periods");
        vm.warp(start + 26 * PERIOD);
        (, uint80 negative,,) = standing.standingOf(1, CONTEXT, 0);
        assertTrue(negative >= 500_000 && negative <= 500_010, "half after 26 periods");
    }

    function test_standingOf_DecaysAtBoundaries() public {
        _add(1, CONTEXT, 0, 1_000_000, 0);
        vm.warp(start + PERIOD - 1);
        _expect(1, CONTEXT, 0, 1_000_000, 0, 1);
        vm.warp(start + PERIOD);
        _expect(1, CONTEXT, 0, 948_077, 0, 1); // floor(1e6 * 2^(-1/13))
    }

    function test_standingOf_EndsAtTheLongestDecay() public {
        _add(1, CONTEXT, 0, type(uint80).max, type(uint80).max);
        vm.warp(start + 4_095 * PERIOD);
        _expect(1, CONTEXT, 0, 0, 0, 1);
        vm.warp(start + 100_000 * PERIOD);
        _expect(1, CONTEXT, 0, 0, 0, 1);
    }

    function testFuzz_decay_NeverGrowsAndNeverFavours(uint80 value, uint256 periods) public pure {
        uint80 positive = DecayMath.decayPositive(value, periods);
        uint80 negative = DecayMath.decayNegative(value, periods);
        assertTrue(positive <= value && negative <= value, "never grows");
        assertTrue(positive <= negative, "faults are forgotten more slowly");
        if (periods == 0) assertTrue(positive == value && negative == value, "no time, no change");
        if (periods > 4_095) {
            assertEq(positive, DecayMath.decayPositive(value, 4_095), "bounded");
            assertEq(negative, DecayMath.decayNegative(value, 4_095), "bounded");
        }
    }

    function test_scoreOf_BeginsAtAThird() public {
        assertEq(standing.scoreOf(1, CONTEXT, 0), 333_333, "prior");
        _add(1, CONTEXT, 0, 0, 10_000);
        assertEq(standing.scoreOf(1, CONTEXT, 0), 76_923, "after a grave fault"); // 1000 / 13000
    }

    function testFuzz_scoreOf_StaysBelowAMillion(uint80 positive, uint80 negative) public {
        vm.assume(positive != 0 || negative != 0);
        _add(1, CONTEXT, 0, positive, negative);
        uint256 score = standing.scoreOf(1, CONTEXT, 0);
        assertTrue(score < 1_000_000, "below a million");
        assertEq(score, uint256(1e6) * (1_000 + uint256(positive)) / (3_000 + uint256(positive) + negative), "formula");
    }

    // audits

    function test_RevertWhen_SomeoneElseAudits() public {
        vm.expectRevert(abi.encodeWithSelector(IStanding.Standing_NotWriter.selector, address(prover)));
        vm.prank(address(prover));
        standing.addAudited(1, CONTEXT, 0, 1, CAUSE);
    }

    function test_addAudited_AddsSlowly() public {
        vm.expectEmit(address(standing));
        emit IStanding.StandingChanged(1, CONTEXT, 0, CAUSE, 600, 0, 600, 0, 1, uint32(start / PERIOD));
        assertEq(_audit(600), 600, "all of it");
        assertEq(_audit(600), 400, "as much as there is room");
        vm.expectRevert(abi.encodeWithSelector(IStanding.Standing_NothingToGain.selector, 1, 0, 0));
        vm.prank(address(audits));
        standing.addAudited(1, CONTEXT, 0, 600, CAUSE);
        vm.warp(start + PERIOD);
        assertEq(_audit(1_000), 1_000, "the next period");
    }

    /// @dev One severe breach outweighs four units of audited acts.
    function test_addEvidence_OneSevereBreachOutweighsManyGoodActs() public {
        for (uint256 i; i < 4; ++i) {
            vm.warp(start + i * PERIOD);
            _audit(1_000);
        }
        uint256 before = standing.scoreOf(1, CONTEXT, 0);
        assertTrue(before > 333_333, "gained");
        _add(1, CONTEXT, 0, 0, 10_000);
        assertTrue(standing.scoreOf(1, CONTEXT, 0) < 333_333, "lower than whoever never did anything");
    }

    function test_addAudited_LiftsNoHigherThanBeforeASevereBreach() public {
        _audit(1_000);
        vm.warp(start + PERIOD);
        _audit(1_000);
        uint256 before = standing.scoreOf(1, CONTEXT, 0);
        _add(1, CONTEXT, 0, 0, 5_000);
        for (uint256 i = 2; i < 27; ++i) {
            vm.warp(start + i * PERIOD);
            (uint80 room, uint32 ceiling, uint32 until) = standing.roomOf(1, CONTEXT, 0);
            assertAtMost(ceiling, before, "the score before");
            assertEq(until, (start + 28 * PERIOD) / PERIOD, "half a year from the first audit after");
            if (room != 0) assertEq(_audit(1_000), room, "as much as there is room");
            assertAtMost(standing.scoreOf(1, CONTEXT, 0), ceiling, "never above");
        }
        vm.warp(start + 28 * PERIOD);
        assertEq(_audit(1_000), 1_000, "afterwards it rises");
    }

    /// @dev Old faults that fade lift the score above the ceiling by themselves; audits lift it no further.
    function test_roomOf_IsNoneWhereFadingFaultsLiftEnough() public {
        _add(1, CONTEXT, 0, 0, 1_000_000);
        _audit(1);
        _add(1, CONTEXT, 0, 0, 5_000);
        _audit(1);
        vm.warp(start + 20 * PERIOD);
        (uint80 room, uint32 ceiling,) = standing.roomOf(1, CONTEXT, 0);
        assertTrue(standing.scoreOf(1, CONTEXT, 0) > ceiling, "above it");
        assertEq(room, 0, "no room");
    }

    /// @dev Small faults that audits come between bring no ceiling.
    function test_roomOf_SmallFaultsBringNoCeiling() public {
        for (uint256 i; i < 6; ++i) {
            vm.warp(start + i * PERIOD);
            _add(1, CONTEXT, 0, 0, 1_999);
            assertEq(_audit(1_000), 1_000, "room");
        }
    }

    /// @dev Waiting for half a year hides no grave breach.
    function testFuzz_addAudited_NeverLiftsAboveTheCeiling(uint80 positive, uint80 negative, uint16 weeks_) public {
        _add(1, CONTEXT, 0, positive % 1e9, uint80(4_000 + uint256(negative) % 1e12));
        uint256 ceiling = uint256(1e6) * (1_000 + uint256(positive % 1e9)) / (3_000 + uint256(positive % 1e9));
        vm.warp(start + weeks_ % 27 * PERIOD);
        vm.prank(address(audits));
        try standing.addAudited(1, CONTEXT, 0, 1_000, CAUSE) {
            assertAtMost(standing.scoreOf(1, CONTEXT, 0), ceiling, "never above");
        } catch {}
    }

    // owners

    function test_inheritedOf_TellsWhatAnOwnerTookOver() public {
        _expectInherited(1, 0, 0, 0, 0);
        _add(1, CONTEXT, 0, 0, 1_000);
        _expectInherited(1, 0, 0, 0, 0);
        vm.warp(start + 5);
        vm.prank(owner);
        registry.transferFrom(owner, buyer, 1);
        _expectInherited(1, 0, 1_000, 1, 1); // nothing happened since
        vm.warp(start + 10);
        vm.expectEmit(address(standing));
        emit IStanding.InheritanceNoted(1, CONTEXT, 0, 1, 0, 1_000, 1);
        standing.noteInherited(1, CONTEXT, 0);
        _add(1, CONTEXT, 0, 0, 500);
        _add(1, CONTEXT, 0, 0, 500);
        _expectInherited(1, 0, 1_000, 1, 1);
        _expect(1, CONTEXT, 0, 0, 2_000, 3);
        vm.warp(start + 26 * PERIOD);
        (, uint80 negative,,) = standing.inheritedOf(1, CONTEXT, 0);
        assertEq(negative, DecayMath.decayNegative(1_000, 26), "decays as all does");
        vm.prank(buyer);
        registry.transferFrom(buyer, stranger, 1);
        (, uint80 all,,) = standing.standingOf(1, CONTEXT, 0);
        _expectInherited(1, 0, all, 3, 2);
    }

    /// @dev What nobody noted before something else was decided counts as the present owner's.
    function test_inheritedOf_IsNothingWhereNothingWasNoted() public {
        _add(2, CONTEXT, 0, 0, 500);
        _expectNothingToNote(2, 0, start);
        vm.warp(start + 3);
        vm.prank(owner);
        registry.transferFrom(owner, buyer, 2);
        _expectInherited(2, 0, 500, 1, 1);
        vm.warp(start + 5);
        _add(2, CONTEXT, 0, 0, 7);
        _expectInherited(2, 0, 0, 0, 1);
        _expectNothingToNote(2, 1, start + 5);
        vm.warp(start + 6);
        vm.prank(buyer);
        registry.transferFrom(buyer, owner, 2);
        standing.noteInherited(2, CONTEXT, 0);
        vm.warp(start + 7);
        vm.prank(owner);
        registry.transferFrom(owner, buyer, 2);
        _add(2, CONTEXT, 0, 0, 1);
        _expectInherited(2, 0, 508, 3, 3); // in the same second as the sale, so before it
        vm.warp(start + 8);
        _add(2, CONTEXT, 0, 0, 1);
        _expectInherited(2, 0, 0, 0, 3); // the note was of an earlier owner
    }

    function _audit(uint80 amount) private returns (uint256) {
        vm.prank(address(audits));
        return standing.addAudited(1, CONTEXT, 0, amount, CAUSE);
    }

    function _expectNothingToNote(uint256 agentId, uint32 ownerEpoch, uint256 changedAt) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IStanding.Standing_NothingToNote.selector, agentId, ownerEpoch, uint64(changedAt)
            )
        );
        standing.noteInherited(agentId, CONTEXT, 0);
    }

    function _expectInherited(uint256 agentId, uint80 positive, uint80 negative, uint256 count, uint256 epoch)
        private
        view
    {
        (uint80 isPositive, uint80 isNegative, uint32 isCount, uint32 isEpoch) =
            standing.inheritedOf(agentId, CONTEXT, 0);
        assertEq(isPositive, positive, "inherited positive");
        assertEq(isNegative, negative, "inherited negative");
        assertEq(isCount, count, "inherited count");
        assertEq(isEpoch, epoch, "owner epoch");
    }

    function _add(uint256 agentId, bytes32 context, uint8 dimension, uint80 positive, uint80 negative) private {
        vm.prank(address(prover));
        standing.addEvidence(agentId, context, dimension, positive, negative, CAUSE);
    }

    function _expect(uint256 agentId, bytes32 context, uint8 dimension, uint80 positive, uint80 negative, uint256 count)
        private
        view
    {
        (uint80 isPositive, uint80 isNegative, uint32 isCount, uint32 period) =
            standing.standingOf(agentId, context, dimension);
        assertEq(isPositive, positive, "positive");
        assertEq(isNegative, negative, "negative");
        assertEq(isCount, count, "count");
        assertEq(period, vm.getBlockTimestamp() / PERIOD, "period");
    }
}
