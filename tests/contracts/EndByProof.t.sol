// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDisputeCourt} from "../../contracts/interfaces/IDisputeCourt.sol";
import {Basis, Case, FaultClass, State} from "../../contracts/types/Dispute.sol";
import {Receipt} from "../../contracts/types/Receipt.sol";
import {Segment} from "../../contracts/types/Segment.sol";
import {BreachScenario} from "./support/BreachScenario.sol";

/// @notice What a proof has punished ends the dispute about it, with the prover and the checks as they are deployed.
contract EndByProofTest is BreachScenario {
    Case private case_;
    Receipt private receipt;

    function setUp() public {
        deployBreaches();
        receipt = breachAt(1);
        case_ = openOn(receipt, FaultClass.Breach, EVIDENCE);
    }

    function test_endByProof_EndsWithoutASecondPunishment() public {
        bytes32 key = proveKind(receipt, 2);
        assertEq(key, keyOf(receipt, 2), "a breach of the mandate");
        _endsBy(key, BOND / 4);
        assertEq(marksOf(1), 1, "one mark");
    }

    function test_endByProof_ByAManifestsBreachToo() public {
        bytes32 key = proveKind(receipt, 9);
        assertEq(key, keyOf(receipt, 9), "a breach of the manifest");
        _endsBy(key, BOND / 4);
    }

    /// @dev A receipt that the stream contradicts is a deception, proved.
    function test_endByProof_OfADeception() public {
        Receipt memory lie = breachAt(2);
        case_ = openOn(lie, FaultClass.Deception, EVIDENCE);
        receipt = lie;
        bytes32 key = proveKind(lie, 3);
        assertEq(key, keyOf(lie, 3), "a contradicted receipt");
        _endsBy(key, BOND / 2);
    }

    /// @dev From every state before the last two, and from none of these.
    function testFuzz_endByProof_FromAnyStateThatIsNotFinal(uint8 steps) public {
        proveKind(receipt, 2);
        steps = steps % 5;
        if (steps == 1) respondTo(case_);
        if (steps >= 2) ruleBy(case_, 2);
        if (steps >= 3) {
            pass(policy.appealTime);
            disputeCourt.finalize(case_, policy);
        }
        if (steps == 4) disputeCourt.execute(case_, policy);
        State before = stateOf(case_);
        if (steps >= 3) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IDisputeCourt.DisputeCourt_WrongState.selector, case_.disputeId, before
                )
            );
        }
        disputeCourt.endByProof(case_, policy);
        if (steps >= 3) {
            assertRuling(case_, 2, Basis.Merits);
            return;
        }
        disputeCourt.execute(case_, policy);
        assertEq(address(disputeCourt).balance, 0, "no escrow is left");
        assertEq(lost(), steps == 0 ? BOND / 4 : BOND / 4 + FEE, "the proof, the fee that was spent, and no slice");
        assertEq(vault.creditOf(claimant), DEPOSIT + FEE, "deposit and fee");
    }

    /// @dev A late answer pays the claimant's fee back; when nobody was asked with it, it is the liable account's.
    function test_endByProof_ReturnsTheFeeThatAskedNobody() public {
        pass(policy.responseTime);
        passBlocks(policy.responseBlocks);
        disputeCourt.defaultJudgment(case_, policy);
        vm.etch(address(panel), hex"60006000fd"); // refuses whatever it is asked
        respondTo(case_);
        proveKind(receipt, 2);
        disputeCourt.endByProof(case_, policy);
        uint256 credit = vault.creditOf(owner);
        disputeCourt.execute(case_, policy);
        assertEq(vault.creditOf(owner) - credit, FEE, "the fee that asked nobody");
        assertEq(vault.creditOf(claimant), DEPOSIT + FEE, "deposit, and the fee that the bond paid");
        assertEq(address(disputeCourt).balance, 0, "no escrow is left");
    }

    function test_RevertWhen_TheProofIsOfSomethingElse() public {
        _expectNotProved(case_, receipt, FaultClass.Breach, "nothing was proved");
        // Another action, another class of the same action, another record at the same number, another kind of fault.
        proveKind(breachAt(7), 2);
        _expectNotProved(case_, receipt, FaultClass.Breach, "another action");
        Case memory harm = openOn(receipt, FaultClass.Harm, EVIDENCE);
        Receipt memory other = receipt;
        other.recordHash = "another record";
        proveKind(other, 2);
        assertTrue(prover.isProved(keyOf(receipt, 2)), "the same name of a fault");
        _expectNotProved(case_, receipt, FaultClass.Breach, "of another record");
        receipt = breachAt(1);
        proveKind(receipt, 9);
        _expectNotProved(harm, receipt, FaultClass.Harm, "another class");
        Case memory deception = openOn(receipt, FaultClass.Deception, EVIDENCE);
        _expectNotProved(deception, receipt, FaultClass.Deception, "a breach is no deception");
        assertState(case_, State.Open, "open");
        disputeCourt.endByProof(case_, policy);
    }

    function test_RevertWhen_TheAgentEquivocated() public {
        Segment memory a = segmentOf(agentId, 0, 1, 1, "a");
        Segment memory b = segmentOf(agentId, 0, 1, 1, "b");
        prove(agentId, a, b);
        _expectNotProved(case_, receipt, FaultClass.Breach, "no matter of a court");
        assertEq(prover.punishedBy(0), 0, "nor of none");
    }

    function _endsBy(bytes32 key, uint256 taken) private {
        assertEq(prover.punishedBy(matterOf(receipt, case_.faultClass)), key, "the matter names its proof");
        assertEq(lost(), taken, "the proof has punished");
        uint32 marks = marksOf(0) + marksOf(1);
        vm.expectEmit(address(disputeCourt));
        emit IDisputeCourt.DisputeEndedByProof(case_.disputeId, key, stranger);
        vm.prank(stranger);
        disputeCourt.endByProof(case_, policy);
        assertState(case_, State.Final, "final");
        assertRuling(case_, 1, Basis.Proof);
        uint256 credit = vault.creditOf(claimant);
        disputeCourt.execute(case_, policy);
        assertEq(lost(), taken, "and the ruling does not");
        assertEq(vault.lockOf(subject, owner, address(disputeCourt)), _lockOfOthers(), "its lock is lifted");
        assertEq(vault.creditOf(claimant) - credit, DEPOSIT + FEE, "deposit and fee");
        assertEq(marksOf(0) + marksOf(1), marks, "no second mark");
        assertEq(disputeCourt.slashedFor(matterOf(receipt, case_.faultClass)), 0, "nothing");
        (bool upheld,,,) = disputeCourt.matterOf(case_.action, case_.faultClass);
        assertTrue(upheld, "the matter is decided");
    }

    /// @dev The first dispute locks a tenth and its fee; a later test opens another beside it.
    function _lockOfOthers() private view returns (uint256) {
        return case_.disputeId == 1 ? 0 : BOND / 10 + FEE;
    }

    function _expectNotProved(Case memory of_, Receipt memory about, FaultClass faultClass, string memory what) private {
        bytes32 matter = matterOf(about, faultClass);
        (bool done, bytes memory answer) =
            address(disputeCourt).call(abi.encodeCall(disputeCourt.endByProof, (of_, policy)));
        assertFalse(done, what);
        assertEq(
            keccak256(answer),
            keccak256(
                abi.encodeWithSelector(
                    IDisputeCourt.DisputeCourt_NotProved.selector, of_.disputeId, matter
                )
            ),
            what
        );
    }
}
