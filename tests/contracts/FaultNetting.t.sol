// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFaultProver} from "../../contracts/interfaces/IFaultProver.sol";
import {Basis, Case, FaultClass, State} from "../../contracts/types/Dispute.sol";
import {Receipt} from "../../contracts/types/Receipt.sol";
import {BreachScenario} from "./support/BreachScenario.sol";

/// @notice One fault, judged and proved, in any order: it is punished once.
contract FaultNettingTest is BreachScenario {
    uint256 private constant RULED = BOND / 10; // what a ruling on a breach takes
    uint256 private constant PROVED = BOND / 4; // what a proof of one does

    Receipt private receipt;
    bytes32 private matter;

    function setUp() public {
        deployBreaches();
        receipt = breachAt(1);
        matter = matterOf(receipt, FaultClass.Breach);
    }

    function test_RulingFirst_TheProofTakesOnlyTheRest() public {
        Case memory case_ = _open(EVIDENCE);
        ruleBy(case_, 1);
        finish(case_);
        assertEq(disputeCourt.slashedFor(matter), RULED, "the ruling took its slice");
        proveKind(receipt, 2);
        _expectOnce((BOND - RULED - FEE) / 4 + FEE, "a quarter of what was left, the ruling's part in it");
        assertEq(prover.punishedBy(matter), keyOf(receipt, 2), "the proof is kept");
        _expectNoSecondReward(2);
    }

    /// @dev The attack: the proof is shown between the ruling's end and its execution, so that both take all.
    function test_Attack_ProvingBeforeTheRulingIsExecuted() public {
        Case memory case_ = _open(EVIDENCE);
        ruleBy(case_, 1);
        pass(policy.appealTime);
        disputeCourt.finalize(case_, policy);
        _expectRefused(2);
        _expectRefused(9);
        disputeCourt.execute(case_, policy);
        proveKind(receipt, 2);
        _expectOnce((BOND - RULED - FEE) / 4 + FEE, "a quarter of what was left, the ruling's part in it");
    }

    function test_ProofFirst_EndedByIt() public {
        Case memory case_ = _open(EVIDENCE);
        proveKind(receipt, 2);
        disputeCourt.endByProof(case_, policy);
        assertRuling(case_, 1, Basis.Proof);
        disputeCourt.execute(case_, policy);
        assertState(case_, State.Executed, "executed");
        _expectOnce(PROVED, "the proof alone");
    }

    /// @dev The attack: nobody ends the dispute by its proof, so that the ruling slashes again.
    function test_Attack_NobodyEndsTheDisputeByItsProof() public {
        Case memory case_ = _open(EVIDENCE);
        proveKind(receipt, 2);
        ruleBy(case_, 1);
        finish(case_);
        assertRuling(case_, 1, Basis.Merits);
        _expectOnce(PROVED + FEE, "the proof, and the fee that the ruling costs");
        assertEq(disputeCourt.slashedFor(matter), 0, "the ruling took nothing");
    }

    /// @dev At every moment before the ruling is final: while it is open, heard, ruled.
    function testFuzz_ProofBeforeFinal_TheRulingTakesNothing(uint8 moment, uint8 kind) public {
        kind = kind % 2 == 0 ? 2 : 9;
        Case memory case_ = _open(EVIDENCE);
        if (moment % 3 == 0) proveKind(receipt, kind);
        respondTo(case_);
        if (moment % 3 == 1) proveKind(receipt, kind);
        decide(case_, 1);
        if (moment % 3 == 2) proveKind(receipt, kind);
        finish(case_);
        _expectOnce(PROVED + FEE, "the proof, and the fee");
    }

    function test_ProofBeforeADefaultAndATimeout() public {
        Case memory case_ = _open(EVIDENCE);
        Case memory other = _open("other");
        proveKind(receipt, 2);
        respondTo(other);
        pass(policy.responseTime);
        passBlocks(policy.responseBlocks);
        disputeCourt.defaultJudgment(case_, policy);
        pass(policy.arbitrationTime);
        disputeCourt.arbitratorTimeout(other, policy, numberOf(other));
        finish(case_);
        disputeCourt.execute(other, policy);
        _expectOnce(PROVED, "the proof alone");
    }

    function test_ProofThenConcession() public {
        Case memory case_ = _open(EVIDENCE);
        proveKind(receipt, 2);
        vm.prank(owner);
        disputeCourt.concede(case_, policy);
        finish(case_);
        _expectOnce(PROVED, "the proof alone");
    }

    function test_ConcessionThenProofThenAnotherRuling() public {
        Case memory case_ = _open(EVIDENCE);
        Case memory other = _open("other");
        vm.prank(owner);
        disputeCourt.concede(case_, policy);
        finish(case_);
        uint256 conceded = RULED * 3 / 4;
        assertEq(lost(), conceded, "three quarters of the slice");
        proveKind(receipt, 2);
        uint256 whole = (BOND - conceded) / 4;
        _expectOnce(whole, "a quarter of what was left, the concession's part in it");
        ruleBy(other, 1);
        finish(other);
        _expectOnce(whole + FEE, "and a fee");
    }

    /// @dev Several disputes of one matter: one executed before the proof, one decided before and executed after, one
    /// decided after.
    function test_SeveralDisputesOfOneMatter() public {
        Case memory first = _open(EVIDENCE);
        Case memory second = _open("second");
        Case memory third = _open("third");
        ruleBy(first, 1);
        finish(first);
        ruleBy(second, 1);
        pass(policy.appealTime);
        disputeCourt.finalize(second, policy);
        proveKind(receipt, 2);
        disputeCourt.execute(second, policy);
        ruleBy(third, 1);
        finish(third);
        _expectOnce((BOND - RULED - FEE) / 4 + 3 * FEE, "one penalty, and three fees");
        (,,,,,,,, bool punishes,) = disputeCourt.docketOf(third.disputeId);
        assertFalse(punishes, "the last punishes nothing");
    }

    /// @dev Two kinds of breach by one action are one matter, in either order, with and without a ruling between.
    function testFuzz_TwoKindsOfOneMatter(bool manifestFirst, bool ruled) public {
        (uint8 a, uint8 b) = manifestFirst ? (9, 2) : (2, 9);
        Case memory case_ = _open(EVIDENCE);
        proveKind(receipt, a);
        if (ruled) disputeCourt.endByProof(case_, policy);
        proveKind(receipt, b);
        _expectOnce(PROVED, "the first proof alone");
        assertEq(prover.punishedBy(matter), keyOf(receipt, a), "which is kept");
        assertTrue(prover.isProved(keyOf(receipt, b)), "the second is proved all the same");
        if (!ruled) disputeCourt.endByProof(case_, policy);
        disputeCourt.execute(case_, policy);
        _expectOnce(PROVED, "and no ruling");
        // What was released is remembered as well.
        vm.roll(vm.getBlockNumber() + prover.HOLD() + 1);
        prover.releaseReward(keyOf(receipt, a));
        assertEq(vault.creditOf(stranger), PROVED / 5, "a fifth");
        _expectNoSecondReward(a);
        _expectNoSecondReward(b);
    }

    function test_RulingThenTwoKinds() public {
        Case memory case_ = _open(EVIDENCE);
        ruleBy(case_, 1);
        finish(case_);
        proveKind(receipt, 9);
        uint256 whole = (BOND - RULED - FEE) / 4 + FEE;
        _expectOnce(whole, "the rest");
        vm.roll(vm.getBlockNumber() + prover.HOLD() + 1);
        prover.releaseReward(keyOf(receipt, 9));
        proveKind(receipt, 2);
        _expectOnce(whole, "and no more");
    }

    /// @dev A proof that costs more than the ruling takes the difference; it closes the epoch in any case.
    function test_ADeception_RuledAndProved() public {
        Case memory case_ = openOn(receipt, FaultClass.Deception, EVIDENCE);
        ruleBy(case_, 1);
        finish(case_);
        assertEq(lost(), BOND * 4 / 10 + FEE, "four tenths");
        proveKind(receipt, 3);
        assertEq(lost(), BOND * 4 / 10 + FEE, "half of what is left is less");
        assertEq(marksOf(0), 0, "and integrity is not marked beside conduct");
        assertEq(marksOf(1), 1, "which the ruling marked");
    }

    /// @dev A dismissal says nothing against a proof.
    function test_ADismissedClaimIsProvedAllTheSame() public {
        Case memory case_ = _open(EVIDENCE);
        ruleBy(case_, 2);
        finish(case_);
        proveKind(receipt, 2);
        _expectOnce(PROVED, "a quarter");
    }

    /// @dev Other matters of the same action, and the same matter of another action, are punished by themselves.
    function test_OtherMattersArePunishedByThemselves() public {
        Case memory harm = openOn(receipt, FaultClass.Harm, EVIDENCE);
        Case memory next = openOn(breachAt(2), FaultClass.Breach, EVIDENCE);
        proveKind(receipt, 2);
        ruleBy(harm, 1);
        finish(harm);
        ruleBy(next, 1);
        finish(next);
        assertEq(lost(), PROVED + BOND * 2 / 10 + RULED + 2 * FEE, "three punishments");
        assertEq(marksOf(1), 3, "three marks");
    }

    function _open(bytes32 evidence) private returns (Case memory) {
        return openOn(receipt, FaultClass.Breach, evidence);
    }

    /// @dev The bond has lost so much, to within the unit of a proof's slash, and conduct has one mark.
    function _expectOnce(uint256 sum, string memory what) private view {
        assertTrue(lost() <= sum && sum - lost() < 5 gwei, what);
        assertEq(marksOf(1), 1, "one mark");
    }

    function _expectRefused(uint8 kind) private {
        (address checker, bytes memory proof) = kind == 2 ? mandateProof(receipt) : manifestProof(receipt);
        vm.expectRevert(abi.encodeWithSelector(IFaultProver.FaultProver_AlreadyJudged.selector, matter));
        prover.prove(checker, proof, 0);
    }

    function _expectNoSecondReward(uint8 kind) private {
        bytes32 key = keyOf(receipt, kind);
        (,,, uint256 held) = prover.rewardOf(key);
        if (held != 0) {
            vm.roll(vm.getBlockNumber() + prover.HOLD() + 1);
            prover.releaseReward(key);
        }
        vm.expectRevert(abi.encodeWithSelector(IFaultProver.FaultProver_NoReward.selector, key));
        prover.releaseReward(key);
    }
}
