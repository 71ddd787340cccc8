// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICredits} from "../../contracts/interfaces/ICredits.sol";
import {CourtCases} from "../../contracts/libraries/CourtCases.sol";
import {Credits} from "../../contracts/market/Credits.sol";
import {Case, FaultClass} from "../../contracts/types/Dispute.sol";
import {CourtScenario} from "./support/CourtScenario.sol";

contract CreditsTest is CourtScenario {
    uint256 private constant AMOUNT = 1 ether;
    bytes32 private constant TASK = keccak256("task");
    bytes32 private constant DELIVERY = keccak256("delivery");
    Credits private credits;
    uint256 private maker; // an agent of the buyer that made the assets
    bytes32[] private none;
    bytes32[] private both;

    function setUp() public {
        deployCourt();
        credits = Credits(createContract("Credits", abi.encode(registry, keyRing, vault, disputeCourt)));
        maker = registerAgent(buyer);
        both.push(bytes32(uint256(1)));
        both.push(bytes32(uint256(2)));
        vm.startPrank(buyer);
        credits.registerAsset(maker, both[0], 1_000);
        credits.registerAsset(maker, both[1], 333);
        vm.stopPrank();
    }

    function test_accept_PaysTheAgentAndWhoMadeTheAssets() public {
        uint256 amount = 1 ether + 7;
        uint256 id = _lock(amount);
        assertEq(credits.locked(), amount, "locked");
        _deliver(id, both);
        uint256 share = amount / 10 + amount * 333 / 10_000;
        vm.expectEmit(address(credits));
        emit ICredits.BountyReleased(id, amount - share, share);
        vm.prank(claimant);
        credits.accept(id);
        assertEq(vault.creditOf(owner), amount - share, "agent");
        assertEq(vault.creditOf(buyer), share, "maker");
        assertEq(credits.locked(), 0, "nothing is locked");
        assertEq(address(credits).balance, 0, "nothing is left");
        vm.expectRevert(
            abi.encodeWithSelector(ICredits.Credits_WrongStage.selector, id, ICredits.Stage.Released)
        );
        vm.prank(claimant);
        credits.accept(id);
    }

    function test_accept_SilenceIsAcceptance() public {
        uint256 id = _lock(AMOUNT);
        _deliver(id, none);
        pass(7 days);
        vm.expectRevert(
            abi.encodeWithSelector(
                ICredits.Credits_NotNow.selector, id, START + 7 days, START + 7 days
            )
        );
        credits.accept(id);
        pass(1);
        credits.accept(id);
        assertEq(vault.creditOf(owner), AMOUNT, "agent");
    }

    function test_reclaim_ReturnsWhatWasNotDelivered() public {
        uint256 id = _lock(AMOUNT);
        pass(1 days);
        vm.expectRevert(
            abi.encodeWithSelector(ICredits.Credits_NotNow.selector, id, START + 1 days, START + 1 days)
        );
        credits.reclaim(id);
        pass(1);
        vm.expectRevert(
            abi.encodeWithSelector(ICredits.Credits_NotNow.selector, id, START + 1 days + 1, START + 1 days)
        );
        vm.prank(owner);
        credits.deliver(id, DELIVERY, none);
        vm.expectEmit(address(credits));
        emit ICredits.BountyReturned(id, AMOUNT);
        credits.reclaim(id);
        assertEq(vault.creditOf(claimant), AMOUNT, "client");
        assertEq(address(credits).balance, 0, "nothing is left");
    }

    function test_settle_ReturnsOnAnUpheldDispute() public {
        (uint256 id, Case memory case_) = _contested();
        vm.expectRevert(
            abi.encodeWithSelector(ICredits.Credits_NoGround.selector, id, case_.disputeId)
        );
        credits.settle(id, case_);
        ruleBy(case_, 1);
        finish(case_);
        uint256 before = vault.creditOf(claimant);
        credits.settle(id, case_);
        assertEq(vault.creditOf(claimant) - before, AMOUNT, "client");
        assertEq(uint256(credits.bountyOf(id).stage), uint256(ICredits.Stage.Returned), "returned");
    }

    function test_settle_ReleasesOnADismissedDispute() public {
        (uint256 id, Case memory case_) = _contested();
        pass(30 days); // the review is over, and the dispute is not
        vm.expectRevert(
            abi.encodeWithSelector(ICredits.Credits_WrongStage.selector, id, ICredits.Stage.Contested)
        );
        credits.accept(id);
        vm.warp(case_.openedAt);
        ruleBy(case_, 2);
        finish(case_);
        uint256 before = vault.creditOf(owner);
        credits.settle(id, case_);
        assertEq(vault.creditOf(owner) - before, AMOUNT, "agent");
    }

    function test_RevertWhen_ADisputeHoldsNothing() public {
        Case memory early = openFresh(FaultClass.Harm);
        pass(1);
        uint256 id = _lock(AMOUNT);
        vm.expectRevert(
            abi.encodeWithSelector(ICredits.Credits_WrongStage.selector, id, ICredits.Stage.Locked)
        );
        credits.contest(id, early);
        _deliver(id, none);
        vm.expectRevert(abi.encodeWithSelector(ICredits.Credits_NoGround.selector, id, early.disputeId));
        credits.contest(id, early);
        vm.deal(stranger, 10 ether);
        vm.prank(stranger);
        uint256 other = credits.lock{value: 1}(agentId, TASK, uint64(START + 2 days));
        _deliver(other, none);
        Case memory case_ = openFresh(FaultClass.Negligence);
        vm.expectRevert(abi.encodeWithSelector(ICredits.Credits_NoGround.selector, other, case_.disputeId));
        credits.contest(other, case_); // somebody else's bounty
        ruleBy(case_, 1);
        finish(case_);
        vm.expectRevert(abi.encodeWithSelector(ICredits.Credits_NoGround.selector, id, case_.disputeId));
        credits.contest(id, case_); // over
    }

    function test_RevertWhen_SettlingByAnotherDispute() public {
        (uint256 id,) = _contested();
        Case memory other = openFresh(FaultClass.Negligence);
        ruleBy(other, 1);
        finish(other);
        vm.expectRevert(abi.encodeWithSelector(ICredits.Credits_NoGround.selector, id, other.disputeId));
        credits.settle(id, other);
        other.disputeId = 99; // one that was never opened
        vm.expectRevert(abi.encodeWithSelector(CourtCases.CourtCases_WrongCase.selector, 99));
        credits.settle(id, other);
    }

    function test_RevertWhen_NothingIsLocked() public {
        vm.expectRevert(
            abi.encodeWithSelector(ICredits.Credits_Empty.selector, 0, TASK, uint64(START + 1 days))
        );
        credits.lock(agentId, TASK, uint64(START + 1 days));
        vm.deal(address(this), 1 ether);
        vm.expectRevert(
            abi.encodeWithSelector(ICredits.Credits_Empty.selector, 1, bytes32(0), uint64(START + 1 days))
        );
        credits.lock{value: 1}(agentId, 0, uint64(START + 1 days));
        vm.expectRevert(abi.encodeWithSelector(ICredits.Credits_Empty.selector, 1, TASK, uint64(START)));
        credits.lock{value: 1}(agentId, TASK, uint64(START));
        vm.expectRevert(abi.encodeWithSelector(ICredits.Credits_AgentUnknown.selector, 99));
        credits.lock{value: 1}(99, TASK, uint64(START + 1 days));
    }

    function test_deliver_BySessionKeyAndNobodyElse() public {
        uint256 id = _lock(AMOUNT);
        vm.expectRevert(abi.encodeWithSelector(ICredits.Credits_NotAuthorized.selector, agentId, buyer));
        vm.prank(buyer);
        credits.deliver(id, DELIVERY, none);
        vm.prank(vm.addr(KEY_A));
        credits.deliver(id, DELIVERY, both);
        assertEq(credits.bountyOf(id).payee, owner, "payee");
        assertEq(credits.assetsOf(id).length, 2, "assets");
    }

    function test_RevertWhen_AssetsAreNotInOrder() public {
        vm.startPrank(buyer);
        vm.expectRevert(abi.encodeWithSelector(ICredits.Credits_BadAsset.selector, both[0], 1));
        credits.registerAsset(maker, both[0], 1);
        vm.expectRevert(abi.encodeWithSelector(ICredits.Credits_BadAsset.selector, bytes32("a"), 5_001));
        credits.registerAsset(maker, "a", 5_001);
        vm.expectRevert(abi.encodeWithSelector(ICredits.Credits_BadAsset.selector, bytes32("a"), 0));
        credits.registerAsset(maker, "a", 0);
        vm.expectRevert(abi.encodeWithSelector(ICredits.Credits_BadAsset.selector, bytes32(0), 1));
        credits.registerAsset(maker, 0, 1);
        vm.expectRevert(abi.encodeWithSelector(ICredits.Credits_NotAuthorized.selector, agentId, buyer));
        credits.registerAsset(agentId, "a", 1);
        credits.registerAsset(maker, bytes32(uint256(3)), 4_000);
        vm.stopPrank();
        assertEq(credits.assetOf(both[0]).agentId, maker, "maker");
        uint256 id = _lock(AMOUNT);
        bytes32[] memory wrong = new bytes32[](2);
        (wrong[0], wrong[1]) = (both[1], both[0]);
        _expectBadReuse(id, wrong);
        (wrong[0], wrong[1]) = (both[1], both[1]);
        _expectBadReuse(id, wrong);
        (wrong[0], wrong[1]) = (both[1], bytes32(uint256(99)));
        _expectBadReuse(id, wrong);
        wrong = new bytes32[](3);
        (wrong[0], wrong[1], wrong[2]) = (both[0], both[1], bytes32(uint256(3)));
        _expectBadReuse(id, wrong); // 5,333 in all
        _expectBadReuse(id, new bytes32[](9));
    }

    /// @dev Every split sums to the bounty, to the wei.
    function testFuzz_accept_SplitsSumToTheBounty(uint96 amount, uint16 bps) public {
        vm.assume(amount != 0);
        bytes32[] memory one = new bytes32[](1);
        one[0] = "fuzzed";
        vm.prank(buyer);
        credits.registerAsset(maker, one[0], uint16(bound(bps, 1, 5_000)));
        vm.deal(claimant, amount);
        uint256 id = _lock(amount);
        _deliver(id, one);
        vm.prank(claimant);
        credits.accept(id);
        uint256 share = uint256(amount) * bound(bps, 1, 5_000) / 10_000;
        assertEq(vault.creditOf(buyer), share, "maker");
        assertEq(vault.creditOf(owner), amount - share, "agent");
    }

    function _lock(uint256 amount) private returns (uint256) {
        vm.prank(claimant);
        return credits.lock{value: amount}(agentId, TASK, uint64(vm.getBlockTimestamp() + 1 days));
    }

    function _deliver(uint256 id, bytes32[] memory assets) private {
        vm.prank(owner);
        credits.deliver(id, DELIVERY, assets);
    }

    function _contested() private returns (uint256 id, Case memory case_) {
        id = _lock(AMOUNT);
        _deliver(id, none);
        pass(1);
        case_ = openFresh(FaultClass.Harm);
        vm.expectEmit(address(credits));
        emit ICredits.BountyContested(id, case_.disputeId);
        credits.contest(id, case_);
    }

    function _expectBadReuse(uint256 id, bytes32[] memory assets) private {
        vm.prank(owner);
        (bool done, bytes memory answer) =
            address(credits).call(abi.encodeCall(credits.deliver, (id, DELIVERY, assets)));
        assertFalse(done, "refused");
        assertEq(bytes32(bytes4(answer)), bytes32(ICredits.Credits_BadReuse.selector), "as reuse");
    }
}
