// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFaultProver} from "../../contracts/interfaces/IFaultProver.sol";
import {Basis, Case, Claim, FaultClass, Place, State} from "../../contracts/types/Dispute.sol";
import {Mandate} from "../../contracts/types/Mandate.sol";
import {Receipt} from "../../contracts/types/Receipt.sol";
import {CourtScenario} from "./support/CourtScenario.sol";

/// @notice One fault, judged and proved, in either order: it is punished once.
contract FaultNettingTest is CourtScenario {
    Receipt private receipt;
    bytes32[] private none;
    bytes32 private matter;

    function setUp() public {
        deployCourt();
        Mandate memory mandate = Mandate({
            principal: stranger,
            agentId: agentId,
            cap: 100,
            expiry: uint64(START + 30 days),
            tools: keccak256(abi.encodePacked(keccak256("pay"))),
            salt: "salt"
        });
        vm.prank(stranger);
        mandates.grant(mandate, "");
        receipt = receiptOf(1);
        receipt.mandate = mandates.idOf(mandate);
        receipt.amount = 101;
        matter = keccak256(
            abi.encode(keccak256(abi.encode(subject, 0, LOGGED_STREAM, 1, receipt.recordHash)), FaultClass.Breach)
        );
    }

    function test_RulingFirst_TheProofTakesOnlyTheRest() public {
        Case memory case_ = _open();
        ruleBy(case_, 1);
        finish(case_);
        uint256 taken = disputeCourt.slashedFor(matter);
        assertTrue(taken > 0, "the ruling took something");
        (uint256 before,,,) = vault.bondOf(subject, owner);
        (,, uint32 marks,) = standing.standingOf(agentId, 0, 1);
        _prove();
        (uint256 after_,,,) = vault.bondOf(subject, owner);
        uint256 whole = before / 4 - taken;
        assertEq(before - after_, whole - whole % 5 gwei, "a quarter, less what the ruling took");
        (,, uint32 now_,) = standing.standingOf(agentId, 0, 1);
        assertEq(now_, marks, "one mark");
    }

    /// @dev The attack: the proof is shown between the ruling's end and its execution, so that both take all.
    function test_Attack_ProvingBeforeTheRulingIsExecuted() public {
        Case memory case_ = _open();
        ruleBy(case_, 1);
        pass(policy.appealTime);
        disputeCourt.finalize(case_, policy);
        bytes memory signature = signReceipt(KEY_A, receipt);
        vm.expectRevert(abi.encodeWithSelector(IFaultProver.FaultProver_AlreadyJudged.selector, matter));
        prover.proveMandateBreach(agentId, receipt, signature, none);
        disputeCourt.execute(case_, policy);
        _prove();
    }

    function test_ProofFirst_TheRulingTakesNothing() public {
        Case memory case_ = _open();
        _prove();
        (uint256 before,,,) = vault.bondOf(subject, owner);
        disputeCourt.endByProof(case_, policy, Place(0, LOGGED_STREAM, 1, receipt.recordHash));
        assertRuling(case_, 1, Basis.Proof);
        disputeCourt.execute(case_, policy);
        assertState(case_, State.Executed, "executed");
        (uint256 after_,,,) = vault.bondOf(subject, owner);
        assertEq(after_, before, "nothing more");
        (,, uint32 marks,) = standing.standingOf(agentId, 0, 1);
        assertEq(marks, 1, "one mark");
    }

    /// @dev A dismissal says nothing against a proof.
    function test_ADismissedClaimIsProvedAllTheSame() public {
        Case memory case_ = _open();
        ruleBy(case_, 2);
        finish(case_);
        (uint256 before,,,) = vault.bondOf(subject, owner);
        _prove();
        (uint256 after_,,,) = vault.bondOf(subject, owner);
        assertEq(before - after_, before / 4 - (before / 4) % 5 gwei, "a quarter");
    }

    function _open() private returns (Case memory) {
        Claim memory claim = claimOf(FaultClass.Breach);
        return openWith(claim, receiptProof(receipt, injured), policy, policy.deposit + FEE);
    }

    function _prove() private {
        bytes memory signature = signReceipt(KEY_A, receipt);
        vm.prank(stranger);
        prover.proveMandateBreach(agentId, receipt, signature, none);
    }
}
