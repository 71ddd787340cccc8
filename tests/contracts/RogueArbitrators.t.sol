// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrable} from "../../contracts/interfaces/IArbitrable.sol";
import {IArbitrator} from "../../contracts/interfaces/IArbitrator.sol";
import {IBondVault} from "../../contracts/interfaces/IBondVault.sol";
import {IDisputeCourt} from "../../contracts/interfaces/IDisputeCourt.sol";
import {Basis, Case, Claim, FaultClass, State} from "../../contracts/types/Dispute.sol";
import {Policy} from "../../contracts/types/Policy.sol";
import {ObedientArbitrator, RefusingClaimant} from "./support/Arbitrators.sol";
import {CourtScenario} from "./support/CourtScenario.sol";

contract RogueArbitratorsTest is CourtScenario {
    ObedientArbitrator private rogue;

    function setUp() public {
        rogue = new ObedientArbitrator();
        deployCourt();
    }

    function arbitratorsBeside(address panelAt) internal view override returns (address[] memory) {
        return listOf(panelAt, address(rogue));
    }

    function policiesOf(address) internal view override returns (Policy[] memory) {
        return bothPolicies(address(rogue));
    }

    function test_rule_InsideCreationCounts() public {
        rogue.answer(1, IArbitrator.DisputeStatus.Solved, false, false);
        rogue.set(0.03 ether, false, false, true);
        Case memory case_ = openFresh(FaultClass.Harm);
        vm.expectEmit(address(disputeCourt));
        emit IDisputeCourt.RulingGiven(1, address(rogue), 1, 1, uint64(START));
        respondTo(case_);
        assertState(case_, State.Provisional, "provisional at once");
        assertRuling(case_, 1, Basis.Merits);
        assertEq(disputeCourt.disputeAt(address(rogue), 1), 1, "numbered");
        finish(case_);
        assertEq(vault.creditOf(claimant), DEPOSIT + FEE + 0.4 ether, "paid as ever");
    }

    function test_rule_OutOfRangeRefuses() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        rogue.give(disputeCourt, 1, 3);
        assertRuling(case_, 0, Basis.Merits);
        case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        rogue.give(disputeCourt, 2, type(uint256).max);
        assertRuling(case_, 0, Basis.Merits);
    }

    function test_rule_LateChangesNothing() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        rogue.give(disputeCourt, 1, 2);
        vm.expectEmit(address(disputeCourt));
        emit IDisputeCourt.LateRuling(1, address(rogue), 1);
        rogue.give(disputeCourt, 1, 1);
        assertRuling(case_, 2, Basis.Merits);
        finish(case_);
        rogue.give(disputeCourt, 1, 1);
        assertState(case_, State.Executed, "executed");
        assertRuling(case_, 2, Basis.Merits);
    }

    function test_rule_BeforeTheQuestionIsRefused() public {
        openFresh(FaultClass.Harm);
        vm.expectRevert(
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_NotArbitrator.selector, address(rogue), 1)
        );
        rogue.give(disputeCourt, 1, 1);
    }

    function test_respond_IsRecordedThoughTheArbitratorRefuses() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        rogue.set(0.03 ether, true, false, false);
        vm.expectEmit(address(disputeCourt));
        emit IDisputeCourt.ArbitrationPending(1, address(rogue), 1);
        respondTo(case_);
        assertState(case_, State.Arbitration, "the response bars the default");
        assertEq(address(disputeCourt).balance, DEPOSIT + FEE, "nothing is spent");
        vm.expectRevert();
        disputeCourt.startArbitration(case_, policy);
        rogue.set(0.03 ether, false, false, false);
        disputeCourt.startArbitration(case_, policy);
        assertEq(address(disputeCourt).balance, DEPOSIT, "spent");
        rogue.give(disputeCourt, 1, 1);
        assertRuling(case_, 1, Basis.Merits);
    }

    /// @dev Neither an estimate of gas nor a respondent can settle for a question that fails.
    function test_respond_CannotStarveTheQuestion() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        for (uint256 allowance = 100_000; allowance < 800_000; allowance += 20_000) {
            vm.prank(owner);
            try disputeCourt.respond{gas: allowance}(case_, policy, ANSWER, "") {
                break;
            } catch {}
        }
        (,,,,, bool pending, bool spent,,,) = disputeCourt.docketOf(1);
        assertState(case_, State.Arbitration, "recorded");
        assertTrue(!pending && spent, "and asked");
    }

    function test_startArbitration_TopsTheFeeUp() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        rogue.set(0.05 ether, false, false, false);
        respondTo(case_);
        vm.expectRevert(
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_FeeTooSmall.selector, 0.04 ether, 0.05 ether)
        );
        disputeCourt.startArbitration{value: 0.01 ether}(case_, policy);
        vm.prank(stranger);
        disputeCourt.startArbitration{value: 0.02 ether}(case_, policy);
        assertEq(address(rogue).balance, 0.05 ether, "paid");
        assertEq(address(disputeCourt).balance, DEPOSIT, "the deposit is untouched");
    }

    function test_timeout_WithoutAnyArbitratorReturnsEverything() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        rogue.set(1 ether, false, false, false);
        respondTo(case_);
        pass(policy.arbitrationTime);
        disputeCourt.arbitratorTimeout(case_, policy, 77);
        assertRuling(case_, 0, Basis.Timeout);
        disputeCourt.execute(case_, policy);
        assertEq(vault.creditOf(claimant), DEPOSIT + FEE, "deposit and fee");
    }

    function test_timeout_AfterALateResponseReturnsTheFeeToTheBondsOwner() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        pass(policy.responseTime);
        passBlocks(policy.responseBlocks);
        disputeCourt.defaultJudgment(case_, policy);
        rogue.set(1 ether, false, false, false);
        respondTo(case_);
        pass(policy.arbitrationTime);
        disputeCourt.arbitratorTimeout(case_, policy, 0);
        disputeCourt.execute(case_, policy);
        assertEq(vault.creditOf(claimant), DEPOSIT + FEE, "deposit, and the fee that the bond repaid");
        assertEq(vault.creditOf(owner), FEE, "the fee that nobody earned");
    }

    function test_timeout_TakesWhatTheArbitratorSaysByNow() public {
        for (uint256 i; i < 4; ++i) {
            Case memory case_ = openFresh(FaultClass.Harm);
            respondTo(case_);
            pass(policy.arbitrationTime);
            // Solved, appealable, waiting, out of range.
            if (i == 0) rogue.answer(2, IArbitrator.DisputeStatus.Solved, false, false);
            if (i == 1) rogue.answer(1, IArbitrator.DisputeStatus.Appealable, false, false);
            if (i == 2) rogue.answer(1, IArbitrator.DisputeStatus.Waiting, false, false);
            if (i == 3) rogue.answer(9, IArbitrator.DisputeStatus.Solved, false, false);
            disputeCourt.arbitratorTimeout(case_, policy, i + 1);
            assertRuling(case_, [2, 1, 0, 0][i], Basis.Timeout);
        }
    }

    function test_timeout_SurvivesBrokenViews() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        pass(policy.arbitrationTime);
        rogue.answer(1, IArbitrator.DisputeStatus.Solved, true, false);
        disputeCourt.arbitratorTimeout(case_, policy, 1);
        assertRuling(case_, 0, Basis.Timeout);
        case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        pass(policy.arbitrationTime);
        rogue.answer(1, IArbitrator.DisputeStatus.Solved, false, true);
        disputeCourt.arbitratorTimeout(case_, policy, 2);
        assertRuling(case_, 0, Basis.Timeout);
    }

    /// @dev Too little gas would make an honest arbitrator's answer fail, and a ruling vanish.
    function test_timeout_CannotBeStarvedOfGas() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        pass(policy.arbitrationTime);
        rogue.answer(1, IArbitrator.DisputeStatus.Solved, false, false);
        for (uint256 allowance = 40_000; allowance < 320_000; allowance += 10_000) {
            try disputeCourt.arbitratorTimeout{gas: allowance}(case_, policy, 1) {
                break;
            } catch {}
        }
        if (uint256(stateOf(case_)) != uint256(State.Final)) disputeCourt.arbitratorTimeout(case_, policy, 1);
        assertRuling(case_, 1, Basis.Timeout);
    }

    function test_ask_RefusesANumberTwice() public {
        rogue.set(0.03 ether, false, true, false);
        Case memory first = openFresh(FaultClass.Harm);
        respondTo(first);
        Case memory second = openFresh(FaultClass.Harm);
        respondTo(second);
        (,,,,, bool pending,,,,) = disputeCourt.docketOf(2);
        assertTrue(pending, "the second is not asked about");
        assertEq(address(disputeCourt).balance, 2 * DEPOSIT + FEE, "nor paid for");
        vm.expectRevert(
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_NumberTaken.selector, address(rogue), 1)
        );
        disputeCourt.startArbitration(second, policy);
        rogue.give(disputeCourt, 1, 1);
        assertState(second, State.Arbitration, "the first one's ruling is not the second one's");
    }

    /// @dev While it is asked, an arbitrator can rule, and nothing else.
    function test_reentrancy_ChangesNothingElse() public {
        Case memory open_ = openFresh(FaultClass.Harm);
        Case memory final_ = openFresh(FaultClass.Harm);
        respondTo(final_);
        rogue.give(disputeCourt, 1, 1);
        pass(policy.appealTime);
        disputeCourt.finalize(final_, policy);
        rogue.callInside(address(disputeCourt), abi.encodeCall(disputeCourt.execute, (final_, policy)));
        respondTo(open_);
        assertFalse(rogue.insideDone(), "no execution inside");
        assertState(final_, State.Final, "still final");
        Case memory third = openFresh(FaultClass.Harm);
        bytes memory proof = freshProof();
        rogue.callInside(
            address(disputeCourt),
            abi.encodeCall(disputeCourt.open, (claimOf(FaultClass.Harm), proof, policy, ""))
        );
        respondTo(third);
        assertFalse(rogue.insideDone(), "no opening inside");
        Case memory fourth = openFresh(FaultClass.Harm);
        rogue.callInside(
            address(disputeCourt), abi.encodeCall(disputeCourt.ask, (fourth.disputeId, 1, rogue, FEE, ""))
        );
        respondTo(fourth);
        assertFalse(rogue.insideDone(), "no second question inside");
        assertEq(address(disputeCourt).balance, 4 * DEPOSIT, "every fee once");
    }

    /// @dev Ruling on two numbers while being asked about one dispute rules once.
    function test_rule_InsideUnderAnotherNumberCountsOnce() public {
        rogue.callInside(address(rogue), abi.encodeCall(rogue.give, (IArbitrable(disputeCourt), 40, 2)));
        rogue.answer(1, IArbitrator.DisputeStatus.Solved, false, false);
        rogue.set(0.03 ether, false, false, true);
        Case memory case_ = openFresh(FaultClass.Harm);
        // The second number is unknown by then, so the whole question fails and can be asked again.
        respondTo(case_);
        (,,,,, bool pending,,,,) = disputeCourt.docketOf(1);
        assertTrue(pending, "asked in vain");
        rogue.set(0.03 ether, false, false, false);
        disputeCourt.startArbitration(case_, policy);
        assertRuling(case_, 2, Basis.Merits);
        rogue.give(disputeCourt, 40, 1);
        assertRuling(case_, 2, Basis.Merits);
    }

    function test_execute_PaysAClaimantThatRefusesMoney() public {
        RefusingClaimant refusing = new RefusingClaimant();
        vm.deal(address(refusing), 1 ether);
        bytes memory proof = freshProof();
        vm.recordLogs();
        refusing.send(
            address(disputeCourt),
            DEPOSIT + FEE,
            abi.encodeCall(disputeCourt.open, (claimOf(FaultClass.Harm), proof, policy, ""))
        );
        Case memory case_ = lastCase();
        respondTo(case_);
        rogue.give(disputeCourt, 1, 0);
        finish(case_);
        assertState(case_, State.Executed, "executed");
        vm.expectRevert();
        refusing.send(address(vault), 0, abi.encodeCall(IBondVault.claim, ()));
        assertEq(vault.creditOf(address(refusing)), DEPOSIT, "kept");
        refusing.accept();
        refusing.send(address(vault), 0, abi.encodeCall(IBondVault.claim, ()));
        assertEq(vault.creditOf(address(refusing)), 0, "paid");
    }
}
