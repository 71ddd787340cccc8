// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Lifecycle} from "../../contracts/identity/Lifecycle.sol";
import {ILifecycle} from "../../contracts/interfaces/ILifecycle.sol";
import {CourtCases} from "../../contracts/libraries/CourtCases.sol";
import {Case, FaultClass} from "../../contracts/types/Dispute.sol";
import {CourtScenario} from "./support/CourtScenario.sol";

contract LifecycleTest is CourtScenario {
    bytes32 private constant CAUSE = keccak256("cause");
    Lifecycle private lifecycle;

    function setUp() public {
        deployCourt();
        // The authority of the stories claims, too.
        lifecycle = Lifecycle(createContract("Lifecycle", abi.encode(registry, disputeCourt, standing, claimant)));
    }

    function test_suspend_EndsByItself() public {
        uint64 until = uint64(START + 7 days);
        vm.expectEmit(address(lifecycle));
        emit ILifecycle.AgentSuspended(agentId, CAUSE, claimant, until, EVIDENCE);
        _suspend(CAUSE);
        _expectLife(ILifecycle.Life.Suspended);
        pass(7 days - 1);
        _expectLife(ILifecycle.Life.Suspended);
        pass(1);
        _expectLife(ILifecycle.Life.Active);
        assertEq(uint256(lifecycle.lifeAt(agentId, uint64(START))), 1, "it was suspended then");
        assertEq(uint256(lifecycle.lifeAt(agentId, uint64(START - 1))), 0, "and not before");
        (uint64 from, uint64 ended, uint256 disputeId) = lifecycle.suspensionOf(agentId);
        assertEq(from, START, "from");
        assertEq(ended, until, "until");
        assertEq(disputeId, 0, "no dispute");
    }

    /// @dev Slash, restitution, evidence and suspension: one transaction changes all four, and none of them again.
    function test_execute_ChangesAllFourAtOnce() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        ruleBy(case_, 1);
        pass(policy.appealTime);
        disputeCourt.finalize(case_, policy);
        _expectFour(case_, false);
        disputeCourt.execute(case_, policy);
        _expectFour(case_, true);
        (uint64 since, uint64 until) = standing.suspensionOf(agentId);
        assertEq(since, vm.getBlockTimestamp(), "since");
        assertEq(until, vm.getBlockTimestamp() + uint256(policy.weights[2]) * 1 minutes, "a minute a milli-unit");
        pass(1 hours);
        vm.expectRevert();
        disputeCourt.execute(case_, policy);
        _expectFour(case_, true);
        (, uint64 again) = standing.suspensionOf(agentId);
        assertEq(again, until, "no longer than before");
        vm.warp(until - 1);
        _expectLife(ILifecycle.Life.Suspended);
        vm.warp(until);
        _expectLife(ILifecycle.Life.Active);
        assertEq(uint256(lifecycle.lifeAt(agentId, since)), 1, "it was suspended then");
        assertEq(uint256(lifecycle.lifeAt(agentId, since - 1)), 0, "and not before");
    }

    function test_execute_WithoutPunishmentSuspendsNobody() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        ruleBy(case_, 2);
        finish(case_);
        _expectLife(ILifecycle.Life.Active);
    }

    function test_ruled_TheAuthorityHasNoPowerOverIt() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        ruleBy(case_, 1);
        finish(case_);
        vm.expectRevert(
            abi.encodeWithSelector(ILifecycle.Lifecycle_WrongLife.selector, agentId, ILifecycle.Life.Active)
        );
        vm.prank(claimant);
        lifecycle.lift(agentId);
        _suspend(CAUSE);
        vm.prank(claimant);
        lifecycle.lift(agentId);
        _expectLife(ILifecycle.Life.Suspended);
        pass(7 days);
        _expectLife(ILifecycle.Life.Active);
    }

    function _expectFour(Case memory case_, bool done) private view {
        (uint256 active,,,) = vault.bondOf(subject, owner);
        assertEq(active, done ? BOND - case_.slice - FEE : BOND, "slash");
        assertEq(vault.creditOf(injured), done ? case_.slice * 3_000 / 10_000 : 0, "restitution");
        (, uint80 negative,,) = standing.standingOf(agentId, 0, 1);
        assertEq(negative, done ? policy.weights[2] : 0, "evidence");
        assertEq(uint256(lifecycle.lifeOf(agentId)), done ? 1 : 0, "suspension");
    }

    function test_suspend_OncePerCause() public {
        _suspend(CAUSE);
        vm.expectRevert(abi.encodeWithSelector(ILifecycle.Lifecycle_CauseUsed.selector, agentId, CAUSE));
        _suspend(CAUSE);
        vm.expectRevert(
            abi.encodeWithSelector(ILifecycle.Lifecycle_WrongLife.selector, agentId, ILifecycle.Life.Suspended)
        );
        _suspend("another");
        pass(8 days);
        vm.expectRevert(abi.encodeWithSelector(ILifecycle.Lifecycle_CauseUsed.selector, agentId, CAUSE));
        _suspend(CAUSE);
        vm.expectRevert(abi.encodeWithSelector(ILifecycle.Lifecycle_CauseUsed.selector, agentId, bytes32(0)));
        _suspend(0);
        _suspend("another");
        _expectLife(ILifecycle.Life.Suspended);
    }

    function test_RevertWhen_SomeoneElseSuspendsOrLifts() public {
        vm.expectRevert(abi.encodeWithSelector(ILifecycle.Lifecycle_NotAuthority.selector, owner));
        vm.prank(owner);
        lifecycle.suspend(agentId, CAUSE, EVIDENCE);
        vm.expectRevert(abi.encodeWithSelector(ILifecycle.Lifecycle_NotAuthority.selector, owner));
        vm.prank(owner);
        lifecycle.lift(agentId);
        vm.expectRevert(abi.encodeWithSelector(ILifecycle.Lifecycle_AgentUnknown.selector, 99));
        vm.prank(claimant);
        lifecycle.suspend(99, CAUSE, EVIDENCE);
    }

    function test_lift_EndsAtOnce() public {
        _suspend(CAUSE);
        pass(5);
        vm.expectEmit(address(lifecycle));
        emit ILifecycle.SuspensionLifted(agentId, uint64(START + 5));
        vm.prank(claimant);
        lifecycle.lift(agentId);
        _expectLife(ILifecycle.Life.Active);
        assertEq(uint256(lifecycle.lifeAt(agentId, uint64(START + 4))), 1, "it was suspended then");
        vm.expectRevert(
            abi.encodeWithSelector(ILifecycle.Lifecycle_WrongLife.selector, agentId, ILifecycle.Life.Active)
        );
        vm.prank(claimant);
        lifecycle.lift(agentId);
    }

    /// @dev A dispute of the authority holds a suspension until it is over, and no longer.
    function test_prolong_UntilTheDisputeIsOver() public {
        _suspend(CAUSE);
        pass(1);
        Case memory case_ = openFresh(FaultClass.Harm);
        lifecycle.prolong(agentId, case_);
        pass(8 days);
        passBlocks(21);
        _expectLife(ILifecycle.Life.Suspended);
        _expectNoGround(case_);
        lifecycle.release(agentId, case_); // not over
        Case memory another = openFresh(FaultClass.Negligence);
        _default(case_);
        _expectNoGround(another);
        lifecycle.release(agentId, another);
        lifecycle.release(agentId, case_);
        _expectLife(ILifecycle.Life.Active);
    }

    function test_prolong_EndsAtTheLatest() public {
        _suspend(CAUSE);
        pass(1);
        lifecycle.prolong(agentId, openFresh(FaultClass.Harm));
        pass(73 days - 2);
        _expectLife(ILifecycle.Life.Suspended);
        pass(1);
        _expectLife(ILifecycle.Life.Active);
    }

    function test_RevertWhen_ADisputeDoesNotProlong() public {
        Case memory early = openFresh(FaultClass.Harm);
        pass(1);
        _suspend(CAUSE);
        _expectNoGround(early);
        lifecycle.prolong(agentId, early);
        pass(1);
        Case memory case_ = openFresh(FaultClass.Negligence);
        Case memory forged = case_;
        forged.openedAt += 1;
        vm.expectRevert(abi.encodeWithSelector(CourtCases.CourtCases_WrongCase.selector, case_.disputeId));
        lifecycle.prolong(agentId, forged);
        forged.openedAt -= 1;
        lifecycle.prolong(agentId, case_);
        _expectNoGround(case_);
        lifecycle.prolong(agentId, case_); // once
    }

    function test_RevertWhen_SomeoneElsesDisputeProlongs() public {
        lifecycle = Lifecycle(createContract("Lifecycle", abi.encode(registry, disputeCourt, standing, stranger)));
        vm.prank(stranger);
        lifecycle.suspend(agentId, CAUSE, EVIDENCE);
        Case memory case_ = openFresh(FaultClass.Harm);
        _expectNoGround(case_);
        lifecycle.prolong(agentId, case_);
    }

    function test_retire_ByTheOwnerForGood() public {
        vm.expectRevert(abi.encodeWithSelector(ILifecycle.Lifecycle_NotAuthorized.selector, agentId, buyer));
        vm.prank(buyer);
        lifecycle.retire(agentId);
        vm.prank(owner);
        lifecycle.retire(agentId);
        _expectLife(ILifecycle.Life.Retired);
        vm.expectRevert(
            abi.encodeWithSelector(ILifecycle.Lifecycle_WrongLife.selector, agentId, ILifecycle.Life.Retired)
        );
        _suspend(CAUSE);
        vm.expectRevert(
            abi.encodeWithSelector(ILifecycle.Lifecycle_WrongLife.selector, agentId, ILifecycle.Life.Retired)
        );
        vm.prank(owner);
        lifecycle.retire(agentId);
    }

    function test_ban_ByAnExecutedRulingOnTheMerits() public {
        Case memory case_ = openFresh(FaultClass.Deception);
        ruleBy(case_, 1);
        _expectNoGround(case_);
        lifecycle.ban(case_); // not executed
        finish(case_);
        vm.prank(owner);
        lifecycle.retire(agentId);
        vm.expectEmit(address(lifecycle));
        emit ILifecycle.AgentBanned(agentId, case_.disputeId);
        lifecycle.ban(case_);
        _expectLife(ILifecycle.Life.Banned);
        vm.expectRevert(
            abi.encodeWithSelector(ILifecycle.Lifecycle_WrongLife.selector, agentId, ILifecycle.Life.Banned)
        );
        lifecycle.ban(case_);
    }

    function test_RevertWhen_ARulingDoesNotBan() public {
        Case memory harm = openFresh(FaultClass.Harm);
        ruleBy(harm, 1);
        finish(harm);
        _expectNoGround(harm);
        lifecycle.ban(harm);
        Case memory silent = openFresh(FaultClass.Deception);
        _default(silent);
        disputeCourt.execute(silent, policy);
        _expectNoGround(silent); // nobody looked at it
        lifecycle.ban(silent);
    }

    function test_acceptAuthority_AfterTheDelay() public {
        vm.expectRevert(abi.encodeWithSelector(ILifecycle.Lifecycle_NotAuthority.selector, stranger));
        vm.prank(stranger);
        lifecycle.queueAuthority(stranger);
        vm.expectRevert(ILifecycle.Lifecycle_ZeroAuthority.selector);
        createContract("Lifecycle", abi.encode(registry, disputeCourt, standing, address(0)));
        vm.expectRevert(ILifecycle.Lifecycle_ZeroAuthority.selector);
        vm.prank(claimant);
        lifecycle.queueAuthority(address(0));
        vm.prank(claimant);
        lifecycle.queueAuthority(stranger);
        vm.expectRevert(abi.encodeWithSelector(ILifecycle.Lifecycle_NotQueued.selector, buyer, stranger));
        vm.prank(buyer);
        lifecycle.acceptAuthority();
        pass(14 days - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                ILifecycle.Lifecycle_NotReady.selector, START + 14 days - 1, START + 14 days
            )
        );
        vm.prank(stranger);
        lifecycle.acceptAuthority();
        pass(1);
        vm.prank(stranger);
        lifecycle.acceptAuthority();
        assertEq(lifecycle.authority(), stranger, "authority");
        (address next,) = lifecycle.queued();
        assertEq(next, address(0), "nobody is queued");
        vm.expectRevert(abi.encodeWithSelector(ILifecycle.Lifecycle_NotAuthority.selector, claimant));
        _suspend(CAUSE);
    }

    /// @dev However an authority acts, no suspension of one cause outlasts its bounds.
    function testFuzz_suspend_IsBounded(uint32 waited, bool prolonged) public {
        _suspend(CAUSE);
        if (prolonged) lifecycle.prolong(agentId, openFresh(FaultClass.Harm));
        pass(waited % 200 days);
        bool bounded = waited % 200 days < (prolonged ? 73 days : 7 days);
        assertEq(uint256(lifecycle.lifeOf(agentId)), bounded ? 1 : 0, "life");
    }

    function _suspend(bytes32 cause) private {
        vm.prank(claimant);
        lifecycle.suspend(agentId, cause, EVIDENCE);
    }

    function _default(Case memory case_) private {
        pass(policy.responseTime + 1);
        passBlocks(policy.responseBlocks + 1);
        disputeCourt.defaultJudgment(case_, policy);
        pass(policy.appealTime + 1);
        disputeCourt.finalize(case_, policy);
    }

    function _expectLife(ILifecycle.Life life) private view {
        assertEq(uint256(lifecycle.lifeOf(agentId)), uint256(life), "life");
    }

    function _expectNoGround(Case memory case_) private {
        vm.expectRevert(
            abi.encodeWithSelector(ILifecycle.Lifecycle_NoGround.selector, agentId, case_.disputeId)
        );
    }
}
